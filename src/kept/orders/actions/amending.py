"""The customer wants it otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.contracts.queries.agreements import standings
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.promises.actions import amend_promise, cancel_promises, start_promise
from kept.promises.models import Promise

from ..enums import OrderState
from ..events import OrderAmended
from ..models import LIVE_STATES, Order, OrderLine
from ..queries.amendments import amendments
from ..rules import EmptyOrder
from .drafting import make_lines, settle_wishes
from .placing import promise_request

ON_THE_WAY = frozenset(
    "destination_address destination_name destination_phone receiving_hours appointment_number special"
    " wanted_delivery_from wanted_delivery_at delivery_is_day receipt_kind receipt_copies".split()
)
"""What may still change once the goods are on the way."""
FIXED = frozenset("number state customer customer_id currency source external_key delivery_promise".split())


class TooLate(Refused):
    default = _("This can no longer be changed: the goods are on the way.")


class WhyMissing(Refused):
    default = _("Say why it changes.")


class ChangedMeanwhile(Refused):
    default = _("Somebody else changed this order meanwhile.")


@transaction.atomic
def amend_order(
    *,
    order: Order,
    changes: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]] | None = None,
    why: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Order:
    """Change fields, and with `lines` the goods. Promises follow the wish while they are not due.

    A placed order changes only with a reason. Nothing is told when nothing changes. With `seen`, the last
    amendment that the writer knew, a later one of somebody else raises ChangedMeanwhile.
    """
    order = Order.objects.select_for_update(of=("self",)).select_related("customer").get(pk=order.pk)
    if seen is not None and amendments(order, since=seen):
        raise ChangedMeanwhile
    before = order.further_services
    changed = _change(order, settle_wishes(changes))
    if order.further_services:
        order.settle_services()
    if order.further_services == before:
        changed = tuple(name for name in changed if name != "further_services")
    if not changed and lines is None:
        return order
    _may_change(order, changed, lines is not None, why)
    order.agree_receipt()
    if lines is not None:
        _replace_lines(order, lines)
        changed = (*changed, "lines")
    if order.state != OrderState.DRAFT:
        _recheck(order, changed, at)
        _follow(order, changed, why, by=by, at=at)
    order.save()
    wanted = order.wanted_delivery_at.isoformat() if order.wanted_delivery_at else ""
    emit(OrderAmended.of(order, at=at, fields=changed, delivery_at=wanted, why=why.strip()), by=by)
    return order


def _change(order: Order, changes: Mapping[str, Any]) -> tuple[str, ...]:
    """Write what differs; the names of those fields."""
    changed = []
    for name, value in changes.items():
        if name in FIXED or getattr(order, name) == value:
            continue
        setattr(order, name, value)
        changed.append(name)
    return tuple(sorted(changed))


def _may_change(order: Order, changed: Sequence[str], goods: bool, why: str) -> None:
    if order.state not in LIVE_STATES:
        raise TooLate
    if order.state == OrderState.IN_PROGRESS and (goods or set(changed) - ON_THE_WAY):
        raise TooLate
    if order.state != OrderState.DRAFT and not why.strip():
        raise WhyMissing(field="why")


def _replace_lines(order: Order, rows: Sequence[Mapping[str, Any]]) -> None:
    lines = make_lines(order, rows)
    if not lines and order.state != OrderState.DRAFT:
        raise EmptyOrder
    order.lines.all().delete()
    OrderLine.objects.bulk_create(lines)
    order.add_up(lines)


def _recheck(order: Order, changed: Sequence[str], at: datetime) -> None:
    """Judge the order again; a wish that nobody touched may meanwhile lie in the past."""
    touched = {"wanted_pickup_at", "wanted_delivery_at", "wanted_delivery_from"} & set(changed)
    order.judge(at=at if touched else order.placed_at or at)


def _follow(order: Order, changed: Sequence[str], why: str, *, by: Actor, at: datetime) -> None:
    """Move the promises to what is wanted now."""
    if {"wanted_delivery_at", "wanted_delivery_from"} & set(changed) and order.wanted_delivery_at:
        _move(order, "delivery", order.wanted_delivery_at, order.wanted_delivery_from, why, by=by, at=at)
    if "wanted_pickup_at" in changed:
        if order.wanted_pickup_at is None:
            cancel_promises(record=order, kinds=["pickup"], by=by, at=at)
        elif not _move(order, "pickup", order.wanted_pickup_at, None, why, by=by, at=at):
            _promise_pickup(order, by=by, at=at)


def _move(
    order: Order, kind: str, due_at: datetime, due_from: datetime | None, why: str, *, by: Actor, at: datetime
) -> bool:
    """Amend the unfinished promise of a kind; one that is already due stays. Whether there was one."""
    promise = Promise.objects.about(order).of_kind(kind).unfinished().first()
    if promise is None:
        return Promise.objects.about(order).of_kind(kind).exclude(state="cancelled").exists()
    if not promise.is_overdue(at):
        amend_promise(promise=promise, due_at=due_at, due_from=due_from, why=why, by=by, at=at)
    return True


def _promise_pickup(order: Order, *, by: Actor, at: datetime) -> None:
    standing = standings([order.customer_id], at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()).get(
        (order.customer_id, order.service_id)
    )
    policies = standing.policies if standing else {}
    request = promise_request(order, "pickup", policies, at, due_at=order.wanted_pickup_at)
    start_promise(request=request, by=by, at=at)
