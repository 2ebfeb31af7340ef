"""Numbers of evaluations that a manager may change."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from kept.kernel.numbers import number_rule

CONSISTENCY = number_rule(
    "evaluations.consistency",
    "0.1",
    _("Consistency ratio above which comparisons in pairs are looked at again"),
    highest=Decimal("0.5"),
)
LEAST_WEIGHT = number_rule(
    "evaluations.least_weight",
    "0.7",
    _("Share of the weight that must have data where missing weight is shared out"),
    unit="share",
    highest=1,
)
TALLEST_DIFFERENCE = number_rule(
    "evaluations.difference",
    15,
    _("Points between own marks and those of others from which a difference is named"),
    highest=100,
)
MOST_OBJECTS = number_rule(
    "evaluations.most_objects", 60, _("Objects that one evaluation compares at most"), lowest=2, highest=500
)
