"""What waits in somebody's bell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kept.kernel.actor import Actor
from kept.kernel.models import EventRecord
from kept.people.models import Person

from ..models import Notice, Tone

MOST = 100


@dataclass(frozen=True)
class Line:
    """One notice in the reader's words."""

    pk: int
    tone: str
    tone_words: Any
    title: Any
    detail: str
    about: str
    at: datetime
    is_unread: bool


def notices_of(actor: Actor) -> list[Line]:
    """The newest first; three statements."""
    rows = list(Notice.objects.of(actor).order_by("-made_at", "-pk")[:MOST])
    told = {row.uid: row for row in EventRecord.objects.filter(uid__in=[row.event for row in rows])}
    actors = {record.actor_id for record in told.values() if record.actor_id}
    names = dict(Person.objects.filter(pk__in=actors).values_list("pk", "name"))
    return [_line(row, told.get(row.event), names) for row in rows]


def _line(row: Notice, record: EventRecord | None, names: Mapping[int, str]) -> Line:
    by = names.get(record.actor_id or 0, "") if record else ""
    return Line(
        pk=row.pk,
        tone=row.tone,
        tone_words=Tone(row.tone).label,
        title=record.told_to(row.person_id, by=by) if record else row.name,
        detail=record.detail if record else "",
        about=row.about,
        at=row.made_at,
        is_unread=row.read_at is None,
    )


def unread_count(actor: Actor) -> int:
    return Notice.objects.of(actor).unread().count()
