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
LEAST_PAST = number_rule(
    "strategy.least_past",
    50,
    _("Promises of the past below which nothing is said about another time allowed"),
    lowest=2,
)
PAST_DAYS = number_rule(
    "strategy.past_days", 180, _("Days of the past that the simulator looks at"), unit="d", lowest=7
)
VALUE_DAYS = number_rule(
    "strategy.value_days", 365, _("Days whose revenue says what a customer is worth"), unit="d", lowest=30
)
LEAST_WEEKS = number_rule(
    "strategy.least_weeks", 6, _("Weeks on each side below which a weekly figure is no ground"), lowest=2
)
STANDARD_FROM = number_rule(
    "strategy.standard_from",
    "2.5",
    _("Score of the five criteria from which service is standard"),
    lowest=1,
    highest=5,
)
RAISED_FROM = number_rule(
    "strategy.raised_from",
    "3.5",
    _("Score of the five criteria from which service is raised"),
    lowest=1,
    highest=5,
)
WEIGHT_RULES = {
    name: number_rule(f"strategy.weight_{name}", 1, words, highest=10)
    for name, words in (
        ("fulfilment_cost", _("Weight of the cost of fulfilling the need")),
        ("customer_importance", _("Weight of the importance of the customer")),
        ("acceptable_cost", _("Weight of the cost that is acceptable")),
        ("need_importance", _("Weight of the importance of the need")),
        ("competitors", _("Weight of what competitors offer")),
    )
}
EXPLICIT_SHARE = number_rule(
    "strategy.explicit_share",
    "0.9",
    _("Share of active customers with an agreed level from which requirements count as explicit"),
    unit="share",
    highest=1,
)
