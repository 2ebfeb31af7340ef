"""What is aimed at where nobody has set a level."""

from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from kept.kernel.numbers import number_rule

SERVICE_LEVEL: Final = "service_level"
"""Stands among the indicators of targets: the product of the four components."""

SET_LEVEL = number_rule(
    "scorecards.service_level",
    "0.95",
    _("Service level where none was agreed or set"),
    unit="share",
    highest=1,
)

SEAT_LEVEL = number_rule(
    "scorecards.seat_level", "0.8", _("Share of calls to be answered in time"), highest=Decimal("0.99")
)
SEAT_SECONDS = number_rule(
    "scorecards.seat_seconds", 20, _("Seconds in which a call is answered in time"), unit="s"
)
SEAT_HANDLING = number_rule(
    "scorecards.seat_handling",
    180,
    _("Seconds of work on a call where nobody counted them"),
    unit="s",
    lowest=1,
)
SEAT_PATIENCE = number_rule(
    "scorecards.seat_patience",
    0,
    _("Seconds after which callers give up on average; 0 where they wait for ever"),
    unit="s",
)
SEAT_OCCUPANCY = number_rule(
    "scorecards.seat_occupancy",
    "0.85",
    _("Share of the time that a seat may be busy at most"),
    lowest=Decimal("0.1"),
    highest=1,
)
SEAT_SHRINKAGE = number_rule(
    "scorecards.seat_shrinkage",
    "0.3",
    _("Share of paid time in which a person does not sit on the seat"),
    highest=Decimal("0.9"),
)

PARETO_CUT = number_rule(
    "scorecards.pareto_cut",
    "0.8",
    _("Share of all cases that the vital few causes make"),
    unit="share",
    highest=1,
)

SETTLED_PERIODS = number_rule(
    "scorecards.settled_periods",
    12,
    _("Weeks or months from which on the limits of a control chart are taken as settled"),
    lowest=2,
)

SERVICE_TOLERANCE = number_rule(
    "scorecards.service_tolerance",
    "0.005",
    _("Change of a service level up to which it counts as unchanged"),
    unit="share",
    highest=1,
)
COST_TOLERANCE = number_rule(
    "scorecards.cost_tolerance",
    "0.01",
    _("Change of cost, as a share of it, up to which it counts as unchanged"),
    unit="share",
    highest=1,
)

ETA_HOURS = number_rule(
    "scorecards.eta_hours",
    2,
    _("Hours by which an expected arrival may miss and still count as precise"),
    unit="h",
)
NEWS_MINUTES = number_rule(
    "scorecards.news_minutes",
    30,
    _("Minutes within which news of a shipment is to be recorded to count as timely"),
    unit="min",
)
LOWEST_LEVEL = number_rule(
    "scorecards.lowest_level",
    "0.90",
    _("Service level that a need deserves at least"),
    unit="share",
    lowest=Decimal("0.01"),
    highest=1,
)
HIGHEST_LEVEL = number_rule(
    "scorecards.highest_level",
    "0.99",
    _("Service level that a need deserves at most"),
    unit="share",
    lowest=Decimal("0.01"),
    highest=1,
)
WEIGHTS = {
    "cost": number_rule("scorecards.weight_cost", 1, _("Weight of the cost of fulfilling a need")),
    "customer": number_rule("scorecards.weight_customer", 1, _("Weight of the importance of the customer")),
    "acceptable": number_rule("scorecards.weight_acceptable", 1, _("Weight of the cost that is accepted")),
    "need": number_rule("scorecards.weight_need", 1, _("Weight of the importance of the need")),
    "competitor": number_rule("scorecards.weight_competitor", 1, _("Weight of what competitors do")),
}
"""How much each of the five criteria counts when a level is derived from a need."""
NUMBER_ROWS = number_rule(
    "scorecards.number_rows", 5000, _("Rows of a file of base numbers at most"), unit="rows", lowest=1
)

SATISFIED_FROM = number_rule(
    "scorecards.satisfied_from",
    75,
    _("Mean mark of 100 from which a customer counts as satisfied"),
    unit="",
    highest=100,
)
DISSATISFIED_BELOW = number_rule(
    "scorecards.dissatisfied_below",
    50,
    _("Mean mark of 100 below which a customer counts as dissatisfied"),
    unit="",
    highest=100,
)
BUYING_DAYS = number_rule(
    "scorecards.buying_days",
    90,
    _("Days after an answer in which an order counts as ordering again"),
    unit="d",
    lowest=1,
)
