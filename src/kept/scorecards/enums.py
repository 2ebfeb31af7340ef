from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Slice(TextChoices):
    """Whose figure it is."""

    ALL = "all", _("Whole company")
    CUSTOMER = "customer", _("Customer")
    BRANCH = "branch", _("Branch")
    SUBCONTRACTOR = "subcontractor", _("Subcontractor")
    SERVICE = "service", _("Service")


class Unit(TextChoices):
    """How a figure is written."""

    RATE = "rate", _("share")
    COUNT = "count", _("count")
    HOURS = "hours", _("hours")
    MINUTES = "minutes", _("minutes")
    TIMES = "times", _("times")
    POINTS = "points", _("points")
    PER_10K = "per_10k", _("per 10,000")
    KG = "kg", _("kg")
    PER_KG = "per_kg", _("per kg")
    SCORE = "score", _("0 to 100")
    MONEY = "money", _("money")
    SECONDS = "seconds", _("seconds")
    DAYS = "days", _("days")
    YEARS = "years", _("years")
    TONNES = "tonnes", _("t")
    CUBIC = "cubic", _("m³")
    PER_TKM = "per_tkm", _("per tonne-kilometre")
    PER_HOUR = "per_hour", _("per hour")
    PER_MILLION = "per_million", _("per million")


class Direction(TextChoices):
    UP = "up", _("more is better")
    DOWN = "down", _("less is better")
    BAND = "band", _("neither too much nor too little")
    NONE = "none", _("neither is better")


class Step(TextChoices):
    """How long the periods of a series are."""

    WEEK = "week", _("week")
    MONTH = "month", _("month")


class ChartKind(TextChoices):
    """What the limits of a control chart are made from."""

    P = "p", _("counts of so many (p)")
    U = "u", _("events on so much (u)")
    XMR = "xmr", _("moving ranges of single values (XmR)")


class RuleSet(TextChoices):
    """Which runs count as signals."""

    WESTERN_ELECTRIC = "western_electric", _("four rules (Western Electric)")
    NELSON = "nelson", _("eight rules (Nelson)")


class BrokenBy(TextChoices):
    """By what broken promises are told apart."""

    CAUSE = "cause", _("Cause")
    LIABLE = "liable", _("Liable")
    KIND = "kind", _("Promise")
    LANE = "lane", _("Lane")
    BRANCH = "branch", _("Branch")
    CUSTOMER = "customer", _("Customer")
    SUBCONTRACTOR = "subcontractor", _("Subcontractor")
    WEEKDAY = "weekday", _("Weekday")
    HOUR = "hour", _("Hour")


class ServiceBy(TextChoices):
    """What is taken as the service level where it is set against cost."""

    PRODUCT = "service_level", _("product of the components")
    JOINT = "joint_rate", _("right in all respects")
    ON_TIME = "on_time_rate", _("on time")


class Compared(TextChoices):
    """With which months a span is compared."""

    BEFORE = "before", _("the same number of months before")
    YEAR = "year", _("the same months a year before")


class How(TextChoices):
    """Where an indicator's figure comes from."""

    COMPUTED = "computed", _("Worked out from records")
    RECORDED = "recorded", _("Made of numbers that are entered")
    JUDGED = "judged", _("Judged on a scale")


class Horizon(TextChoices):
    SHORT = "short", _("Short term")
    LONG = "long", _("Long term")


class Sort(TextChoices):
    """Whether something is measured or rated."""

    QUANTITATIVE = "quantitative", _("Quantitative")
    RATED = "rated", _("Rated")


class Over(TextChoices):
    """How the months of a number become one figure."""

    SUM = "sum", _("months are added")
    MEAN = "mean", _("mean of the months")
    LAST = "last", _("the last month counts")


class Came(TextChoices):
    """How a number came in."""

    HAND = "hand", _("Entered by hand")
    FILE = "file", _("From a file")
    API = "api", _("By a program")


class Change(TextChoices):
    """What was done to an indicator."""

    ADDED = "added", _("Added")
    CHANGED = "changed", pgettext_lazy("done to an indicator", "Changed")
    RETIRED = "retired", _("Retired")
