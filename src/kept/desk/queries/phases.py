"""Before, during or after the transaction: the phase that a contact or case belongs to (SPEC.md, R003)."""

from __future__ import annotations

from datetime import datetime

from kept.orders.enums import OrderState
from kept.orders.models import Order
from kept.promises.enums import Phase
from kept.transport.models import Shipment
from kept.transport.models.shipments import OVER

from ..enums import CaseKind
from ..models import Case, Contact
from .served import is_inside

ENDED = (OrderState.DELIVERED, OrderState.CLOSED, OrderState.CANCELLED)
OF_KIND = {
    CaseKind.CONSULTATION: Phase.BEFORE,
    CaseKind.CARGO_QUERY: Phase.DURING,
    CaseKind.EXCEPTION: Phase.DURING,
    CaseKind.DISPUTE: Phase.AFTER,
    CaseKind.CLAIM: Phase.AFTER,
}
"""What the kind alone tells; the other kinds come up in each phase."""


def phase_of(matter: Contact | Case) -> str:
    """How far the goods were when it came up; else what the kind tells; empty when nothing does.

    A claim or dispute is about what was done, though other goods of the order are still on the way.
    No statement where order and shipment are loaded.
    """
    if is_inside(matter):
        return ""
    kind = matter.kind if isinstance(matter, Case) else ""
    if kind in (CaseKind.DISPUTE, CaseKind.CLAIM):
        return Phase.AFTER
    moment = matter.opened_at if isinstance(matter, Case) else matter.at
    if matter.shipment is not None:
        return _of_shipment(matter.shipment, moment)
    if matter.order is not None:
        return _of_order(matter.order, moment)
    return OF_KIND.get(CaseKind(kind), "") if kind else ""


def _of_shipment(shipment: Shipment, moment: datetime) -> Phase:
    """What was delivered later was still on the way then."""
    if shipment.delivered_at is not None:
        return Phase.AFTER if shipment.delivered_at <= moment else Phase.DURING
    return Phase.AFTER if shipment.state in OVER else Phase.DURING


def _of_order(order: Order, moment: datetime) -> Phase:
    if order.state == OrderState.DRAFT:
        return Phase.BEFORE
    if order.delivered_at is not None:
        return Phase.AFTER if order.delivered_at <= moment else Phase.DURING
    return Phase.AFTER if order.state in ENDED else Phase.DURING
