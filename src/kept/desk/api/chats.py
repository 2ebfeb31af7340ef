"""Chats for programs: what is going on, and what was said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from ninja.errors import HttpError

from kept.kernel.actor import Actor

from ..enums import ChatSide, ChatState
from ..models import Chat
from ..queries.chats import lines_of

router = Router(tags=["chats"])
MOST = 100


class ChatLineOut(Schema):
    side: str
    by: str
    text: str
    file: str
    at: datetime


class ChatOut(Schema):
    number: str
    state: str
    visitor: str
    customer: str
    person: str
    contact: str
    began_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None


class ChatWithLines(ChatOut):
    lines: list[ChatLineOut]


@router.get("", response=list[ChatOut])
def list_chats(
    request: HttpRequest, state: ChatState | None = None, limit: int = MOST, below: str = ""
) -> list[dict[str, Any]]:
    """Chats, newest first. `below` is the number of the last one already read."""
    actor = _allowed(request)
    permitted = Chat.objects.permitted(actor, "desk.view")
    rows = permitted.filter(state=state) if state else permitted
    if below:
        rows = rows.filter(pk__lt=get_object_or_404(permitted, number=below).pk)
    rows = rows.select_related("customer", "person", "contact").order_by("-pk")
    return [_chat(chat) for chat in rows[: max(1, min(limit, MOST))]]


@router.get("/{number}", response=ChatWithLines)
def read_chat(request: HttpRequest, number: str) -> dict[str, Any]:
    """One chat with all that was said."""
    rows = Chat.objects.permitted(_allowed(request), "desk.view")
    chat = get_object_or_404(rows.select_related("customer", "person", "contact"), number=number)
    lines = [
        {
            "side": line.side,
            "by": line.person.name
            if line.person
            else chat.visitor_name
            if line.side == ChatSide.VISITOR
            else "",
            "text": line.text,
            "file": line.document.get_absolute_url() if line.document else "",
            "at": line.at,
        }
        for line in lines_of(chat)
    ]
    return {**_chat(chat), "lines": lines}


def _allowed(request: HttpRequest) -> Actor:
    actor = Actor.of(request)
    if not actor.may("desk.view"):
        raise HttpError(403, "desk.view")
    return actor


def _chat(chat: Chat) -> dict[str, Any]:
    own = ("number", "state", "began_at", "answered_at", "ended_at")
    return {
        **{name: getattr(chat, name) for name in own},
        "visitor": chat.visitor_name,
        "customer": chat.customer.number if chat.customer else "",
        "person": chat.person.name if chat.person else "",
        "contact": chat.contact.number if chat.contact else "",
    }
