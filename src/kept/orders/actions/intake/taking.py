"""All orders of a file are placed, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.parties.models import Customer

from ...models import Intake, Order
from ...rules import AlreadyTaken, NothingNew, RowsWrong
from ..drafting import OrderDraft
from ..placing import BATCH, place_orders
from .judging import Judged, judge, key_of, known_references


def judge_intake(*, intake: Intake, by: Actor, at: datetime) -> Judged:
    """What the file would become now."""
    return judge(intake.rows, customer=intake.customer, by=by, at=at)


@transaction.atomic
def place_intake(*, intake: Intake, by: Actor, at: datetime) -> list[Order]:
    """Place every new order of the file. What we have already under its reference is left alone.

    Raises RowsWrong while any row is wrong: then nothing is placed.
    """
    intake = Intake.objects.select_for_update(of=("self",)).select_related("customer").get(pk=intake.pk)
    if intake.placed_at:
        raise AlreadyTaken
    judged = judge_intake(intake=intake, by=by, at=at)
    if judged.errors:
        raise RowsWrong
    _lock_customers(judged.drafts)
    judged = judge_intake(intake=intake, by=by, at=at)
    if not judged.drafts:
        raise NothingNew
    orders = place_orders(drafts=judged.drafts, by=by, at=at)
    intake.placed_at, intake.order_count, intake.rows = at, len(orders), []
    intake.save(update_fields=["placed_at", "order_count", "rows"])
    return orders


def place_judged(
    *, judged: Judged, by: Actor, at: datetime, tell: Callable[[int], None] = lambda placed: None
) -> int:
    """Place a judged file of any size, a batch at a time; broken off, it goes on when it is sent again.

    Raises RowsWrong while any row is wrong: then nothing is placed. Returns how many were placed.
    """
    if judged.errors:
        raise RowsWrong
    total = 0
    for start in range(0, len(judged.drafts), BATCH):
        placed = _place_some(judged.drafts[start : start + BATCH], by=by, at=at)
        total += placed
        tell(placed)
    return total


@transaction.atomic
def _place_some(drafts: list[OrderDraft], *, by: Actor, at: datetime) -> int:
    _lock_customers(drafts)
    known = known_references([key_of(draft) for draft in drafts])
    fresh = [draft for draft in drafts if key_of(draft) not in known]
    return len(place_orders(drafts=fresh, by=by, at=at)) if fresh else 0


def _lock_customers(drafts: Sequence[OrderDraft]) -> None:
    """Two files for one customer at the same moment: the second waits and then sees the first's orders."""
    ids = sorted({draft.customer.pk for draft in drafts})
    list(Customer.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
