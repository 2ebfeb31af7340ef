"""Writing down whoever calls, and whatever we answer. Only an outgoing contact stops an answer clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.numbering import next_number
from kept.kernel.numbers import rule
from kept.parties.models import Customer
from kept.promises.actions import Outcome, PromiseRequest, keep_promises_about, start_promise, waive_promise

from ..enums import Channel, Direction
from ..events import CallbackPromised, ContactAnswered, ContactLetGo, ContactLogged, ContactWrittenUp
from ..models import Case, Contact
from ..queries.calls import branch_of_strangers
from ..queries.dialogues import PASTED, Pasted, Reading, pasted_dialogue
from ..queries.phases import phase_of
from ..queries.served import is_inside, served_by
from ..queries.staff import clerk_of
from ..rules import CONTACT_CLOCKS, RING_SECONDS, SETTLED_BY_TALK, contact_clock
from .answered import case_was_answered, customer_asked_again
from .colliding import refuse_unread
from .mailing import Mail, mail_contact
from .texting import text_contact


class NothingToLog(Refused):
    default = _("Write down who it was or what was said.")


class OtherCustomer(Refused):
    default = _("This belongs to another customer.")


class ServedInside(Refused):
    default = _("A colleague asked; no client was served.")


class NotYet(Refused):
    default = _("This moment lies in the future.")


class ReasonMissing(Refused):
    default = _("Say why.")


@transaction.atomic
def log_contact(
    *,
    channel: str,
    direction: str = Direction.IN,
    case: Case | None = None,
    answers: Contact | None = None,
    is_answer: bool | None = None,
    happened_at: datetime | None = None,
    clock: str | None = None,
    mail: Mail | None = None,
    reading: Reading | None = None,
    by: Actor,
    at: datetime,
    **details: Any,
) -> Contact:
    """Log a call, mail, chat or visit.

    An incoming one starts its answer clock and, about an open case, counts as asking again. An outgoing
    one stops the clock of the contact it `answers`; about a `case` it answers that case as well, unless
    `is_answer` is False. `clock` names the promise that it starts where the channel does not decide.
    An outgoing mail is sent: `mail` says how where it is not plain. An outgoing SMS is sent where there is
    a channel for it. A dialogue that a clerk pastes is kept line by line; it waits since they last asked,
    and what we wrote after that answers it; `reading` says how the clerk corrected what was read.
    """
    pasted = None
    if direction == Direction.IN and channel in PASTED and by.person_id:
        pasted = _pasted(details, reading, at)
    moment = happened_at or (pasted.since if pasted else None) or at
    if moment > at:
        raise NotYet(field="happened_at")
    outgoing = direction == Direction.OUT
    contact = _written(channel=channel, direction=direction, at=moment, logged_at=at, by=by, details=details)
    contact.case = case or (answers.case if answers else None)
    contact.answers = answers if outgoing else None
    answers_case = case is not None and case.is_unfinished
    contact.is_answer = outgoing and (answers_case if is_answer is None else is_answer)
    _fill_from(contact, contact.case, answers)
    contact.served, contact.phase = _served(contact), _phase(contact)
    if clock is None or outgoing:
        clock = "" if outgoing else contact_clock(channel, is_internal=contact.is_internal)
    contact.branch_id = contact.branch_id or by.branch_id
    if contact.branch_id is None and not outgoing:
        contact.branch = branch_of_strangers()
    contact.needs_answer = bool(clock)
    contact.number = next_number("contact", at=at)
    contact.save()
    emit(ContactLogged.of(contact, at=moment), by=by)
    if clock:
        _start_clock(contact, clock, by=by, at=at)
    if contact.ring_count is not None and not outgoing and channel == Channel.PHONE:
        _judge_rings(contact, by=by, at=at)
    if outgoing:
        _stop_clocks(contact, by=by, at=at)
    elif contact.case is not None and not contact.is_internal:
        customer_asked_again(contact=contact, by=by, at=at)
    if pasted is not None and pasted.reply:
        _log_reply(contact, pasted, by=by, at=at)
    if outgoing and channel == Channel.EMAIL:
        mail_contact(contact=contact, mail=mail or Mail(), at=at)
    if outgoing and channel == Channel.SMS:
        text_contact(contact=contact, at=at)
    return contact


def _pasted(details: dict[str, Any], reading: Reading | None, at: datetime) -> Pasted | None:
    """The dialogue in what was said; it tells who called where that is not known."""
    person = details.get("contact_person")
    caller = details.get("caller_name") or (person.name if person else "")
    pasted = pasted_dialogue(details.get("summary", ""), caller=caller, at=at, reading=reading)
    if pasted is not None:
        details["lines"] = pasted.lines
        details["caller_name"] = caller or pasted.caller[:80]
    return pasted


def _log_reply(contact: Contact, pasted: Pasted, *, by: Actor, at: datetime) -> Contact:
    """What we wrote in the other program is the answer, at its own moment."""
    case = contact.case
    settles = case is not None and case.is_unfinished and case.kind in SETTLED_BY_TALK
    return log_contact(
        channel=contact.channel,
        direction=Direction.OUT,
        case=case,
        answers=contact,
        is_answer=settles,
        happened_at=max(pasted.reply_at or at, contact.at),
        summary=pasted.reply,
        by=by,
        at=at,
    )


@transaction.atomic
def answer_contact(
    *,
    contact: Contact,
    text: str,
    channel: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
    **details: Any,
) -> Contact:
    """Answer somebody who contacted us; a case that came of it keeps its own clock.

    With `seen`, the last answer that the writer knew, a later one of somebody else raises AnsweredMeanwhile.
    """
    refuse_unread(contact, seen=seen, by=by)
    return log_contact(
        channel=channel or contact.channel,
        direction=Direction.OUT,
        answers=contact,
        summary=text,
        by=by,
        at=at,
        **details,
    )


@transaction.atomic
def let_go_contact(*, contact: Contact, why: str, by: Actor, at: datetime) -> Contact:
    """Nothing is to be answered: a wrong number, an advertisement. The promise is waived with the reason."""
    if not why.strip():
        raise ReasonMissing(field="why")
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    contact.let_go()
    contact.save(update_fields=["needs_answer"])
    for promise in contact.promises:
        if promise.met_at is None and not promise.is_overdue(at) and promise.state in ("running", "paused"):
            waive_promise(promise=promise, why=why, by=by, at=at)
    emit(ContactLetGo.of(contact, at=at, why=why), by=by)
    return contact


@transaction.atomic
def promise_callback(*, contact: Contact, by: Actor, at: datetime) -> Contact:
    """What cannot be answered now is cleared up and called back: a clock of its own."""
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    if not contact.needs_answer:
        contact.needs_answer, contact.answered_at = True, None
        contact.save(update_fields=["needs_answer", "answered_at"])
    _start_clock(contact, "callback", by=by, at=at, since=at)
    emit(CallbackPromised.of(contact, at=at), by=by)
    return contact


@transaction.atomic
def note_service(*, contact: Contact, changes: Mapping[str, str], by: Actor, at: datetime) -> Contact:
    """Say whom a contact served and in which phase, `served` and `phase`, or that nobody knows: empty."""
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    if is_inside(contact) and any(changes.values()):
        raise ServedInside(field="served")
    told = {name: changes[name] for name in ("served", "phase") if name in changes}
    changed = [name for name, value in told.items() if getattr(contact, name) != value]
    if changed:
        for name in changed:
            setattr(contact, name, told[name])
        contact.save(update_fields=changed)
        emit(ContactWrittenUp.of(contact, at=at, fields=tuple(changed)), by=by)
    return contact


@transaction.atomic
def note_rings(*, contact: Contact, ring_count: int, ring_seconds: int, by: Actor, at: datetime) -> Contact:
    """How long it rang was told after it was picked up."""
    contact.ring_count, contact.ring_seconds = ring_count, ring_seconds
    contact.save(update_fields=["ring_count", "ring_seconds"])
    _judge_rings(contact, by=by, at=at)
    return contact


def _written(
    *, channel: str, direction: str, at: datetime, logged_at: datetime, by: Actor, details: dict[str, Any]
) -> Contact:
    contact = Contact(channel=channel, direction=direction, at=at, logged_at=logged_at, **details)
    if not any(
        (contact.summary.strip(), contact.caller_name, contact.phone, contact.email, contact.customer_id)
    ):
        raise NothingToLog(field="summary")
    if contact.person_id is None:
        contact.person = clerk_of(by, business=direction == Direction.IN and not contact.is_internal)
    return contact


def _fill_from(contact: Contact, case: Case | None, answers: Contact | None) -> None:
    """What is known from the case, order or shipment need not be typed; what contradicts it is refused."""
    contact.order = contact.order or _of_their_own(contact, case, case and case.order)
    contact.shipment = contact.shipment or _of_their_own(contact, case, case and case.shipment)
    sources = [source for source in (contact.shipment, contact.order, case, answers) if source is not None]
    for source in sources:
        owner: Customer | None = source.customer
        if contact.customer_id is None:
            contact.customer = owner
        elif owner is not None and owner.pk != contact.customer_id:
            raise OtherCustomer(field="customer")
    theirs = [one for one in (answers, case) if one is not None and not _goes_elsewhere(contact, one)]
    for name in ("caller_name", "phone", "email"):
        known = [getattr(one, name, "") for one in theirs]
        if not getattr(contact, name):
            setattr(contact, name, next(filter(None, known), ""))
    branches = [
        source.branch_id for source in (*sources, contact.person, contact.customer) if source is not None
    ]
    contact.branch_id = contact.branch_id or next(filter(None, branches), None)


def _goes_elsewhere(contact: Contact, known: Contact | Case) -> bool:
    """A mail to another address than that of who asked is not to them."""
    is_mail = contact.channel == Channel.EMAIL and contact.direction == Direction.OUT
    return is_mail and bool(contact.email) and contact.email.lower() != known.email.lower()


def _of_their_own(contact: Contact, case: Case | None, goods: Any) -> Any:
    """What a case is about; of a case of several customers only what is the contact's own."""
    of_several = case is not None and case.customer_id is None and contact.customer_id is not None
    return None if of_several and goods and goods.customer_id != contact.customer_id else goods


