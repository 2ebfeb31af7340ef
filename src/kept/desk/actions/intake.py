"""The phone rings: contact, case, answer and papers of one call in one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kept.documents.actions import keep_document
from kept.kernel.actor import Actor

from ..enums import CaseKind, Channel, Direction
from ..models import Call, Case, Contact
from ..queries.dialogues import Reading
from ..rules import SETTLED_BY_TALK
from .answered import case_was_answered
from .answering import answer_case
from .contacting import answer_contact, log_contact, promise_callback
from .opening import open_case
from .writing_up import write_up_contact


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What a clerk typed while listening.

    `call` is the telephone call that it writes up. `case` joins an open case; else `kind` opens one; else it
    stays a contact. `reading` is how a pasted chat is to be read. `answer` is what was said back at once, and
    `settles` tells that it answers the matter, not only the call; a question answered at once always is.
    """

    channel: str
    direction: str = Direction.IN
    call: Call | None = None
    case: Case | None = None
    kind: str = ""
    reading: Reading | None = None
    answer: str = ""
    settles: bool = False
    call_back: bool = False
    contact: dict[str, Any] = field(default_factory=dict)
    matter: dict[str, Any] = field(default_factory=dict)
    uploads: Sequence[UploadedFile[Any]] = ()


@transaction.atomic
def take_in(*, intake: Intake, by: Actor, at: datetime) -> Contact:
    """Log the contact, keep what was pasted, open its case, record the answer given at once."""
    contact = _contact_of(intake, by=by, at=at)
    for upload in intake.uploads:
        keep_document(
            upload=upload, kind="screenshot", about=contact, customer_id=contact.customer_id, by=by, at=at
        )
    case = intake.case
    if case is None and intake.kind:
        case = open_case(kind=intake.kind, contact=contact, by=by, at=at, **intake.matter)
        _settle_by_talk(case, contact, by=by, at=at)
    if intake.answer.strip() and contact.is_incoming:
        _answer(contact, case, intake, by=by, at=at)
    if intake.call_back and contact.is_incoming:
        promise_callback(contact=contact, by=by, at=at)
    return contact


def _contact_of(intake: Intake, *, by: Actor, at: datetime) -> Contact:
    """The contact that the telephone has logged already, else a new one."""
    logged = intake.call.contact if intake.call else None
    told = {name: value for name, value in intake.contact.items() if logged is None or name != "ring_count"}
    if logged is not None:
        return write_up_contact(contact=logged, case=intake.case, by=by, at=at, **told)
    return log_contact(
        channel=intake.channel,
        direction=intake.direction,
        case=intake.case,
        reading=intake.reading,
        by=by,
        at=at,
        **told,
    )


@transaction.atomic
def complain(
    *, kind: str = CaseKind.COMPLAINT, reason: str, demand: str = "", by: Actor, at: datetime, **about: Any
) -> Case:
    """A customer complains, suggests or asks by the portal: one entry, one case, its clocks at once.

    `about` names the customer, and order or shipment where there is one.
    """
    contact = log_contact(channel=Channel.PORTAL, summary=reason, by=by, at=at, **about)
    return open_case(kind=kind, contact=contact, reason=reason, demand=demand, by=by, at=at)


def _settle_by_talk(case: Case, contact: Contact, *, by: Actor, at: datetime) -> None:
    """A question whose answer stands in the pasted dialogue is answered by it."""
    reply = contact.answered_by.first() if contact.lines and case.kind in SETTLED_BY_TALK else None
    if reply is not None:
        reply.case, reply.is_answer = case, True
        reply.save(update_fields=["case", "is_answer"])
        case_was_answered(case=case, contact=reply, by=by, at=at)


def _answer(contact: Contact, case: Case | None, intake: Intake, *, by: Actor, at: datetime) -> None:
    if case is not None and (intake.settles or case.kind in SETTLED_BY_TALK):
        answer_case(case=case, channel=contact.channel, text=intake.answer, answers=contact, by=by, at=at)
    else:
        answer_contact(contact=contact, text=intake.answer, by=by, at=at)
