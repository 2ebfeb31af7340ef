"""Numbers of inspections that a manager may change."""

from django.utils.translation import gettext_lazy as _

from kept.kernel.numbers import number_rule

LEAD_DAYS = number_rule(
    "inspections.lead_days",
    7,
    _("Days by which an inspection is put up early"),
    unit="d",
    highest=90,
)
PASS_SCORE = number_rule(
    "inspections.pass_score",
    "0.8",
    _("Share of a checklist from which a standard counts as held"),
    unit="share",
    highest=1,
)
EFFECT_MONTHS = number_rule(
    "inspections.effect_months",
    3,
    _("Whole months before and after a change over which its effect is told"),
    unit="months",
    lowest=1,
    highest=24,
)
