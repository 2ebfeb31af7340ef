"""What came into queues and out of them, and what went from shift to shift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event
from kept.kernel.words import say


@dataclass(frozen=True, kw_only=True)
class QueueEvent(Event):
    """What all events of a place in a queue carry; the subject is the case or contact."""

    entry_id: int
    queue_id: int
    queue: dict[str, str]
    branch_id: int | None
    person_id: int | None
    taking: str

    @classmethod
    def of(cls, entry: Any, *, at: datetime) -> Self:
        return cls(
            subject=Subject.of(entry.matter),
            occurred_at=at,
            entry_id=entry.pk,
            queue_id=entry.queue_id,
            queue=dict(entry.queue.words),
            branch_id=entry.branch_id,
            person_id=entry.person_id,
            taking=entry.taking,
        )


@event("desk.matter_queued")
@dataclass(frozen=True, kw_only=True)
class MatterQueued(QueueEvent):
    title = _("In a queue")

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return say(data["queue"])


@event("desk.matter_taken")
@dataclass(frozen=True, kw_only=True)
class MatterTaken(QueueEvent):
    title = _("Out of the queue into a clerk's hands")

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return say(data["queue"])


@event("desk.queue_unserved")
@dataclass(frozen=True, kw_only=True)
class QueueUnserved(Event):
    """Nobody on duty could take it; told once per place in a queue."""

    title = _("Nobody on duty for this")
    queue_id: int
    branch_id: int | None


@event("desk.queue_changed")
@dataclass(frozen=True, kw_only=True)
class QueueChanged(Event):
    title = _("Queue changed")


@event("desk.shift_offered")
@dataclass(frozen=True, kw_only=True)
class ShiftOffered(Event):
    title = _("Shift offered to you")
    giver_id: int
    taker_id: int
    things: int


@event("desk.shift_handed_over")
@dataclass(frozen=True, kw_only=True)
class ShiftHandedOver(Event):
    title = _("Shift handed over")
    giver_id: int
    taker_id: int
    cases: int
    contacts: int
    follow_ups: int = 0
    left: int = 0


@event("desk.shift_withdrawn")
@dataclass(frozen=True, kw_only=True)
class ShiftWithdrawn(Event):
    title = _("Offered shift withdrawn")
    taker_id: int
