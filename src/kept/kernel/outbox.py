"""Event rows and the jobs that carry them to `@after` handlers, with retries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils.timezone import now

from . import events
from .actor import Actor
from .bulk import insert_tuples
from .models import Delivery, EventRecord, time_ordered_uid

RETRY_AFTER = (10, 60, 300, 1800, 7200, 43200)
"""Seconds to wait before each next attempt."""
MANY = 100
"""From here on rows are written without building models of them."""


def write(told: Sequence[events.Event], *, by: Actor) -> None:
    """Very many are written while they are still being put together."""
    at = now()
    month = at.date().replace(day=1)
    known = [(event, time_ordered_uid()) for event in told]
    rows = (EventRecord.values_of(event, uid, by=by, recorded_at=at, month=month) for event, uid in known)
    _keep(EventRecord, EventRecord.TOLD, rows, count=len(known))
    deliveries = [
        (uid, month, handler, 0, at, "") for event, uid in known for handler in events.handlers_after(event)
    ]
    names = ("event", "month", "handler", "attempts", "next_at", "why")
    _keep(Delivery, names, deliveries, count=len(deliveries))


def _keep(
    model: type[models.Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]], *, count: int
) -> None:
    if count > MANY:
        insert_tuples(model, names, rows)
    elif count:
        model._default_manager.bulk_create(model(**dict(zip(names, row, strict=True))) for row in rows)


def deliver_due(*, limit: int = 200) -> int:
    """Carry out what waits. Returns how many were handled; a failure waits longer and is kept."""
    due = Delivery.objects.filter(done_at=None, failed_at=None, next_at__lte=now()).order_by("id")[:limit]
    return sum(_deliver(delivery) for delivery in due)


def _deliver(delivery: Delivery) -> int:
    handler = events.AFTER_HANDLERS.get(delivery.handler)
    record = EventRecord.objects.filter(uid=delivery.event, month=delivery.month).first()
    if handler is None or record is None:
        delivery.give_up(at=now(), why="handler or event is gone")
        delivery.save()
        return 0
    try:
        with transaction.atomic():
            locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
            if locked.done_at:
                return 0
            handler(record)
            locked.done_at = now()
            locked.save(update_fields=["done_at"])
    except Exception as why:  # a handler of any room may fail in any way; it must not stop the others
        delivery.failed(at=now(), why=type(why).__name__, waits=[timedelta(seconds=s) for s in RETRY_AFTER])
        delivery.save()
        return 0
    return 1
