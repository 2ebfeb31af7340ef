from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Asks(TextChoices):
    """What one item wants to know."""

    IMPORTANCE_PERFORMANCE = "importance_performance", _("Importance and performance")
    EXPECTED_PERCEIVED = "expected_perceived", _("Expected and perceived")
    PERFORMANCE = "performance", _("Performance alone")
    SATISFIED = "csat", _("How satisfied")
    EFFORT = "effort", _("How easy")
    NPS = "nps", _("Would recommend, 0 to 10")
    KANO = "kano", _("If it is there, and if it is missing")
    CHOICE = "choice", _("One of several")
    CHOICES = "choices", _("Any of several")
    TEXT = "text", _("Own words")


class AskedIf(TextChoices):
    """What an earlier answer must be for a question to be asked."""

    AT_MOST = "at_most", _("is at most")
    AT_LEAST = "at_least", _("is at least")
    IS = "is", _("is")
    IS_NOT = "is_not", _("is not")


class Feeling(IntegerChoices):
    """The five answers to "how would you feel if" of the Kano questions."""

    LIKE = 1, _("I like it")
    MUST_BE = 2, _("It must be so")
    NEUTRAL = 3, _("It is all the same to me")
    LIVE_WITH = 4, _("I can live with it")
    DISLIKE = 5, _("I dislike it")


class Trigger(TextChoices):
    """What makes us ask."""

    PERSON = "person", _("By a person")
    DELIVERY = "delivery", _("After a delivery")
    CASE = "case", _("After a closed case")
    CALENDAR = "calendar", _("By the calendar")
    START = "start", _("Some time after an agreement began")


class Channel(TextChoices):
    """How an answer came to us."""

    LINK = "link", _("By link")
    QR = "qr", _("By the code on a paper")
    PORTAL = "portal", _("In the portal")
    PHONE = "phone", _("By phone")
    STAFF = "staff", _("Written down by us")
    PAPER = "paper", _("Filled on paper")
    FILE = "file", _("From a file")
    API = "api", _("By a program")


class Level(TextChoices):
    """The levels of customers that a sample covers: those we have, by segment, and those we lost."""

    CORE = "core", _("Core customers")
    POTENTIAL = "potential", _("Potential customers")
    GENERAL = "general", _("General customers")
    LOST = "lost", _("Lost customers")


class SurveyState(TextChoices):
    OPEN = "open", _("Running")
    CLOSED = "closed", _("Closed to answers")


class QuestionnaireState(TextChoices):
    DRAFT = "draft", _("Being written")
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


class KanoClass(TextChoices):
    """What a service is to customers."""

    MUST_BE = "must_be", _("Must be")
    ONE_DIMENSIONAL = "one_dimensional", _("The more the better")
    ATTRACTIVE = "attractive", _("Delights")
    INDIFFERENT = "indifferent", _("Leaves them cold")
    REVERSE = "reverse", _("Better without")
    QUESTIONABLE = "questionable", _("Answers contradict each other")


class QuadrantClass(TextChoices):
    CONCENTRATE = "concentrate", _("Concentrate here")
    KEEP_UP = "keep_up", _("Keep up the good work")
    LOW_PRIORITY = "low_priority", _("Low priority")
    OVERKILL = "overkill", _("Possible overkill")
