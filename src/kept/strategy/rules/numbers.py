"""Numbers of the strategy that a manager may change."""

from django.utils.translation import gettext_lazy as _

from kept.kernel.numbers import number_rule

WINDOW_DAYS = number_rule(
    "strategy.window_days", 90, _("Days that gaps and re-measurements look at"), unit="d", lowest=1
)
LEAST_RECORDS = number_rule(
    "strategy.least_records", 30, _("Records below which a rate is no ground for a verdict"), lowest=2
)
WANTED_KEPT = number_rule(
    "strategy.wanted_kept",
    "0.95",
    _("Share of promises to be kept where no level was set"),
    unit="share",
    highest=1,
)
UNASKED_IMPORTANCE = number_rule(
    "strategy.unasked_importance",
    "0.5",
    _("Weight of what no survey asked customers about"),
    unit="share",
    highest=1,
)
