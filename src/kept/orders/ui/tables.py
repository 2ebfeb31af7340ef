from django.utils.translation import gettext_lazy as _

from kept.kernel.web.tables import Column, Table

from ..models import Order


def _lane(order: Order) -> str:
    return f"{order.origin_city} → {order.destination_city}"


class OrderTable(Table):
    name = "orders"
    title = _("Orders")
    columns = (
        Column("number", _("Order"), link="orders:order", hint="customer_reference"),
        Column(
            "customer",
            _("Customer"),
            value=lambda order: str(order.customer),
            link=lambda order: order.customer.get_absolute_url(),
            link_permission="parties.view",
        ),
        Column("lane", _("From and to"), value=_lane),
        Column("state", _("State"), kind="state", value=lambda o: (o.state, o.get_state_display())),
        Column("promise", _("Delivery"), kind="promise", value="delivery_promise"),
        Column("pieces", _("Pieces"), kind="number", total=True),
        Column("weight_kg", _("Weight"), kind="number", unit="kg", total=True),
        Column("volume_m3", _("Volume"), kind="number", unit="m³", total=True),
        Column("payment", _("Payment"), value="get_payment_display"),
        Column("cod", _("Cash to collect"), kind="money"),
        Column("declared", _("Declared value"), kind="money"),
        Column("service", _("Service"), value=lambda order: str(order.service)),
        Column(
            "further_services",
            _("Further services (codes)"),
            value=lambda order: " ".join(order.further_services),
        ),
        Column("branch", _("Branch"), value="branch.name"),
        Column("source", _("Came by"), value="get_source_display"),
        Column("wanted_delivery_at", _("Wanted by"), kind="moment", sort="wanted_delivery_at"),
        Column("placed_at", _("Placed"), kind="moment", sort="placed_at"),
    )
    default = (
        "number",
        "customer",
        "lane",
        "state",
        "promise",
        "pieces",
        "weight_kg",
        "payment",
        "placed_at",
    )
    order = ("-id",)
    empty = _("No orders yet.")
    empty_act = ("orders:new", _("Place an order"), "orders.place")
    acts = (
        ("orders:new", _("New order"), "orders.place"),
        ("orders:intake", _("Orders from Excel"), "orders.place"),
    )
    bulk_acts = (("orders:bulk_release", _("Release"), "orders.release"),)
