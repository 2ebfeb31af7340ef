"""What a telephone system tells: signals in any order become a call, a contact, an owed call-back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.kernel.facts import month_of
from kept.kernel.numbering import next_number
from kept.methods.phones import key_of
from kept.people.models import Person

from ..enums import CallState, Direction, SignalKind
from ..events import CallEnded, CallEvent, CallMissed, CallPassedOn, CallPickedUp, CallRang, CallRetold
from ..models import Call, CallSignal
from ..queries.calls import branch_of_strangers, centre_of, person_at, who_calls
from .called import follow_call
from .pinging import ping_about

TELEPHONE = Actor.system("telephone")
TOLD: dict[str, type[CallEvent]] = {
    CallState.RINGING: CallRang,
    CallState.TALKING: CallPickedUp,
    CallState.ENDED: CallEnded,
    CallState.MISSED: CallMissed,
}


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One signal. `phone` is the one outside the house, `line` the number of ours, `agent` an extension."""

    call: str
    kind: str
    happened_at: datetime | None = None
    direction: str = Direction.IN
    phone: str = ""
    line: str = ""
    queue: str = ""
    agent: str = ""
    recording: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """What makes the same signal, sent again, the same."""
        return f"{self.happened_at.isoformat() if self.happened_at else ''}|{self.agent}"


@transaction.atomic
def hear_signal(*, heard: Heard, by: Actor, at: datetime) -> Call:
    """Take one signal. Sent again it changes nothing; out of order it finds its place.

    A clock that runs ahead of ours is read as now.
    """
    call = _call_of(heard, at=at)
    signal, is_new = CallSignal.objects.get_or_create(
        call=call,
        kind=heard.kind,
        mark=heard.mark,
        defaults={
            "at": min(heard.happened_at or at, at),
            "agent": heard.agent,
            "person": person_at(heard.agent),
            "heard_at": at,
            "said": dict(heard.raw),
        },
    )
    if not is_new:
        return call
    was, before, began_at = call.state, _people(call), call.began_at
    _learn(call, heard)
    call.reckon(list(call.signals.select_related("person")))
    if call.centre is None:
        known = call.at_the_phone or call.customer
        call.branch = (known.branch if known else None) or call.branch or branch_of_strangers()
    follow_call(call=call, by=TELEPHONE, at=at)
    call.save()
    if call.state != was:
        emit(TOLD[call.state].of(call, at=signal.at), by=by)
    elif signal.kind == SignalKind.TRANSFERRED:
        emit(CallPassedOn.of(call, at=signal.at), by=by)
    months = {month_of(moment).isoformat() for moment in (began_at, call.began_at)}
    if was and (len(months) > 1 or (call.is_over and call.state == was)):
        emit(CallRetold.of(call, at=signal.at, months=tuple(sorted(months))), by=by)
    ping_about(call, people=before | _people(call), at=at)
    return call


def give_up_lost_calls(*, silent_for: timedelta, at: datetime) -> int:
    """Calls of whose end nothing was heard are over; when they ended stays unknown."""
    lost = Call.objects.going_on().filter(began_at__lt=at - silent_for).order_by("pk")
    for call in lost:
        hear_signal(heard=Heard(call=call.key, kind=SignalKind.LOST), by=TELEPHONE, at=at)
    return len(lost)


def _call_of(heard: Heard, *, at: datetime) -> Call:
    """The call of this key, locked; made by whichever signal comes first."""
    locked = Call.objects.select_for_update(of=("self",))
    if found := locked.filter(key=heard.call).first():
        return found
    defaults = {
        "number": next_number("call", at=at),
        "began_at": at,
        "direction": heard.direction,
        "state": "",
    }
    made, _is_new = Call.objects.get_or_create(key=heard.call, defaults=defaults)
    return locked.get(pk=made.pk)


def _learn(call: Call, heard: Heard) -> None:
    """Keep what a signal knows and earlier ones did not."""
    for name in ("phone", "line", "queue"):
        if said := getattr(heard, name):
            setattr(call, name, said)
    if heard.recording:
        call.recording = heard.recording
    if heard.phone and call.phone_key != key_of(heard.phone):
        call.phone_key = key_of(heard.phone)
        callers = who_calls(TELEPHONE, call.phone_key)
        if len({caller.customer.pk for caller in callers}) == 1:
            call.customer = callers[0].customer
            call.contact_person = callers[0].person if len(callers) == 1 else None
    if call.centre is None and (centre := centre_of(line=call.line, agent=heard.agent)):
        call.centre, call.branch, call.team = centre, centre.branch, centre.team


def _people(call: Call) -> set[Person]:
    known = (call.rings_at, call.person, call.passed_to)
    return {person for person in known if person is not None}
