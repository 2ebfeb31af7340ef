"""How far an order has come, as the rooms that carry it out tell. Many at once, each at its own moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.bulk import update_many
from kept.kernel.events import emit_many

from ..enums import OrderState
from ..events import OrderClosed, OrderDelivered, OrderEvent, OrderStarted
from ..models import Order


def start_orders(*, moments: Mapping[int, datetime], by: Actor) -> list[Order]:
    """Work began: by order id, when. Orders that may not start are left as they are."""
    return _advance(moments, OrderState.IN_PROGRESS, "started_at", OrderStarted, by=by)


def deliver_orders(*, moments: Mapping[int, datetime], by: Actor) -> list[Order]:
    """Everything has been handed over: by order id, when."""
    return _advance(moments, OrderState.DELIVERED, "delivered_at", OrderDelivered, by=by)


def close_orders(*, moments: Mapping[int, datetime], by: Actor) -> list[Order]:
    """Nothing is left to do: papers are back, or the goods came back to the shipper."""
    return _advance(moments, OrderState.CLOSED, "closed_at", OrderClosed, by=by)


@transaction.atomic
def _advance(
    moments: Mapping[int, datetime], state: str, moment_field: str, told: type[OrderEvent], *, by: Actor
) -> list[Order]:
    locked = Order.objects.select_for_update(no_key=True).filter(pk__in=list(moments)).order_by("pk")
    locked = locked.only("number", "state", moment_field, "customer", "branch", "service")
    moving = [order for order in locked if order.may_move_to(state)]
    for order in moving:
        order.move_to(state)
        setattr(order, moment_field, moments[order.pk])
    if moving:
        update_many(moving, ["state", moment_field])
        emit_many([told.of(order, at=moments[order.pk]) for order in moving], by=by)
    return moving
