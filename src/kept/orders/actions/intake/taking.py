"""All orders of a file are placed, or none."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.parties.models import Customer

from ...models import Intake, Order
from ...rules import AlreadyTaken, NothingNew, RowsWrong
from ..placing import place_orders
from .judging import Judged, judge


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
    _one_at_a_time(judged)
    judged = judge_intake(intake=intake, by=by, at=at)
    if not judged.drafts:
        raise NothingNew
    orders = place_orders(drafts=judged.drafts, by=by, at=at)
    intake.placed_at, intake.order_count, intake.rows = at, len(orders), []
    intake.save(update_fields=["placed_at", "order_count", "rows"])
    return orders


def _one_at_a_time(judged: Judged) -> None:
    """Two files for one customer at the same moment: the second waits and then sees the first's orders."""
    ids = sorted({draft.customer.pk for draft in judged.drafts})
    list(Customer.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
