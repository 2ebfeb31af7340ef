"""Event rows and the jobs that carry them to `@after` handlers, with retries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now

from . import events
from .actor import Actor
from .bulk import insert_many
from .models import Delivery, EventRecord

RETRY_AFTER = (10, 60, 300, 1800, 7200, 43200)
"""Seconds to wait before each next attempt."""
MANY = 100
"""From here on rows are written by the fast way, which asks one statement more."""


def write(told: Sequence[events.Event], *, by: Actor) -> None:
    recorded_at = now()
    rows = [EventRecord.of(event, by=by, recorded_at=recorded_at) for event in told]
    insert_many(rows) if len(rows) > MANY else EventRecord.objects.bulk_create(rows)
    deliveries = [
        Delivery(event=row.uid, month=row.month, handler=handler, next_at=recorded_at)
        for row in rows
        for handler in events.AFTER.get(row.name, ())
    ]
    if deliveries:
        insert_many(deliveries) if len(deliveries) > MANY else Delivery.objects.bulk_create(deliveries)


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
