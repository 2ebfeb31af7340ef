from django.utils.translation import gettext_lazy as _

from kept.kernel.web.cells import state_tone
from kept.kernel.web.tables import Column, Table

from ..models import ReceiptReturn, Shipment, ShipmentException

state_tone(required="plain", signed="running", received="running", checked="running")


def lane(shipment: Shipment) -> str:
    return f"{shipment.origin_city or '?'} → {shipment.destination_city or '?'}"


def _customer_url(shipment: Shipment) -> str:
    return shipment.customer.get_absolute_url()


class _Shipments(Table):
    columns = (
        Column("number", _("Waybill"), link="transport:shipment", hint="customer_reference"),
        Column(
            "customer",
            _("Customer"),
            value=lambda shipment: str(shipment.customer),
            link=_customer_url,
            link_permission="parties.view",
        ),
        Column("lane", _("From and to"), value=lane),
        Column("state", _("State"), kind="state", value=lambda s: (s.state, s.get_state_display())),
        Column("promise", _("Delivery"), kind="promise", value="delivery_promise"),
        Column("news", _("Last news"), value="last_place", hint="last_news"),
        Column("eta_at", _("Expected"), kind="moment"),
        Column("carrier", _("Carrier"), value=lambda s: str(s.carrier or "")),
        Column("pieces", _("Pieces"), kind="number", total=True),
        Column("weight_kg", _("Weight"), kind="number", unit="kg", total=True),
        Column("volume_m3", _("Volume"), kind="number", unit="m³", total=True),
        Column("cod", _("Cash to collect"), kind="money", value="cash_on_delivery"),
        Column("order", _("Order"), value="order.number"),
        Column("branch", _("Branch"), value="branch.name"),
        Column("promised_at", _("Promised"), kind="moment", sort="promised_at"),
        Column("planned_at", _("Planned at"), kind="moment", sort="planned_at"),
        Column("picked_up_at", _("Picked up at"), kind="moment"),
        Column("delivered_at", _("Delivered at"), kind="moment"),
    )


class ShipmentTable(_Shipments):
    name = "shipments"
    title = _("Shipments")
    default = (
        "number",
        "customer",
        "lane",
        "state",
        "promise",
        "news",
        "carrier",
        "pieces",
        "weight_kg",
    )
    empty = _("No shipments yet. A released order becomes one, or plan one by hand.")
    empty_act = ("transport:new", _("Plan a shipment"), "transport.plan")
    acts = (
        ("transport:new", _("New shipment"), "transport.plan"),
        ("transport:board", _("Board"), "transport.view"),
        ("transport:map", _("Map"), "transport.view"),
    )
    bulk_acts = (("transport:bulk_news", _("Record news"), "transport.track"),)


class DispatchTable(_Shipments):
    name = "dispatch"
    title = _("Without carrier")
    default = ("number", "customer", "lane", "promise", "pieces", "weight_kg", "volume_m3", "planned_at")
    order = ("promised_at", "id")
    empty = _("Every planned shipment has its carrier.")
    bulk_acts = (("transport:bulk_assign", _("Assign"), "transport.assign"),)


def _receipt_state(receipt: ReceiptReturn) -> tuple[str, str]:
    """Back with the customer is how it should end, other than goods that come back."""
    return "kept" if receipt.state == "returned" else receipt.state, receipt.get_state_display()


class ReceiptTable(Table):
    name = "receipts"
    title = _("Signed receipts")
    columns = (
        Column("shipment", _("Waybill"), value="shipment.number", link=lambda r: r.get_absolute_url()),
        Column("customer", _("Customer"), value=lambda receipt: str(receipt.shipment.customer)),
        Column("reference", _("Reference"), value="shipment.customer_reference"),
        Column("consignee", _("Consignee"), value="shipment.destination_city"),
        Column("carrier", _("Carrier"), value=lambda receipt: str(receipt.shipment.carrier or "")),
        Column("kind", _("Kind"), value="get_kind_display"),
        Column("copies", _("Copies"), kind="number", total=True),
        Column("state", _("State"), kind="state", value=_receipt_state),
        Column("signed_at", _("Signed at"), kind="day"),
        Column("due_at", _("Due back"), kind="day", sort="due_at"),
        Column("received_at", _("Received"), kind="day"),
        Column("returned_at", _("Handed back"), kind="day"),
    )
    default = ("shipment", "customer", "carrier", "kind", "copies", "state", "signed_at", "due_at")
    order = ("due_at", "id")
    empty = _("No customer wants signed receipts back at present.")
    acts = (
        ("transport:receipt_months", _("Receipts by month"), "transport.receipts"),
        ("transport:delivery_notes", _("Delivery notes"), "transport.receipts"),
    )
    bulk_acts = (
        ("transport:receipts_received", _("Received"), "transport.receipts"),
        ("transport:receipts_checked", _("Checked"), "transport.receipts"),
        ("transport:receipts_returned", _("Returned to customer"), "transport.receipts"),
        ("transport:receipts_archived", _("Archive"), "transport.receipts"),
    )


def _state(seen: ShipmentException) -> tuple[str, str]:
    return seen.shipment.state, seen.shipment.get_state_display()


class ExceptionTable(Table):
    name = "shipment_exceptions"
    title = _("Exceptions on the way")
    columns = (
        Column("kind", _("Exception"), value="get_kind_display"),
        Column(
            "shipment", _("Waybill"), value="shipment.number", link=lambda e: e.shipment.get_absolute_url()
        ),
        Column("customer", _("Customer"), value=lambda seen: str(seen.shipment.customer)),
        Column("lane", _("From and to"), value=lambda seen: lane(seen.shipment)),
        Column("carrier", _("Carrier"), value=lambda seen: str(seen.shipment.carrier or "")),
        Column("state", _("State"), kind="state", value=_state),
        Column("promise", _("Delivery"), kind="promise", value="shipment.delivery_promise"),
        Column("place", _("Last seen at"), value="shipment.last_place"),
        Column("seen_at", _("Seen"), kind="moment"),
        Column("over_at", _("Over"), kind="moment"),
        Column("cause_key", _("Cause")),
    )
    default = ("kind", "shipment", "customer", "lane", "carrier", "promise", "place", "seen_at")
    empty = _("Nothing is wrong on the way.")
    acts = (("transport:road_events", _("Events on the road"), "transport.track"),)
    bulk_acts = (("transport:exceptions_over", _("Over"), "transport.track"),)
