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
