"""What the telephone did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event


@dataclass(frozen=True, kw_only=True)
class CallEvent(Event):
    """What all events of a call carry."""

    direction: str
    queue: str
    customer_id: int | None
    person_id: int | None
    contact_id: int | None
    branch_id: int | None

    @classmethod
    def of(cls, call: Any, *, at: datetime, **more: Any) -> Self:
        own = ("direction", "queue", "customer_id", "person_id", "contact_id", "branch_id")
        said = {name: getattr(call, name) for name in own}
        return cls(subject=Subject.of(call), occurred_at=at, **said, **more)


@event("desk.call_rang")
@dataclass(frozen=True, kw_only=True)
class CallRang(CallEvent):
    title = _("Call rings")


@event("desk.call_picked_up")
@dataclass(frozen=True, kw_only=True)
class CallPickedUp(CallEvent):
    title = _("Call picked up")


@event("desk.call_retold")
@dataclass(frozen=True, kw_only=True)
class CallRetold(CallEvent):
    """A signal about a call that was over came late. `months` are those in which it stood and stands."""

    title = _("Call told anew")
    months: tuple[str, ...]


@event("desk.call_passed_on")
@dataclass(frozen=True, kw_only=True)
class CallPassedOn(CallEvent):
    title = _("Call passed on")


@event("desk.call_ended")
@dataclass(frozen=True, kw_only=True)
class CallEnded(CallEvent):
    title = _("Call ended")


@event("desk.call_missed")
@dataclass(frozen=True, kw_only=True)
class CallMissed(CallEvent):
    title = _("Call missed")


@event("desk.call_centre_kept")
@dataclass(frozen=True, kw_only=True)
class CallCentreKept(Event):
    title = _("Call centre kept")
    seats: int

    @classmethod
    def of(cls, centre: Any, *, at: datetime, seats: int) -> Self:
        return cls(subject=Subject.of(centre), occurred_at=at, seats=seats)


@event("desk.calls_counted")
@dataclass(frozen=True, kw_only=True)
class CallsCounted(Event):
    """One batch of counts of calls."""

    title = _("Calls counted")
    run_id: int
    months: tuple[str, ...]
    calls: int
