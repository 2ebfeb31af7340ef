"""An order falls away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.promises.actions import cancel_promises

from ..events import OrderCancelled
from ..models import Hold, Order


class CancelReasonMissing(Refused):
    default = _("Say why the order is cancelled.")


@transaction.atomic
def cancel_order(*, order: Order, reason: str, by: Actor, at: datetime) -> Order:
    """Cancel an order whose goods have not been picked up, and what we promised about it."""
    if not reason.strip():
        raise CancelReasonMissing(field="reason")
    order = Order.objects.select_for_update().get(pk=order.pk)
    was = order.state
    order.cancel(reason=reason.strip(), at=at)
    order.save(update_fields=["state", "cancelled_at", "cancel_reason"])
    Hold.objects.filter(order=order, lifted_at=None).update(lifted_at=at, lifted_by_id=by.person_id)
    cancel_promises(record=order, by=by, at=at)
    emit(OrderCancelled.of(order, at=at, was=was), by=by)
    return order
