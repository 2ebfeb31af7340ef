"""Lists of charges, and of what has no price."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.kernel.web.tables import Column, Table

from ..models import Charge
from ..queries.clauses import clause_source, clause_words, kind_words


def _address(record: Any) -> str:
    return record.get_absolute_url() if record is not None else ""


SHIPMENT = Column(
    "shipment",
    _("Shipment"),
    value="shipment.number",
    link=lambda row: _address(row.shipment),
    link_permission="transport.view",
)
CUSTOMER = Column(
    "customer",
    _("Customer"),
    value=lambda row: str(row.customer),
    link=lambda row: _address(row.customer),
    link_permission="parties.view",
)


def _state(charge: Charge) -> tuple[str, str]:
    return charge.state, charge.get_state_display()


class ChargeTable(Table):
    name = "charges"
    title = _("Charges")
    columns = (
        Column("number", _("Charge"), link="billing:charge"),
        Column("kind", _("Kind"), value=lambda charge: kind_words(charge.kind), phone=True),
        CUSTOMER,
        SHIPMENT,
        Column(
            "order",
            _("Order"),
            value="order.number",
            link=lambda c: _address(c.order),
            link_permission="orders.view",
        ),
        Column("event", _("Event"), value="get_event_name_display"),
        Column("happened_at", _("Happened"), kind="moment"),
        Column("clause", _("Clause"), value=lambda charge: clause_words(charge.clause)),
        Column("source", _("Where it stands"), value=lambda charge: clause_source(charge.clause)),
        Column("net", _("Net"), kind="money", total=True),
        Column("tax", _("Tax"), kind="money", value="tax_money", total=True),
        Column("total", _("Total"), kind="money", total=True, phone=True),
        Column("payer", _("Payer"), value="get_payer_display"),
        Column("payment", _("Payment"), value="get_payment_display"),
        Column("state", _("State"), kind="state", value=_state, phone=True),
        Column("charged_at", _("Charged"), kind="moment"),
    )
    default = ("number", "kind", "customer", "shipment", "clause", "net", "total", "state")
    order = ("-id",)
    empty = _("No charge yet. They are made when goods are delivered.")
    bulk_acts = (("billing:settlement", _("Mark as settled"), "billing.settle"),)


class UnpricedTable(Table):
    name = "unpriced"
    title = _("Without a price")
    columns = (
        SHIPMENT,
        CUSTOMER,
        Column("event", _("Event"), value="get_event_name_display"),
        Column("why", _("Why there is no price"), value="get_why_display"),
        Column("happened_at", _("Happened"), kind="moment"),
        Column("tried_at", _("Last tried"), kind="moment"),
        Column("branch", _("Branch"), value="branch.name"),
    )
    default = ("shipment", "customer", "event", "why", "happened_at", "tried_at")
    order = ("-id",)
    empty = _("Everything that happened has its price.")
    bulk_acts = (("billing:prices", _("Price again"), "billing.price"),)


def shown(rows: Any) -> Any:
    """With what the list shows beside the row."""
    return rows.select_related("customer", "shipment", "order")


def unpriced_shown(rows: Any) -> Any:
    return rows.select_related("customer", "shipment", "branch")
