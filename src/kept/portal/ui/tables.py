"""Lists of the portal. Each shows one party's own records and nothing that is ours alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from kept.billing.queries.clauses import clause_words, kind_words
from kept.contracts.queries.texts import beginning_of
from kept.kernel.web.signs import Sign, promise_sign
from kept.kernel.web.tables import Column, Table
from kept.transport.models import Shipment


def _state(row: Any) -> tuple[str, str]:
    return row.state, row.get_state_display()


def promise_of(shipment: Shipment) -> Sign | None:
    """The sign of the delivery promise; its why is a page of ours, so it leads nowhere."""
    promise = shipment.delivery_promise
    return None if promise is None else replace(promise_sign(promise, now()), url="")  # type: ignore[arg-type]


STATE = Column("state", _("State"), kind="state", value=_state)
REFERENCE = Column("reference", _("Your reference"), value="customer_reference")
TO = Column("destination_city", _("To"))
CONSIGNEE = Column("consignee", _("Consignee"), value="consignee_name")
PIECES = Column("pieces", _("Pieces"), kind="number", total=True)
PROMISED = Column("promised_at", _("Promised"), kind="moment", sort="promised_at", phone=True)
ETA = Column("eta_at", _("Expected"), kind="moment")


class ShipmentTable(Table):
    """The tracking table: on the page as in the file."""

    name = "portal_shipments"
    title = _("Shipments")
    columns = (
        Column("number", _("Waybill"), link="portal:shipment"),
        STATE,
        REFERENCE,
        Column("order", _("Order"), value="order.number"),
        Column("origin_city", _("From")),
        TO,
        CONSIGNEE,
        PIECES,
        Column("weight_kg", _("Weight"), kind="number", unit="kg", total=True),
        Column("picked_up_at", _("Picked up at"), kind="moment"),
        PROMISED,
        ETA,
        Column("delivered_at", _("Delivered at"), kind="moment"),
        Column("promise", _("Delivery promise"), kind="promise", value=promise_of, phone=True),
        Column("last_place", _("Last seen at")),
        Column("last_event_at", _("Last news"), kind="moment"),
    )
    default = (
        "number",
        "state",
        "reference",
        "destination_city",
        "consignee",
        "promised_at",
        "eta_at",
        "delivered_at",
        "last_place",
    )
    empty = _("No shipment yet.")


class OrderTable(Table):
    name = "portal_orders"
    title = _("Orders")
    columns = (
        Column("number", _("Order"), link="portal:order"),
        STATE,
        REFERENCE,
        Column("origin_city", _("From")),
        TO,
        Column("consignee", _("Consignee"), value="destination_name"),
        PIECES,
        Column("weight_kg", _("Weight"), kind="number", unit="kg", total=True),
        Column("placed_at", _("Placed at"), kind="moment"),
        Column("wanted_delivery_at", _("Delivery wanted by"), kind="moment"),
    )
    empty = _("No order yet.")
    empty_act = ("portal:new_order", _("Place an order"))
    acts = (("portal:new_order", _("Place an order")),)


class CaseTable(Table):
    name = "portal_cases"
    title = _("Service cases")
    columns = (
        Column("number", _("Number"), link="portal:case"),
        Column("kind", _("Kind"), value="get_kind_display"),
        Column("title", _("Matter"), value="heading"),
        STATE,
        Column("opened_at", _("Opened"), kind="moment"),
        Column("answered_at", _("Answered"), kind="moment"),
        Column("solved_at", _("Solved"), kind="moment"),
    )
    empty = _("You have asked nothing yet.")
    empty_act = ("portal:new_case", _("Ask or complain"))
    acts = (("portal:new_case", _("Ask or complain")),)


class ChargeTable(Table):
    name = "portal_charges"
    title = _("Charges")
    columns = (
        Column("number", _("Charge")),
        Column("kind", _("Kind"), value=lambda charge: kind_words(charge.kind)),
        Column(
            "shipment",
            _("Shipment"),
            value="shipment.number",
            link="portal:shipment",
            link_by="shipment.number",
        ),
        Column("event", _("For"), value="get_event_name_display"),
        Column("happened_at", _("When"), kind="moment"),
        Column("clause", _("Clause"), value=lambda charge: clause_words(charge.clause), phone=True),
        Column("net", _("Net"), kind="money", total=True),
        Column("tax", _("Tax"), kind="money", value="tax_money", total=True),
        Column("total", _("Total"), kind="money", total=True, phone=True),
        STATE,
    )
    default = ("number", "kind", "shipment", "happened_at", "clause", "net", "tax", "total")
    empty = _("Nothing has been charged yet.")


class WorkTable(Table):
    """What a subcontractor still has to deliver, soonest first."""

    name = "carrier_work"
    title = _("To deliver")
    columns = (
        Column("number", _("Waybill"), link="portal:carrier_shipment"),
        STATE,
        PROMISED,
        TO,
        CONSIGNEE,
        Column("address", _("Address"), value="consignee_address"),
        PIECES,
        Column("weight_kg", _("Weight"), kind="number", unit="kg", total=True),
        Column("cash", _("Cash to collect"), kind="money", value="cash_on_delivery", total=True, phone=True),
        ETA,
    )
    default = ("number", "state", "promised_at", "consignee", "address", "pieces", "cash")
    order = ("promised_at", "id")
    empty = _("Nothing to deliver. New work appears here.")


class CarriedTable(Table):
    name = "carrier_shipments"
    title = _("All my shipments")
    columns = (
        Column("number", _("Waybill"), link="portal:carrier_shipment"),
        STATE,
        TO,
        PIECES,
        PROMISED,
        Column("delivered_at", _("Delivered at"), kind="moment"),
        Column("promise", _("Delivery promise"), kind="promise", value=promise_of, phone=True),
    )
    empty = _("No shipment yet.")


class RechargeTable(Table):
    """What we ask a subcontractor to bear."""

    name = "carrier_recharges"
    title = _("Recharges to us")
    columns = (
        Column("number", _("Number"), link="portal:carrier_recharge"),
        Column("shipment", _("Waybill"), value="shipment.number"),
        Column("matter", _("Matter")),
        Column("whole", _("Whole loss"), kind="money", value="whole_money"),
        Column("share", _("Share in percent"), kind="number"),
        Column("amount", _("Amount"), kind="money", value="money", total=True, phone=True),
        STATE,
        Column("recharged_at", _("When"), kind="moment"),
    )
    order = ("-id",)
    empty = _("Nothing was recharged to you.")


class PolicyTable(Table):
    name = "carrier_policies"
    title = _("Policies of clients")
    columns = (
        Column("client", _("Client"), value="customer.name", link="portal:carrier_policy", link_by="pk"),
        Column("version", _("Version"), value=lambda row: f"v{row.version}"),
        Column("valid_from", _("Valid from"), kind="day"),
        Column("text", _("Text"), value=lambda row: beginning_of(row.text)),
        Column("file", _("File"), value="document.name"),
    )
    order = ("-valid_from", "-id")
    empty = _("None of the clients whose shipments you have has given us a policy.")
