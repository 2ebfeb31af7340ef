"""An order goes to work: whoever plans transport hears of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.bulk import update_many
from kept.kernel.events import emit_many
from kept.kernel.lifecycle import IllegalMove

from ..enums import OrderState
from ..events import OrderReleased
from ..models import Hold, Order


class NotReleasable(IllegalMove):
    """One of the orders is a draft, released already, on its way or over."""


def release_order(*, order: Order, by: Actor, at: datetime) -> Order:
    return release_orders(orders=[order], by=by, at=at)[0]


@transaction.atomic
def release_orders(*, orders: Iterable[Order], by: Actor, at: datetime) -> list[Order]:
    """Let placed or held orders go to work; ends their holds. All or none."""
    ids = [order.pk for order in orders]
    locked = list(Order.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    for order in locked:
        if not order.may_move_to(OrderState.RELEASED):
            raise NotReleasable(_("%(number)s cannot be released now.") % {"number": order.number})
    held = [order.pk for order in locked if order.state == OrderState.HELD]
    told = [OrderReleased.of(order, at=at, again=order.release(at=at)) for order in locked]
    update_many(locked, ["state", "released_at"])
    if held:
        Hold.objects.filter(order__in=held, lifted_at=None).update(lifted_at=at, lifted_by_id=by.person_id)
    emit_many(told, by=by)
    return locked
