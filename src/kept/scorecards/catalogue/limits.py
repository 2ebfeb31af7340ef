"""Numbers within the catalogue that a manager may change."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from kept.kernel.numbers import number_rule

REAL_TIME_MINUTES: Final = number_rule(
    "scorecards.real_time_minutes",
    15,
    _("Minutes within which news counts as told at once"),
    unit="min",
    lowest=1,
)
HOLDING_MONTHS: Final = number_rule(
    "scorecards.holding_months",
    12,
    _("Months for which a number of state or a judgement holds"),
    unit="months",
    lowest=1,
    highest=60,
)
HOUR_COST: Final = number_rule(
    "scorecards.hour_cost", 80, _("Cost of an hour spent on collecting numbers"), unit="CNY"
)
KNOWN_SHARE: Final = number_rule(
    "scorecards.known_share",
    "0.7",
    _("Share of the weight below a node that must have figures"),
    unit="share",
    highest=1,
)
