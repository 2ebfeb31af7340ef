"""Class 1, functional indicators (R374 to R411)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..enums import Horizon, Unit
from .leaves import judged, leaves_of

service = leaves_of("customer_service_level")
service(
    "stockout_frequency",
    _("Stock-out frequency"),
    "stockout_lines / order_lines",
    "R374",
    "0.1",
    "0.01",
    sources=("R486",),
)
service(
    "delivery_error_rate",
    _("Delivery error rate"),
    "deliveries_wrong / deliveries_with_condition",
    "R375",
    "0.05",
    0,
    means=_("Deliveries with wrong goods or missing pieces, out of all whose condition is known."),
)
service(
    "customer_satisfaction",
    _("Customer satisfaction"),
    "satisfaction_weighed / satisfaction_weights",
    "R376",
    40,
    90,
    unit=Unit.SCORE,
    phase="after",
    means=_(
        "Marks of customers in surveys, set on 0 to 100, each weighed by how important the customer finds it."
    ),
)
service(
    "order_processing_time",
    _("Order processing time"),
    "release_hours_sum / orders_released",
    "R378",
    8,
    "0.5",
    unit=Unit.HOURS,
    means=_("Hours from the receipt of an order to its release."),
)
service(
    "delivery_flexibility",
    _("Delivery flexibility"),
    "(urgent_requests_met + change_requests_met) / (urgent_requests + change_requests)",
    "R380",
    "0.5",
    1,
)
service(
    "order_completion_stability",
    _("Stability of order completion"),
    "greatest(0, 1 - cycle_hours_spread / cycle_hours_mean)",
    "R381",
    0,
    1,
    means=_("One less the spread of the time from order to delivery over its mean; 1 means always the same."),
)
service(
    "customer_retention_rate",
    _("Customer retention rate"),
    "customers_who_stayed / customers_before",
    "R382",
    "0.7",
    1,
    phase="after",
    horizon=Horizon.LONG,
    means=_(
        "Customers served in the month before who were served again, out of all served in the month before."
    ),
)
service(
    "service_cost_per_customer",
    _("Service cost per customer"),
    "service_cost / customers_served",
    "R383",
    800,
    100,
    unit=Unit.MONEY,
    in_money=True,
    phase="after",
    also=("cost_level",),
    sources=("R441",),
)
service(
    "communication_cost_per_order",
    _("Information communication cost"),
    "communication_cost / orders_placed",
    "R384",
    20,
    2,
    unit=Unit.MONEY,
    in_money=True,
)
service(
    "post_service_satisfaction_rate",
    _("Post-service satisfaction rate"),
    "(opinions_good + answers_after_service_good) / (opinions + answers_after_service)",
    "R385",
    "0.6",
    "0.98",
    phase="after",
    behind="opinions",
    means=_(
        "Opinions of 4 or 5 after a case and marks of at least 75 of 100 after a delivery or case,"
        " out of all."
    ),
)

delivery = leaves_of("delivery_function")
delivery(
    "delivery_safety",
    _("Delivery safety"),
    "deliveries_unharmed / deliveries_with_condition",
    "R386",
    "0.95",
    1,
    means=_("Deliveries without damage or loss, out of all whose condition is known."),
)
delivery(
    "delivery_cost_control",
    _("Delivery cost against budget"),
    "delivery_cost / delivery_cost_budget",
    "R387",
    "1.2",
    "0.95",
    is_leaf=False,
)
delivery(
    "product_availability",
    _("Product availability"),
    "order_lines_filled / order_lines",
    "R388",
    "0.9",
    1,
    phase="before",
)
delivery("picking_accuracy", _("Picking accuracy"), "lines_picked_right / lines_picked", "R389", "0.98", 1)

transport = leaves_of("transport_function")
transport(
    "transport_capacity",
    _("Transport capacity"),
    "payload_available",
    "R390",
    0,
    500,
    unit=Unit.TONNES,
    phase="before",
    horizon=Horizon.LONG,
)
transport(
    "transport_capacity_volume",
    _("Transport capacity in volume"),
    "load_volume_available",
    "R390",
    0,
    2500,
    unit=Unit.CUBIC,
    phase="before",
    horizon=Horizon.LONG,
    is_leaf=False,
)
transport(
    "transport_capacity_vehicles",
    _("Transport capacity in vehicles"),
    "vehicles_available",
    "R390",
    0,
    100,
    unit=Unit.COUNT,
    phase="before",
    horizon=Horizon.LONG,
    is_leaf=False,
)
transport(
    "on_schedule_transport_rate", _("On-time transport rate"), "trips_on_time / trips_run", "R391", "0.8", 1
)
transport(
    "transport_economy",
    _("Transport economy"),
    "transport_cost / tonne_kilometres",
    "R392",
    1,
    "0.2",
    unit=Unit.PER_TKM,
    in_money=True,
)
transport(
    "vehicle_full_load_rate",
    _("Full-load rate of vehicles"),
    "load_carried / load_possible",
    "R393",
    "0.5",
    "0.95",
)
transport(
    "power_utilization",
    _("Power utilization"),
    "vehicle_hours_used / vehicle_hours_available",
    "R394",
    "0.4",
    "0.9",
)
transport(
    "transit_time",
    _("Transit time"),
    "transit_hours_sum / transits",
    "R395",
    96,
    24,
    unit=Unit.HOURS,
    means=_("Hours from the pick-up to the delivery."),
)
transport(
    "transport_accuracy",
    _("Transport accuracy"),
    "deliveries_right / deliveries_with_condition",
    "R396",
    "0.95",
    1,
    means=_("Deliveries with the right goods and every piece, out of all whose condition is known."),
)
transport(
    "goods_damage_rate",
    _("Goods damage rate"),
    "pieces_damaged / pieces_looked_at",
    "R397",
    "0.02",
    0,
    also=("reliability",),
    sources=("R482",),
    means=_("Damaged pieces, out of the pieces of all deliveries that say how many were damaged."),
)

inventory = leaves_of("inventory_function")
inventory(
    "storage_capacity",
    _("Storage capacity"),
    "storage_places",
    "R398",
    0,
    10000,
    unit=Unit.COUNT,
    phase="before",
    horizon=Horizon.LONG,
)
inventory(
    "storage_utilization",
    _("Used share of the storage capacity"),
    "storage_places_used / storage_places",
    "R398",
    None,
    None,
    direction="band",
    band=("0.7", "0.9"),
    is_leaf=False,
)
inventory(
    "inventory_turnover",
    _("Stock turnover"),
    "outbound_cost / inventory_value",
    "R399",
    0,
    "1.5",
    unit=Unit.TIMES,
)
inventory(
    "receiving_dispatch_capacity",
    _("Receiving and shipping capacity"),
    "units_handled / handling_hours",
    "R400",
    0,
    200,
    unit=Unit.PER_HOUR,
    phase="before",
)
inventory(
    "inventory_structure",
    _("Soundness of the stock structure"),
    "1 - slow_inventory_value / inventory_value",
    "R401",
    "0.7",
    "0.98",
    horizon=Horizon.LONG,
)
inventory("inventory_accuracy", _("Stock accuracy"), "items_counted_right / items_counted", "R402", "0.95", 1)
inventory(
    "forecast_accuracy",
    _("Forecast accuracy"),
    "greatest(0, 1 - forecast_error / actual_demand)",
    "R403",
    "0.5",
    "0.95",
    phase="before",
)

purchasing = leaves_of("purchasing_function", phase="before")
purchasing(
    "supplier_lead_time",
    _("Lead time of suppliers"),
    "supplier_days / purchase_receipts",
    "R404",
    30,
    3,
    unit=Unit.DAYS,
)
purchasing(
    "payment_terms",
    _("Payment terms"),
    "purchase_value_days / purchase_value",
    "R405",
    0,
    60,
    unit=Unit.DAYS,
    horizon=Horizon.LONG,
)
purchasing(
    "purchase_order_processing",
    _("Processing of purchase orders"),
    "purchase_order_hours / purchase_orders",
    "R406",
    72,
    4,
    unit=Unit.HOURS,
)
purchasing(
    "purchase_order_correctness",
    _("Purchase orders without error"),
    "purchase_orders_right / purchase_orders",
    "R406",
    "0.9",
    1,
    is_leaf=False,
)
judged(
    "purchasing_function",
    "supplier_relationship",
    _("Relation with suppliers"),
    "R407",
    _("Share of purchases under framework contracts; how disputes were settled."),
)

judged("flow_processing", "process_rationality", _("Soundness of processes"), "R408")
judged("flow_processing", "technology_advancement", _("Advancement of technology"), "R409")
leaves_of("flow_processing")(
    "processing_degree", _("Degree of flow processing"), "units_processed / units_shipped", "R410", 0, "0.5"
)
judged(
    "flow_processing",
    "consumption_promotion",
    _("Effect on consumption"),
    "R411",
    _("Sales of processed goods beside unprocessed ones."),
    phase="after",
)
