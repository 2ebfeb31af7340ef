"""Class 2, operating indicators (R412 to R446)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..enums import Horizon, Unit
from .leaves import judged, leaves_of

LONG = Horizon.LONG

management = leaves_of("management_level", phase="before")
management(
    "product_residual_rate",
    _("Residual rate of products"),
    "units_left / units_handled",
    "R412",
    "0.05",
    0,
    phase="after",
)
management(
    "error_correction_time",
    _("Error-correction time of the system"),
    "exception_hours_sum / exceptions_solved",
    "R413",
    72,
    4,
    unit=Unit.HOURS,
    phase="during",
    means=_("Hours from an exception to its solution, of those that were solved."),
)
management(
    "supply_plan_fulfillment",
    _("Supply plan fulfilment"),
    "plan_lines_fulfilled / plan_lines",
    "R414",
    "0.8",
    1,
    phase="during",
)
management(
    "equipment_time_utilization",
    _("Equipment time utilization"),
    "equipment_hours_used / equipment_hours_available",
    "R415",
    "0.4",
    "0.9",
    phase="during",
)
management(
    "process_standardization",
    _("Standardised processes"),
    "processes_documented / processes",
    "R416",
    "0.3",
    1,
    horizon=LONG,
)
management(
    "managerial_staff_share",
    _("Share of managers"),
    "managers / employees",
    "R417",
    None,
    None,
    direction="band",
    band=("0.06", "0.15"),
    horizon=LONG,
)

STRENGTH = "company_strength"
judged(
    STRENGTH,
    "financial_investment_capability",
    _("Financial investment capacity"),
    "R418",
    _("Cash and undrawn credit beside what is planned to be invested."),
)
judged(STRENGTH, "it_capability", _("Capability in information technology"), "R419")
judged(
    STRENGTH,
    "equipment_advancement",
    _("Equipment level"),
    "R420",
    _("Share of equipment less than five years old, by value."),
)
judged(STRENGTH, "industry_influence", _("Influence in the trade"), "R421")
strength = leaves_of(STRENGTH, phase="before", horizon=LONG)
strength(
    "business_scope",
    _("Business scope"),
    "services_offered * regions_served",
    "R422",
    0,
    200,
    unit=Unit.COUNT,
)
strength("market_share", _("Market share"), "revenue / market_revenue", "R423", 0, "0.2")
strength(
    "market_growth_rate",
    _("Market growth rate"),
    "charges_made / charges_a_year_before - 1",
    "R424",
    "-0.1",
    "0.3",
    sources=("R491",),
    in_money=True,
    behind="charges_made",
    means=_("What was charged, over what was charged in the same months a year before, less one."),
)
strength(
    "new_customer_success_rate",
    _("Success with new customers"),
    "inquiries_won / inquiries_decided",
    "R425",
    "0.1",
    "0.6",
    horizon=Horizon.SHORT,
    means=_("Inquiries that were won, out of all that were won or lost."),
)

INFORMATION = "information_level"
judged(INFORMATION, "hardware_level", _("Hardware level"), "R426")
judged(INFORMATION, "software_advancement", _("Software level"), "R427")
judged(
    INFORMATION,
    "information_staff_level",
    _("Level of information staff"),
    "R428",
    _("Certified staff among those who use the systems."),
)
information = leaves_of(INFORMATION, phase="before")
information(
    "information_sharing_rate",
    _("Information sharing rate"),
    "data_items_shared / data_items_agreed",
    "R429",
    "0.3",
    1,
)
information(
    "information_value_rate",
    _("Information value use rate"),
    "data_items_used / data_items_collected",
    "R430",
    "0.2",
    "0.9",
)
information(
    "real_time_transmission_rate",
    _("Real-time information rate"),
    "messages_in_time / messages",
    "R431",
    "0.5",
    "0.99",
    phase="during",
    means=_("News of shipments known within the set minutes, out of all news."),
)
information(
    "it_investment_rate",
    _("Informatization investment"),
    "it_spend / revenue",
    "R432",
    None,
    None,
    direction="band",
    band=("0.01", "0.05"),
    horizon=LONG,
)
information(
    "customer_change_lead_time",
    _("Lead time of customer changes"),
    "change_notice_hours / change_requests",
    "R433",
    2,
    48,
    unit=Unit.HOURS,
    phase="during",
)
information(
    "customer_change_completion_rate",
    _("Completion of customer changes"),
    "change_requests_met / change_requests",
    "R434",
    "0.6",
    1,
    phase="during",
)
information(
    "network_coverage_rate",
    _("Network coverage rate"),
    "points_covered / points_required",
    "R435",
    "0.5",
    1,
    horizon=LONG,
)
information(
    "mean_transmission_delay",
    _("Average transmission delay"),
    "message_delay_sum / messages",
    "R436",
    3600,
    60,
    unit=Unit.SECONDS,
    phase="during",
    means=_("Seconds from what happened on the way until we knew of it."),
)
information(
    "transmission_error_rate",
    _("Transmission error rate"),
    "messages_faulty / messages_exchanged",
    "R437",
    "0.02",
    0,
    phase="during",
)

cost = leaves_of("cost_level", phase="after", unit=Unit.MONEY, in_money=True)
cost(
    "logistics_cost_per_unit",
    _("Logistics cost per product"),
    "logistics_cost / units_shipped",
    "R438",
    20,
    2,
)
cost(
    "logistics_cost_share",
    _("Logistics cost in manufacturing cost"),
    "logistics_cost / manufacturing_cost",
    "R439",
    "0.2",
    "0.04",
    unit=Unit.RATE,
)
cost(
    "logistics_cost_control",
    _("Logistics cost control"),
    "logistics_cost / logistics_cost_budget",
    "R440",
    "1.2",
    "0.95",
    unit=Unit.RATE,
)
cost(
    "order_response_cost",
    _("Order response cost"),
    "order_handling_cost / orders_placed",
    "R442",
    50,
    5,
    phase="during",
)
cost("inventory_cost_per_unit", _("Unit stock cost"), "holding_cost / inventory_units", "R443", 5, "0.2")

profit = leaves_of("profitability", phase="after", horizon=LONG)
profit("return_on_equity", _("Return on net assets"), "net_profit / net_assets", "R444", 0, "0.2")
profit(
    "total_asset_turnover",
    _("Total asset utilization"),
    "revenue / total_assets",
    "R445",
    0,
    "1.5",
    unit=Unit.TIMES,
)
profit("capital_turnover", _("Capital turnover"), "revenue / working_capital", "R446", 0, 6, unit=Unit.TIMES)
