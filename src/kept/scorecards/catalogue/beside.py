"""Indicators outside the tree: those of R476 to R494 and the standard measures of the trade."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..enums import Horizon, Unit
from .leaves import leaves_of

reliability = leaves_of("reliability", is_leaf=False)
reliability(
    "shipping_accuracy_rate",
    _("Shipping accuracy rate"),
    "deliveries_accurate / deliveries_with_papers",
    "R476",
    "0.95",
    1,
    means=_("Deliveries with the right goods, every piece and right papers, out of all that say both."),
)
reliability(
    "accident_rate",
    _("Accident rate"),
    "accidents / shipments_delivered",
    "R478",
    "0.01",
    0,
    behind="accidents",
    means=_("Exceptions of damage, loss or missing pieces, over the deliveries of the same months."),
)
reliability("late_rate", _("Late rate"), "1 - on_time_rate", "R483", "0.15", "0.02")
reliability(
    "safe_and_on_time_rate",
    _("Cargo safe and on time"),
    "deliveries_safe_and_on_time / deliveries_judged_safe_and_on_time",
    "R494",
    "0.85",
    "0.99",
    means=_("Deliveries on time and without damage, out of all that are judged on both."),
)
reliability(
    "otif_rate",
    _("On time and in full (OTIF)"),
    "deliveries_otif / deliveries_judged_otif",
    "DOMAIN 1.7",
    "0.8",
    "0.98",
    means=_("Deliveries on time and with every piece, out of all that are judged on both."),
)

warehouse = leaves_of("warehouse", is_leaf=False)
warehouse(
    "line_fill_rate", _("Line fill rate"), "order_lines_complete / order_lines", "DOMAIN 1.7", "0.85", "0.99"
)
warehouse(
    "unit_fill_rate",
    _("Unit fill rate"),
    "pieces_brought / pieces_sent",
    "DOMAIN 1.7",
    "0.9",
    1,
    means=_("Pieces handed over at the first attempt, out of the pieces sent."),
)
warehouse(
    "order_picking_accuracy",
    _("Orders picked right"),
    "orders_picked_right / orders_picked",
    "DOMAIN 1.7",
    "0.98",
    1,
)
warehouse(
    "dock_to_stock_time",
    _("Dock-to-stock time"),
    "dock_hours / receipts_put_away",
    "DOMAIN 1.7",
    24,
    2,
    unit=Unit.HOURS,
)

fleet = leaves_of("fleet", is_leaf=False)
fleet("empty_running_rate", _("Empty-running rate"), "kilometres_empty / kilometres", "R484", "0.5", "0.1")
fleet(
    "first_time_repair_rate",
    _("First-time repair rate"),
    "repairs_solved_first / repairs_reported",
    "R485",
    "0.5",
    "0.95",
    phase="after",
)

customers = leaves_of("customers", is_leaf=False, phase="after")
customers(
    "customer_contribution",
    _("Customer contribution"),
    "charges_made / charges_of_all",
    "R491",
    0,
    "0.1",
    in_money=True,
    behind="charges_made",
    means=_("What was charged to the customer, out of what was charged to all."),
)
customers(
    "order_frequency_growth",
    _("Growth of order frequency"),
    "orders_placed / orders_a_year_before - 1",
    "R491",
    "-0.2",
    "0.3",
    horizon=Horizon.LONG,
    behind="orders_placed",
    means=_("Orders placed, over the orders of the same months a year before, less one."),
)
customers(
    "complaint_reduction",
    _("Complaint reduction"),
    "1 - (complaints / orders_placed) / (complaints_a_year_before / orders_a_year_before)",
    "R492",
    "-0.2",
    "0.5",
    horizon=Horizon.LONG,
    behind="complaints",
    means=_("By how much complaints over orders fell against the same months a year before."),
)
customers(
    "customer_management_cost_per_customer",
    _("Cost of customer management"),
    "customer_management_cost / customers_served",
    "R493",
    500,
    50,
    unit=Unit.MONEY,
    in_money=True,
)
customers(
    "cost_to_serve_per_order",
    _("Cost to serve per order"),
    "cost_to_serve / orders_placed",
    "DOMAIN 1.7",
    100,
    10,
    unit=Unit.MONEY,
    in_money=True,
)
customers(
    "satisfied_opinions_rate",
    _("Satisfied opinions"),
    "opinions_good / opinions",
    "DOMAIN 1.7",
    "0.6",
    "0.98",
    means=_("Opinions of 4 or 5 of 5 after a case, out of all opinions."),
)
customers(
    "client_satisfaction",
    _("Satisfaction of clients"),
    "client_marks / client_weights",
    "R013",
    40,
    90,
    unit=Unit.SCORE,
    means=_(
        "As customer satisfaction, of answers by the client's own people: invited by name or in the portal."
    ),
)
customers(
    "receiver_satisfaction",
    _("Satisfaction of clients' customers"),
    "receiver_marks / receiver_weights",
    "R013",
    40,
    90,
    unit=Unit.SCORE,
    means=_(
        "As customer satisfaction, of answers by the code on the delivery note, which the receiver reads."
    ),
)
customers(
    "subcontractor_on_time_rate",
    _("On-time deliveries of subcontractors"),
    "carried_on_time / carried_due",
    "R013",
    "0.85",
    "0.98",
    phase="during",
    means=_("As on-time deliveries, of those alone that a subcontractor carried."),
)
customers(
    "net_promoter_score",
    _("Net promoter score"),
    "(promoters - detractors) * 100 / recommendations",
    "DOMAIN 1.7",
    -20,
    60,
    unit=Unit.POINTS,
    behind="recommendations",
    means=_("Share who would recommend us with 9 or 10, less the share with 0 to 6, of 100."),
)
customers(
    "appeal_rate",
    _("Appeals per million deliveries"),
    "appeals * 1000000 / shipments_delivered",
    "DOMAIN 1.7",
    5,
    0,
    unit=Unit.PER_MILLION,
)

desk = leaves_of("desk", is_leaf=False, phase="after")
desk(
    "handling_time_mean",
    _("Mean handling time of calls"),
    "handling_seconds / calls_handled",
    "DOMAIN 1.7",
    600,
    120,
    unit=Unit.SECONDS,
    means=_("Seconds of talking, holding and writing down, over the calls that were answered."),
)
desk(
    "claim_time_mean",
    _("Mean time to settle a claim"),
    "claim_hours_sum / claims_settled",
    "DOMAIN 1.7",
    720,
    72,
    unit=Unit.HOURS,
    means=_("Hours from a claim to its solution, of those that were solved."),
)

cost = leaves_of("cost", is_leaf=False, phase="after")
cost(
    "claim_ratio",
    _("Claims paid over freight"),
    "claims_paid / charges_made",
    "DOMAIN 1.7",
    "0.02",
    0,
    in_money=True,
)
cost(
    "days_sales_outstanding",
    _("Days until customers pay"),
    "receivables * 365 / credit_sales_of_a_year",
    "DOMAIN 1.7",
    90,
    20,
    unit=Unit.DAYS,
)
