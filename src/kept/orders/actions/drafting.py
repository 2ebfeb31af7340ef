"""Orders as they are taken down: values first, then rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.kernel.numbering import next_numbers
from kept.parties.models import Customer
from kept.people.models import Branch

from ..events import OrderDrafted
from ..models import Order, OrderLine
from ..rules import NoBranch


@dataclass(frozen=True)
class OrderDraft:
    """An order to be: `data` holds fields of Order, each of `lines` fields of OrderLine.

    `wanted_delivery_at` may be a date: then any time of that local day is in time.
    """

    customer: Customer
    data: Mapping[str, Any]
    lines: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


@transaction.atomic
def draft_order(
    *,
    customer: Customer,
    data: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    by: Actor,
    at: datetime,
) -> Order:
    """Keep an order that is not placed yet. It may still lack lines and cities."""
    order, goods = build_orders([OrderDraft(customer, data, lines)], by=by, at=at)[0]
    order.save()
    OrderLine.objects.bulk_create(goods)
    emit(OrderDrafted.of(order, at=at), by=by)
    return order


def build_orders(
    drafts: Sequence[OrderDraft], *, by: Actor, at: datetime
) -> list[tuple[Order, list[OrderLine]]]:
    """Orders and lines in memory, numbered and added up, for the verbs to judge and write."""
    numbers = next_numbers("order", len(drafts), at=at) if drafts else []
    home = _HomeBranch(by)
    return [_build(draft, number, home, at) for draft, number in zip(drafts, numbers, strict=True)]


def make_lines(order: Order, rows: Iterable[Mapping[str, Any]]) -> list[OrderLine]:
    lines = [OrderLine(order=order, **row) for row in rows]
    for line in lines:
        line.judge()
        line.settle_measures()
    return lines


def settle_wishes(data: Mapping[str, Any]) -> dict[str, Any]:
    """A wanted delivery given as a day lasts until the end of that day."""
    settled = dict(data)
    wanted = settled.get("wanted_delivery_at")
    if isinstance(wanted, date) and not isinstance(wanted, datetime):
        local = datetime.combine(wanted, time(23, 59, 59), ZoneInfo(settings.TIME_ZONE))
        settled |= {"wanted_delivery_at": local, "delivery_is_day": True}
    elif "wanted_delivery_at" in settled:
        settled.setdefault("delivery_is_day", False)
    return settled


def _build(draft: OrderDraft, number: str, home: _HomeBranch, at: datetime) -> tuple[Order, list[OrderLine]]:
    data = settle_wishes(draft.data)
    data.setdefault("received_at", at)
    data.setdefault("currency", draft.customer.currency)
    if not (data.get("branch") or data.get("branch_id")):
        data["branch_id"] = home.of(draft.customer)
    order = Order(number=number, customer=draft.customer, **data)
    order.agree_receipt()
    if order.further_services:
        order.settle_services()
    lines = make_lines(order, draft.lines)
    order.add_up(lines)
    return order, lines


class _HomeBranch:
    """The accountable branch where nobody named one: the customer's, the actor's, else headquarters."""

    def __init__(self, by: Actor) -> None:
        self.by = by
        self._headquarters: int | None = None

    def of(self, customer: Customer) -> int:
        return customer.branch_id or self.by.branch_id or self.headquarters

    @property
    def headquarters(self) -> int:
        if self._headquarters is None:
            found = Branch.objects.order_by("-is_headquarters", "code").values_list("pk", flat=True).first()
            if found is None:
                raise NoBranch(field="branch")
            self._headquarters = found
        return self._headquarters
