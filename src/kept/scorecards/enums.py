from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


class Direction(TextChoices):
    UP = "up", _("more is better")
    DOWN = "down", _("less is better")
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
