from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ArticleState(TextChoices):
    DRAFT = "draft", pgettext_lazy("state of an article", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("state of an article", "In review")
    PUBLISHED = "published", pgettext_lazy("state of an article", "Published")
    RETIRED = "retired", pgettext_lazy("state of an article", "Retired")


class Audience(TextChoices):
    STAFF = "staff", _("Staff only")
    CUSTOMERS = "customers", _("Staff and customers")
    SUBCONTRACTORS = "subcontractors", _("Staff and subcontractors")
    EVERYBODY = "everybody", _("Everybody")


class UseKind(TextChoices):
    OPENED = "opened", pgettext_lazy("an article", "Opened")
    LINKED = "linked", _("Put into an answer")
    HELPED = "helped", _("Helped")
    NOT_HELPED = "not_helped", _("Did not help")


class Stage(TextChoices):
    GREETING = "greeting", _("Greeting")
    WORDING = "wording", _("Wording")
    UNANSWERED = "unanswered", _("Cannot answer now")
    ANGRY = "angry", _("Angry caller")
    CLOSING = "closing", _("Closing words")
    CONDUCT = "conduct", _("Conduct")


class Emergency(TextChoices):
    """For which kind of event a contingency plan is."""

    BREAKDOWN = "breakdown", _("System breakdown")
    WEATHER = "weather", _("Bad weather")
    TRAFFIC = "traffic", _("Traffic, road closed")
    ACCIDENT = "accident", _("Road accident")
    LABOUR = "labour", _("Strike, labour")
    CAPACITY = "capacity", _("Capacity lacking")
    WAREHOUSE = "warehouse", _("Fire or flood in the warehouse")
    EPIDEMIC = "epidemic", _("Epidemic")
    OTHER = "other", _("Another event")
