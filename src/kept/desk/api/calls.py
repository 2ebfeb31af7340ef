"""The telephone for programs: a telephone system tells what rings; others read what was called."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import AwareDatetime, HttpUrl

from kept.kernel.actor import Actor

from ..actions.telephoning import Heard, hear_signal
from ..enums import CallState, Direction, SignalKind
from ..models import Call
from ..queries.calls import answered_late, calls_in

router = Router(tags=["telephone"])
MOST = 200
TOLD = (
    SignalKind.RINGING,
    SignalKind.ANSWERED,
    SignalKind.TRANSFERRED,
    SignalKind.ENDED,
    SignalKind.RECORDED,
)


class SignalIn(Schema):
    """One signal of a call. `call` is the telephone system's own id of it, `phone` the one outside.

    `agent` is the extension (or login) at which it rings, that picked up, or to which it is passed on.
    """

    call: str = Field(min_length=1, max_length=120)
    event: SignalKind
    at: AwareDatetime | None = None
    direction: Direction = Direction.IN
    phone: str = Field("", max_length=40)
    line: str = Field("", max_length=40)
    queue: str = Field("", max_length=60)
    agent: str = Field("", max_length=40)
    recording: HttpUrl | None = None


class CallOut(Schema):
    number: str
    key: str
    state: str
    direction: str
    phone: str
    queue: str
    customer: str
    person: str
    contact: str
    began_at: datetime
    rang_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    abandoned: bool | None
    waited_seconds: float | None
    talked_seconds: float | None


@router.post("/events", response={200: CallOut})
def hear(request: HttpRequest, data: SignalIn) -> Status[dict[str, Any]]:
    """Tell one signal. In any order; sent again it changes nothing and answers the same."""
    actor = _allowed(request, "desk.tell_calls")
    if data.event not in TOLD:
        raise HttpError(422, "event")
    heard = Heard(
        call=data.call,
        kind=data.event,
        happened_at=data.at,
        recording=str(data.recording or ""),
        raw=data.dict(mode="json"),
        **data.dict(include={"direction", "phone", "line", "queue", "agent"}),
    )
    return Status(200, _call(hear_signal(heard=heard, by=actor, at=now())))


@router.get("", response=list[CallOut])
def list_calls(
    request: HttpRequest,
    state: CallState | None = None,
    late: bool = False,
    person: str = "",
    since: AwareDatetime | None = None,
    limit: int = MOST,
    below: str = "",
) -> list[dict[str, Any]]:
    """Calls, newest first. `person` is a login, `late` keeps what rang too long, `below` is the last read."""
    actor = _allowed(request, "desk.calls")
    rows = calls_in(actor)
    for name, value in {"state": state, "person__login": person, "began_at__gte": since}.items():
        rows = rows.filter(**{name: value}) if value else rows
    if below:
        last = get_object_or_404(Call.objects.permitted(actor, "desk.calls"), number=below)
        rows = rows.filter(pk__lt=last.pk)
    rows = answered_late(rows) if late else rows
    return [_call(call) for call in rows.order_by("-pk")[: max(1, min(limit, MOST))]]


@router.get("/{number}", response=CallOut)
def read_call(request: HttpRequest, number: str) -> dict[str, Any]:
    actor = _allowed(request, "desk.calls")
    return _call(get_object_or_404(Call.objects.permitted(actor, "desk.calls"), number=number))


def _allowed(request: HttpRequest, permission: str) -> Actor:
    actor = Actor.of(request)
    if not actor.may(permission):
        raise HttpError(403, permission)
    return actor


def _call(call: Call) -> dict[str, Any]:
    own = ("number", "key", "state", "direction", "phone", "queue", "abandoned")
    moments = ("began_at", "rang_at", "answered_at", "ended_at")
    spans = {"waited_seconds": call.waited, "talked_seconds": call.talked}
    return {
        **{name: getattr(call, name) for name in (*own, *moments)},
        **{name: None if span is None else span.total_seconds() for name, span in spans.items()},
        "customer": call.customer.number if call.customer else "",
        "person": call.person.name if call.person else "",
        "contact": call.contact.number if call.contact else "",
    }
