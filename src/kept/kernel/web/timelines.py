"""What happened to a record, as one stream, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q

from kept.kernel.events import Subject
from kept.kernel.models import EventRecord


@dataclass(frozen=True)
class Line:
    """One event as a reader sees it."""

    title: Any
    at: datetime
    by: str
    number: str
    room: str
    name: str
    late: bool


def lines_of(subjects: Any, *, limit: int = 60) -> list[Line]:
    """The events of one or several records or subjects."""
    wanted = Q(pk__in=[])
    for subject in _subjects(subjects):
        wanted |= Q(subject_type=subject.type, subject_id=subject.id)
    rows = EventRecord.objects.filter(wanted).order_by("-occurred_at", "-pk")[:limit]
    return [_line(row) for row in rows]


def _line(row: EventRecord) -> Line:
    return Line(
        title=row.title,
        at=row.occurred_at,
        by=row.actor_name,
        number=row.subject_number,
        room=row.name.split(".")[0],
        name=row.name,
        late=(row.recorded_at - row.occurred_at).total_seconds() > 1800,
    )


def _subjects(given: Any) -> Iterable[Subject]:
    if isinstance(given, (Subject, Model)):
        given = [given]
    return [item if isinstance(item, Subject) else Subject.of(item) for item in given or ()]
