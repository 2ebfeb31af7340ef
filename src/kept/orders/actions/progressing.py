"""How far an order has come, as the rooms that carry it out tell. Many at once, each at its own moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.bulk import read_many, update_many
from kept.kernel.events import emit_many

from ..enums import OrderState
from ..events import OrderClosed, OrderDelivered, OrderEvent, OrderStarted
from ..models import Order

Moments = Mapping[int, datetime]
STEPS: dict[str, tuple[str, type[OrderEvent]]] = {
    OrderState.IN_PROGRESS: ("started_at", OrderStarted),
    OrderState.DELIVERED: ("delivered_at", OrderDelivered),
    OrderState.CLOSED: ("closed_at", OrderClosed),
}
"""In the order in which they are taken: what each writes and tells."""


def start_orders(*, moments: Moments, by: Actor) -> list[Order]:
    """Work began: by order id, when. Orders that may not start are left as they are."""
    return advance_orders(steps={OrderState.IN_PROGRESS: moments}, by=by)


def deliver_orders(*, moments: Moments, by: Actor) -> list[Order]:
    """Everything has been handed over: by order id, when."""
    return advance_orders(steps={OrderState.DELIVERED: moments}, by=by)


def close_orders(*, moments: Moments, by: Actor) -> list[Order]:
    """Nothing is left to do: papers are back, or the goods came back to the shipper."""
    return advance_orders(steps={OrderState.CLOSED: moments}, by=by)


@transaction.atomic
def advance_orders(*, steps: Mapping[str, Moments], by: Actor) -> list[Order]:
    """Take one step or several with each order: by state, the moments by order id."""
    taken = {state: STEPS[state] for state in STEPS if steps.get(state)}
    written = ["state", *(field for field, _ in taken.values())]
    locked = Order.objects.select_for_update(no_key=True).order_by("pk")
    locked = locked.filter(pk__among=set().union(*steps.values()))
    orders = read_many(locked, ["id", "number", "customer", "branch", "service", *written])
    moved, told = {}, []
    for state, (field, fact) in taken.items():
        for order in orders:
            moment = steps[state].get(order.pk)
            if moment is not None and order.may_move_to(state):
                order.move_to(state)
                setattr(order, field, moment)
                moved[order.pk] = order
                told.append(fact.of(order, at=moment))
    update_many(list(moved.values()), written)
    emit_many(told, by=by)
    return list(moved.values())
