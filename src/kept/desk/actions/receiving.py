"""A message from outside becomes a contact, with its files, in the case that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from kept.comms.actions.reading import letter_of, take_in
from kept.comms.enums import FileRefusal, IncomingState
from kept.comms.models import Incoming
from kept.comms.rules import LARGEST_FILE, MOST_FILES
from kept.comms.rules.letters import Letter, Part
from kept.documents.actions import keep_document
from kept.documents.rules import EmptyFile, FileTooLarge, UnknownFile
from kept.kernel.actor import Actor
from kept.kernel.numbers import rule

from ..enums import Channel, Served
from ..models import Contact
from ..queries.senders import Origin, origin_of, shipment_named
from ..queries.threads import ABOUT
from .contacting import log_contact

PROGRAMS = frozenset(
    ".exe .dll .com .scr .bat .cmd .ps1 .vbs .vbe .js .jse .wsf .hta .msi .jar .lnk .reg .apk .sh .py".split()
)
PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
LONGEST = 20_000


@transaction.atomic
def receive_message(*, message: Incoming, by: Actor, at: datetime) -> Contact | None:
    """Make a contact of a message that was read; its clock starts when it arrived. Once, if told twice."""
    if message.state != IncomingState.READ:
        return None
    if twin := _twin(message):
        take_in(message=message, record=twin)
        return twin
    letter, origin = letter_of(message), origin_of(message)
    contact = _log(message, origin, by=by, at=at)
    refused = _keep_files(contact, letter.parts, by=by, at=at)
    take_in(message=message, record=contact, files_refused=refused)
    return contact


def words_of(message: Incoming | Letter) -> str:
    """What a clerk reads first: the new words, else the subject, else what was quoted."""
    words = message.text or message.subject or message.quoted
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def _log(message: Incoming, origin: Origin, *, by: Actor, at: datetime) -> Contact:
    case = origin.case
    own = case is None or (origin.customer is not None and origin.customer.pk == case.customer_id)
    account = message.account
    named = f"{message.subject}\n{words_of(message)}"
    return log_contact(
        channel=message.medium,
        case=case,
        happened_at=message.received_at,
        customer=origin.customer if own else None,
        contact_person=origin.person if own else None,
        served=Served.CLIENT if own and origin.customer and message.medium == Channel.EMAIL else "",
        shipment=shipment_named(named, origin.customer) if case is None else None,
        caller_name=message.sender_name or message.sender[:80],
        email=message.sender if message.medium == Channel.EMAIL else "",
        phone=message.phone,
        subject=message.subject,
        summary=words_of(message),
        doubt=origin.doubt,
        person=case.owner if case is not None and case.is_unfinished else None,
        branch=account.branch,
        team=account.team,
        by=by,
        at=max(at, message.received_at),
    )


def _twin(message: Incoming) -> Contact | None:
    """The contact of the same mail that came by another account of ours."""
    same = Incoming.objects.filter(
        control=message.control, sender=message.sender, state=IncomingState.APPLIED, about_type=ABOUT
    )
    other = same.exclude(pk=message.pk).first()
    return Contact.objects.filter(pk=other.about_id).first() if other and other.about_id else None


def _keep_files(contact: Contact, parts: Iterable[Part], *, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Keep what may be kept, and say of the rest why not."""
    most, largest = int(rule(MOST_FILES, at=at)), int(rule(LARGEST_FILE, at=at)) * 1024 * 1024
    refused, kept = [], 0
    for part in parts:
        why = FileRefusal.TOO_MANY if kept >= most else _refusal(part, largest)
        if why is None:
            why = _keep(contact, part, by=by, at=at)
        if why is None:
            kept += 1
        else:
            refused.append({"name": part.name, "size": len(part.content), "why": why.value})
    return refused[:200]


def _refusal(part: Part, largest: int) -> FileRefusal | None:
    if len(part.content) > largest:
        return FileRefusal.TOO_LARGE
    is_program = part.content.startswith(PROGRAM_STARTS) or PurePath(part.name.lower()).suffix in PROGRAMS
    return FileRefusal.EXECUTABLE if is_program else None


def _keep(contact: Contact, part: Part, *, by: Actor, at: datetime) -> FileRefusal | None:
    try:
        keep_document(
            upload=ContentFile(part.content, name=part.name),
            kind="inline" if part.is_inline else "attachment",
            about=contact,
            customer_id=contact.customer_id,
            by=by,
            at=at,
        )
    except EmptyFile:
        return FileRefusal.EMPTY
    except FileTooLarge:
        return FileRefusal.TOO_LARGE
    except UnknownFile:
        return FileRefusal.UNKNOWN
    return None
