"""Talking on the web: begin, say, take, pass on, end. What is said becomes a contact with its clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.documents.actions import keep_document
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.kernel.live import ping
from kept.kernel.numbering import next_number
from kept.kernel.numbers import rule
from kept.parties.models import Customer
from kept.people.models import Person

from ..enums import CaseKind, Channel, ChatSide, ChatState, Direction, Served
from ..events import ChatBegan, ChatEnded, ChatPassedOn, ChatTaken
from ..models import Case, Chat, ChatLine
from ..queries.calls import branch_of_strangers
from ..queries.staff import clerk_of
from ..rules import CHAT_LINES, CHAT_STARTS, LONGEST_LINE
from .contacting import log_contact
from .opening import open_case
from .writing_up import write_up_contact


class ChatIsOver(Refused):
    default = _("This chat is over. Begin a new one.")


class NothingSaid(Refused):
    default = _("Write something, or add a file.")


class TooLong(Refused):
    default = _("This is too long for one line. Send it in parts, or as a file.")


class TooFast(Refused):
    default = _("That is very much at once. Wait a minute, then go on.")


class TooMany(Refused):
    default = _("Too many chats began from here. Call us, or try again in an hour.")


class HowToReachYou(Refused):
    default = _("Leave a phone number or a mail address, so that we can answer you in any case.")


class NotYours(Refused):
    default = _("A colleague answers this chat. Take it over first.")


@transaction.atomic
def begin_chat(
    *,
    name: str,
    text: str,
    phone: str = "",
    email: str = "",
    customer: Customer | None = None,
    visitor: Person | None = None,
    origin: str = "",
    by: Actor,
    at: datetime,
) -> Chat:
    """A visitor asks the first question; the answer clock starts with it."""
    if customer is None and not (phone or email):
        raise HowToReachYou(field="phone")
    _check_text(text, None)
    if origin and _begun_lately(origin, at) >= rule(CHAT_STARTS, at=at):
        raise TooMany
    branch = customer.branch if customer else branch_of_strangers()
    chat = Chat(customer=customer, visitor=visitor, visitor_name=name.strip()[:80], phone=phone, email=email)
    chat.origin, chat.branch, chat.began_at, chat.last_line_at = origin, branch, at, at
    chat.number = next_number("chat", at=at)
    chat.contact = log_contact(
        channel=Channel.CHAT,
        customer=customer,
        served=Served.CLIENT if customer and visitor else "",
        caller_name=chat.visitor_name,
        phone=phone,
        email=email,
        branch=branch,
        summary=text.strip(),
        by=by,
        at=at,
    )
    chat.save()
    ChatLine.objects.create(chat=chat, side=ChatSide.VISITOR, text=text.strip(), at=at)
    emit(ChatBegan.of(chat, at=at), by=by)
    _ping(chat, at=at)
    return chat


@transaction.atomic
def say_in_chat(
    *,
    chat: Chat,
    side: str,
    text: str,
    upload: UploadedFile[bytes] | None = None,
    key: str = "",
    by: Actor,
    at: datetime,
) -> ChatLine:
    """One line or file. The same key again is the same line. The clerk's first one answers the contact."""
    chat = _locked(chat)
    said = ChatLine.objects.filter(chat=chat, key=key).first() if key else None
    if said is not None:
        return said
    if chat.is_over:
        raise ChatIsOver
    _check_text(text, upload)
    if side == ChatSide.CLERK and chat.person_id != by.person_id:
        raise NotYours
    if side == ChatSide.VISITOR and _said_lately(chat, at) >= rule(CHAT_LINES, at=at):
        raise TooFast
    line = ChatLine(chat=chat, side=side, text=text.strip(), key=key[:40], at=at)
    line.person_id = by.person_id if side == ChatSide.CLERK else None
    if upload is not None:
        about = {"about": chat, "customer_id": chat.customer_id}
        line.document = keep_document(upload=upload, kind="chat", **about, by=by, at=at)  # type: ignore[arg-type]
    line.save()
    if side == ChatSide.CLERK and chat.answered_at is None:
        _answer(chat, line, by=by, at=at)
    chat.last_line_at = at
    chat.save(update_fields=["last_line_at", "answered_at"])
    _ping(chat, at=at)
    return line


@transaction.atomic
def take_chat(*, chat: Chat, by: Actor, at: datetime) -> Chat:
    """A clerk answers from now on; from a colleague it is taken over."""
    chat, person = _locked(chat), clerk_of(by, business=True)
    if chat.is_over:
        raise ChatIsOver
    if person is None:
        raise Refused(_("You take no chats of customers yet."))
    if chat.person_id == person.pk:
        return chat
    _hand_to(chat, person, at=at)
    emit(ChatTaken.of(chat, at=at), by=by)
    _ping(chat, at=at)
    return chat


