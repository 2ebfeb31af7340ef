"""One stream of a case: what was said, what was noted, what happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.comms.models import Message
from kept.documents.models import Document
from kept.kernel.web.timelines import Line, lines_of

from ..enums import Channel
from ..models import Case, CaseNote, Contact

LIMIT = 60
TOLD_ELSEWHERE = frozenset(
    (
        "desk.case_answered",
        "desk.case_chased",
        "desk.case_mentioned",
        "desk.case_noted",
        "desk.customer_told",
        "desk.contact_logged",
    )
)
"""Events that stand in the stream already as the contact or note itself."""

ICONS = {Channel.PHONE: "phone", Channel.EMAIL: "mail", Channel.LETTER: "file", Channel.VISIT: "users"}


@dataclass(frozen=True)
class Item:
    """One thing in the stream. `said` is quoted text; without it the title tells all."""

    at: datetime
    sort: str
    icon: str
    title: Any
    by: str = ""
    said: str = ""
    number: str = ""
    url: str = ""
    mark: Any = ""
    documents: list[Document] = field(default_factory=list)
    sending: Message | None = None
    """The mail or SMS by which it went out."""

    @property
    def group(self) -> str:
        """What the stream is filtered by: what was said (with its papers), notes, steps."""
        return "said" if self.sort in ("in", "out", "paper") else self.sort


def story_of(case: Case) -> list[Item]:
    """Newest first; six statements whatever the history."""
    contacts = list(case.contacts.select_related("person", "customer").order_by("-at", "-pk")[:LIMIT])
    notes = case.notes.select_related("person")[:LIMIT]
    lines = [line for line in lines_of(case, limit=LIMIT) if line.name not in TOLD_ELSEWHERE]
    papers, own = documents_of(case, contacts)
    sent = _sent(contacts)
    items = [
        *(_of_contact(contact, papers[contact.pk], sent.get(contact.pk)) for contact in contacts),
        *(_of_note(note) for note in notes),
        *(_of_line(line) for line in lines),
        *(_of_document(document) for document in own),
    ]
    return sorted(items, key=lambda item: item.at, reverse=True)[:LIMIT]


def documents_of(case: Case, contacts: Iterable[Contact]) -> tuple[dict[int, list[Document]], list[Document]]:
    """Papers that came with contacts, and those of the case itself; one statement."""
    of_contact, of_case = Contact._meta.label_lower, Case._meta.label_lower
    ids = [contact.pk for contact in contacts]
    wanted = Q(subject_type=of_contact, subject_id__in=ids) | Q(subject_type=of_case, subject_id=case.pk)
    kept = list(Document.objects.filter(wanted).order_by("pk"))
    found: dict[int, list[Document]] = defaultdict(list)
    for document in kept:
        if document.subject_type == of_contact:
            found[document.subject_id].append(document)
    return found, [document for document in kept if document.subject_type == of_case]


def _sent(contacts: Iterable[Contact]) -> dict[int | None, Message]:
    """By contact: the message that carries it; one statement."""
    ids = [contact.pk for contact in contacts if not contact.is_incoming]
    rows = Message.objects.select_related("account").filter(
        about_type=Contact._meta.label_lower, about_id__in=ids
    )
    return {message.about_id: message for message in rows.order_by("pk")}


def _of_contact(contact: Contact, documents: list[Document], sending: Message | None) -> Item:
    channel, who = contact.get_channel_display(), contact.who
    words = _("%(who)s by %(channel)s") if contact.is_incoming else _("To %(who)s by %(channel)s")
    return Item(
        at=contact.at,
        sort="in" if contact.is_incoming else "out",
        icon=ICONS.get(Channel(contact.channel), "message"),
        title=words % {"who": who, "channel": channel},
        by=contact.person.name if contact.person else "",
        said=contact.told,
        number=contact.number,
        url=contact.get_absolute_url(),
        mark=_("asks again") if contact.is_chaser else "",
        documents=documents,
        sending=sending,
    )


def _of_note(note: CaseNote) -> Item:
    who = note.person.name if note.person else ""
    return Item(at=note.at, sort="note", icon="edit", title=_("Note for colleagues"), by=who, said=note.text)


def _of_line(line: Line) -> Item:
    return Item(at=line.at, sort="event", icon="", title=line.title, by=line.by, said=line.detail)


def _of_document(document: Document) -> Item:
    return Item(at=document.kept_at, sort="paper", icon="file", title=document.name, documents=[document])
