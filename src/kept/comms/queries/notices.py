"""What waits in somebody's bell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kept.kernel.actor import Actor
from kept.kernel.models import EventRecord

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
    """The newest first; two statements."""
    rows = list(Notice.objects.of(actor).order_by("-made_at", "-pk")[:MOST])
    told = {row.uid: row for row in EventRecord.objects.filter(uid__in=[row.event for row in rows])}
    return [_line(row, told.get(row.event)) for row in rows]


def _line(row: Notice, record: EventRecord | None) -> Line:
    return Line(
        pk=row.pk,
        tone=row.tone,
        tone_words=Tone(row.tone).label,
        title=record.title if record else row.name,
        detail=record.detail if record else "",
        about=row.about,
        at=row.made_at,
        is_unread=row.read_at is None,
    )


def unread_count(actor: Actor) -> int:
    return Notice.objects.of(actor).unread().count()
