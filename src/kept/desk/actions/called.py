"""What a call means for the desk: a contact when somebody picked up, a call-back when nobody did."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as say

from kept.kernel.actor import Actor
from kept.kernel.events import Subject
from kept.kernel.numbers import rule
from kept.promises.actions import (
    PromiseRequest,
    cancel_promises,
    fail_promises,
    revise_promise,
    start_promise,
)
from kept.promises.enums import Cause, LiableTier, PromiseState, Term, TermState
from kept.promises.models import Promise

from ..enums import CallState, Channel, Direction
from ..models import Call, Contact
from ..queries.calls import callback_waiting, is_extension
from ..rules import RING_SECONDS, rings_in
from .contacting import let_go_contact, log_contact, note_rings


def follow_call(*, call: Call, by: Actor, at: datetime) -> None:
    """Log the contact that this call has become by now. Safe to ask again after each signal."""
    if not call.is_incoming:
        if call.answered_at and call.contact is None:
            _log_call_out(call, by=by, at=at)
    elif call.answered_at:
        _log_answered(call, by=by, at=at)
    elif call.state == CallState.MISSED and call.contact is None and call.phone_key:
        _log_missed(call, by=by, at=at)


def _log_answered(call: Call, *, by: Actor, at: datetime) -> None:
    if call.contact is not None and call.contact.is_missed:  # the answer was told after the end
        if not call.contact.calls.exclude(pk=call.pk).exists():
            _take_back(call, call.contact, say("It was picked up; this was told late."), by=by, at=at)
        call.contact = None
    if call.contact is None:
        call.contact = log_contact(**_told(call), happened_at=call.answered_at, **_rings(call), by=by, at=at)
        if earlier := callback_waiting(call.phone_key):
            why = say("They called again and were answered: %(number)s.")
            _let_go(earlier, why % {"number": call.contact.number}, by=by, at=at)
    elif call.contact.ring_seconds is None and (rings := _rings(call)):
        note_rings(contact=call.contact, **rings, by=by, at=at)


def _log_missed(call: Call, *, by: Actor, at: datetime) -> None:
    """The first missed call of a number starts the call-back; the next ones join it."""
    call.contact = callback_waiting(call.phone_key)
    if call.contact is not None:
        return
    moment = call.ended_at or call.began_at
    call.contact = log_contact(
        **_told(call), happened_at=moment, is_missed=True, clock="callback", by=by, at=at
    )
    if call.rang_at and call.ended_at:
        _judge_unanswered(call, call.contact, by=by, at=at)


def _log_call_out(call: Call, *, by: Actor, at: datetime) -> None:
    """We called. Where a call-back was owed to this number, this is it."""
    waiting = callback_waiting(call.phone_key)
    told = _told(call)
    if waiting is not None:
        told["customer"] = waiting.customer
    call.contact = log_contact(
        **told, direction=Direction.OUT, answers=waiting, happened_at=call.answered_at, by=by, at=at
    )


def _told(call: Call) -> dict[str, Any]:
    name = call.contact_person.name if call.contact_person else ""
    return {
        "channel": Channel.PHONE,
        "customer": call.customer,
        "contact_person": call.contact_person,
        "caller_name": name or ("" if call.phone else say("Number withheld")),
        "phone": call.phone,
        "is_internal": is_extension(call.phone),
        "person": call.person,
        "branch": call.branch,
        "team": call.team,
    }


def _rings(call: Call) -> dict[str, Any]:
    """How long it rang, and in which ring it was picked up."""
    if call.waited is None or call.answered_at is None:
        return {}
    seconds = int(call.waited.total_seconds())
    each = int(rule(RING_SECONDS, at=call.answered_at))
    return {"ring_seconds": seconds, "ring_count": rings_in(call.waited.total_seconds(), each)}


def _judge_unanswered(call: Call, contact: Contact, *, by: Actor, at: datetime) -> None:
    """What rang too long is broken and was never met; who gave up before leaves no verdict."""
    assert call.rang_at is not None and call.ended_at is not None
    promise = start_promise(
        request=PromiseRequest(
            kind="ring_answer",
            subject=Subject.of(contact),
            started_at=call.rang_at - timedelta(microseconds=1),
            customer_id=contact.customer_id,
            branch_id=contact.branch_id,
            team_id=contact.team_id,
        ),
        by=by,
        at=at,
    )
    if promise.is_overdue(call.ended_at):
        fail_promises(
            promises=[promise],
            terms={Term.TIME: TermState.BROKEN},
            cause=Cause.STAFFING,
            liable_tier=LiableTier.US,
            note=say("Nobody picked up."),
            by=by,
            at=call.ended_at,
        )
    else:
        cancel_promises(record=contact, kinds=("ring_answer",), by=by, at=call.ended_at)


def _take_back(call: Call, contact: Contact, why: str, *, by: Actor, at: datetime) -> None:
    """What was said of a missed call is not so: it was answered, and nobody need call back."""
    assert call.answered_at is not None
    rang = Promise.objects.about(contact).of_kind("ring_answer")
    for promise in rang.filter(state=PromiseState.BROKEN, met_at=None):
        revise_promise(promise=promise, why=why, met_at=call.answered_at, by=by, at=at)
    _let_go(contact, why, by=by, at=at)


def _let_go(contact: Contact, why: str, *, by: Actor, at: datetime) -> None:
    if contact.is_waiting:
        let_go_contact(contact=contact, why=why, by=by, at=at)
