"""What was changed of an order since somebody looked at it."""

from __future__ import annotations

from kept.kernel.events import Subject
from kept.kernel.models import EventRecord

from ..events import OrderAmended
from ..models import Order


def amendments(order: Order, *, since: int = 0) -> list[EventRecord]:
    """The changes of an order after the one of that id, in their order; one statement."""
    subject = Subject.of(order)
    rows = EventRecord.objects.filter(subject_type=subject.type, subject_id=subject.id)
    return list(rows.filter(name=OrderAmended.name, pk__gt=since).order_by("pk"))


def last_amendment(order: Order) -> int:
    """The id of the last change of an order; 0 when it stands as it was placed."""
    return max((row.pk for row in amendments(order)), default=0)
