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
LOW_MARK = number_rule(
    "inspections.low_mark",
    2,
    _("Mark of a mystery check down from which a finding is made"),
    lowest=0,
    highest=5,
)
COMPARE_DAYS = number_rule(
    "inspections.compare_days",
    365,
    _("Days for which an observation of a competitor is compared"),
    unit="d",
    lowest=1,
)
