"""Numbers of inspections that a manager may change."""

from typing import Any

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


def _contact(segment: str, days: int, words: Any) -> str:
    return number_rule(f"inspections.contact_days_{segment}", days, words, unit="d", highest=999)


CORE = _("Days between two contacts: core customers (0 plans none)")
POTENTIAL = _("Days between two contacts: potential customers (0 plans none)")
GENERAL = _("Days between two contacts: general customers (0 plans none)")
CONTACT_EVERY = {
    "core": _contact("core", 14, CORE),
    "potential": _contact("potential", 30, POTENTIAL),
    "general": _contact("general", 90, GENERAL),
}
"""By the customer's level."""
COUNT_DAYS = number_rule(
    "inspections.count_days", 90, _("Days over which contacts are counted"), unit="d", lowest=1
)
SILENT_DAYS = number_rule(
    "inspections.silent_days", 3, _("Days to speak with a customer who was silent"), unit="d", lowest=1
)
SILENT_A_DAY = number_rule(
    "inspections.silent_a_day", 50, _("Silent customers told of in a day, at most"), highest=1000
)
REVIEW_DAYS = number_rule(
    "inspections.review_days",
    14,
    _("Days to review the service level after a need changed"),
    unit="d",
    lowest=1,
)