def _served(contact: Contact) -> str:
    """An answer serves whom it answers; else what was said, else what is known of the caller."""
    if is_inside(contact):
        return ""
    before = contact.answers or (None if contact.is_incoming else contact.case)
    return contact.served or (before.served if before else "") or served_by(contact)


def _phase(contact: Contact) -> str:
    """An answer belongs where its question did, what is about a case where the case does."""
    if is_inside(contact):
        return ""
    before = contact.answers or contact.case
    return contact.phase or phase_of(contact) or (before.phase if before else "")


def _start_clock(
    contact: Contact, kind: str, *, by: Actor, at: datetime, since: datetime | None = None
) -> None:
    request = PromiseRequest(
        kind=kind,
        subject=Subject.of(contact),
        started_at=since or contact.at,
        customer_id=contact.customer_id,
        branch_id=contact.branch_id,
        team_id=contact.team_id,
        person_id=contact.person_id,
    )
    start_promise(request=request, by=by, at=at)


def _judge_rings(contact: Contact, *, by: Actor, at: datetime) -> None:
    """The phone was picked up in a ring that counts some seconds; in the fourth is not before the fourth."""
    rings = timedelta(seconds=int(rule(RING_SECONDS, at=contact.at))) * (contact.ring_count or 0)
    request = PromiseRequest(
        kind="ring_answer",
        subject=Subject.of(contact),
        started_at=contact.at - rings - timedelta(microseconds=1),
        customer_id=contact.customer_id,
        branch_id=contact.branch_id,
        team_id=contact.team_id,
        person_id=contact.person_id,
        outcome=Outcome(met_at=contact.at),
    )
    start_promise(request=request, by=by, at=at)


def _stop_clocks(answer: Contact, *, by: Actor, at: datetime) -> None:
    """What this outgoing contact answers: a contact, or a whole case with all who wait in it."""
    waiting = []
    if answer.answers_id:
        waiting = [Contact.objects.select_for_update().get(pk=answer.answers_id)]
    if answer.is_answer and answer.case is not None:
        of_case = Contact.objects.select_for_update().waiting().filter(case=answer.case_id)
        if answer.customer_id:
            of_case = of_case.filter(customer=answer.customer_id)
        waiting += [contact for contact in of_case if contact.pk != answer.answers_id]
        case_was_answered(case=answer.case, contact=answer, by=by, at=at)
    for contact in waiting:
        _answered(contact, answer, by=by, at=at)


def _answered(contact: Contact, answer: Contact, *, by: Actor, at: datetime) -> None:
    if contact.answered_at is None:
        contact.be_answered(at=answer.at)
        contact.save(update_fields=["answered_at"])
        emit(ContactAnswered.of(contact, at=answer.at, answer_id=answer.pk), by=by)
    keep_promises_about(record=contact, kinds=CONTACT_CLOCKS, met_at=answer.at, by=by, at=at)