@transaction.atomic
def pass_chat(*, chat: Chat, to: Person, by: Actor, at: datetime) -> Chat:
    """Somebody else answers from now on; the visitor is told who."""
    chat = _locked(chat)
    if chat.is_over:
        raise ChatIsOver
    was = chat.person_id
    _hand_to(chat, to, at=at)
    emit(ChatPassedOn.of(chat, at=at), by=by)
    _ping(chat, at=at, was=was)
    return chat


@transaction.atomic
def end_chat(*, chat: Chat, by: Actor, at: datetime) -> Chat:
    """Over; what was said is the text of the contact. Unanswered, its clock runs on until somebody does."""
    chat = _locked(chat)
    if chat.is_over:
        return chat
    chat.state, chat.ended_at = ChatState.ENDED, at
    chat.save(update_fields=["state", "ended_at"])
    if chat.contact is not None:
        write_up_contact(contact=chat.contact, summary=transcript_of(chat), by=by, at=at)
    emit(ChatEnded.of(chat, at=at), by=by)
    _ping(chat, at=at)
    return chat


@transaction.atomic
def open_case_of_chat(*, chat: Chat, kind: str = CaseKind.QUESTION, by: Actor, at: datetime) -> Case:
    """The matter becomes a case, with what was said so far as its reason."""
    chat = _locked(chat)
    assert chat.contact is not None
    if chat.contact.case is not None:
        return chat.contact.case
    return open_case(kind=kind, contact=chat.contact, reason=transcript_of(chat), by=by, at=at)


@transaction.atomic
def note_typing(*, chat: Chat, side: str, at: datetime) -> None:
    """The other side sees that somebody types. Nothing is kept."""
    if side == ChatSide.CLERK:
        ping("typing", key=chat.key, at=at)
    elif chat.person_id:
        ping("typing", person_id=chat.person_id, data={"number": chat.number}, at=at)


def end_idle_chats(*, idle_for: timedelta, by: Actor, at: datetime) -> int:
    """Where nobody has said anything for long, the chat is over."""
    idle = list(Chat.objects.unfinished().filter(last_line_at__lt=at - idle_for).order_by("pk"))
    for chat in idle:
        end_chat(chat=chat, by=by, at=at)
    return len(idle)


def transcript_of(chat: Chat) -> str:
    """All that both said, a line each, with the names."""
    names = {ChatSide.VISITOR: chat.visitor_name}
    lines = chat.lines.exclude(side=ChatSide.HOUSE).select_related("person", "document")
    return "\n".join(
        f"{names.get(ChatSide(line.side)) or line.person}: {line.text or line.document}" for line in lines
    )


def _locked(chat: Chat) -> Chat:
    rows = Chat.objects.select_for_update(of=("self",)).select_related("contact__case", "person")
    return rows.get(pk=chat.pk)


def _answer(chat: Chat, line: ChatLine, *, by: Actor, at: datetime) -> None:
    chat.answered_at = at
    log_contact(
        channel=Channel.CHAT,
        direction=Direction.OUT,
        answers=chat.contact,
        summary=line.text or str(line.document),
        by=by,
        at=at,
    )


def _hand_to(chat: Chat, person: Person, *, at: datetime) -> None:
    chat.person, chat.state = person, ChatState.TALKING
    chat.taken_at = chat.taken_at or at
    chat.save(update_fields=["person", "state", "taken_at"])
    ChatLine.objects.create(chat=chat, side=ChatSide.HOUSE, person=person, text="taken", at=at)
    if chat.contact is not None:
        write_up_contact(contact=chat.contact, person=person, by=Actor.system("chat"), at=at)


def _check_text(text: str, upload: UploadedFile[bytes] | None) -> None:
    if not text.strip() and upload is None:
        raise NothingSaid(field="text")
    if len(text) > LONGEST_LINE:
        raise TooLong(field="text")


def _begun_lately(origin: str, at: datetime) -> int:
    return Chat.objects.filter(origin=origin, began_at__gt=at - timedelta(hours=1)).count()


def _said_lately(chat: Chat, at: datetime) -> int:
    return chat.lines.filter(side=ChatSide.VISITOR, at__gt=at - timedelta(minutes=1)).count()


def _ping(chat: Chat, *, at: datetime, was: int | None = None) -> None:
    """The visitor's page, and those at the desk who have this chat or may take it."""
    told = {"number": chat.number}
    ping("chat", key=chat.key, at=at)
    for person_id in sorted({pk for pk in (chat.person_id, was) if pk}):
        ping("chats", person_id=person_id, data=told, at=at)
    if chat.answered_at is None:
        where = (chat.branch_id, chat.team_id)
        ping("chats", permission="desk.work", branch_id=where[0], team_id=where[1], data=told, at=at)
