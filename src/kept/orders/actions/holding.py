"""An order waits."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import emit

from ..enums import OrderState
from ..events import OrderHeld
from ..models import Hold, Order
from ..rules import WantedInThePast


@transaction.atomic
def hold_order(
    *, order: Order, reason: str, note: str = "", until: datetime | None = None, by: Actor, at: datetime
) -> Order:
    """Stop an order that is not on its way yet. Its promises run on: we still owe them."""
    order = Order.objects.select_for_update().get(pk=order.pk)
    order.move_to(OrderState.HELD)
    if until is not None and until <= at:
        raise WantedInThePast(field="until")
    order.save(update_fields=["state"])
    Hold.objects.create(
        order=order, reason=reason, note=note.strip(), held_at=at, held_by_id=by.person_id, until=until
    )
    emit(OrderHeld.of(order, at=at, reason=reason), by=by)
    return order
