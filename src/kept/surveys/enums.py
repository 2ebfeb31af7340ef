from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Asks(TextChoices):
    """What one item wants to know."""

    IMPORTANCE_PERFORMANCE = "importance_performance", _("Importance and performance")
    EXPECTED_PERCEIVED = "expected_perceived", _("Expected and perceived")
    PERFORMANCE = "performance", _("Performance alone")
    NPS = "nps", _("Would recommend, 0 to 10")
    CHOICE = "choice", _("One of several")
    TEXT = "text", _("Own words")


class Trigger(TextChoices):
    """What makes us ask."""

    PERSON = "person", _("By a person")
    DELIVERY = "delivery", _("After a delivery")
    CASE = "case", _("After a closed case")
    CALENDAR = "calendar", _("By the calendar")


class Channel(TextChoices):
    """How an answer came to us."""

    LINK = "link", _("By link")
    STAFF = "staff", _("Written down by us")
    PAPER = "paper", _("Filled on paper")
    FILE = "file", _("From a file")
    API = "api", _("By a program")


class SurveyState(TextChoices):
    OPEN = "open", _("Running")
    CLOSED = "closed", _("Closed to answers")


class QuestionnaireState(TextChoices):
    CURRENT = "current", _("In use")
    REPLACED = "replaced", _("Replaced")


class Middle(TextChoices):
    """What stands for all marks of an item."""

    MEAN = "mean", _("Mean")
    MEDIAN = "median", _("Median")


class ItemClass(TextChoices):
    """What to do about an item."""

    MUST_IMPROVE = "must_improve", _("Must improve")
    IMPROVE = "improve", _("Improve")
    MAINTAIN = "maintain", _("Maintain")
    REDUCE = "reduce", _("Reduce or maintain")


class QuadrantClass(TextChoices):
    CONCENTRATE = "concentrate", _("Concentrate here")
    KEEP_UP = "keep_up", _("Keep up the good work")
    LOW_PRIORITY = "low_priority", _("Low priority")
    OVERKILL = "overkill", _("Possible overkill")


class CrosshairRule(TextChoices):
    MEAN = "mean", _("Mean of the items")
    MEDIAN = "median", _("Median of the items")
    MIDPOINT = "midpoint", _("Middle of the scale")
