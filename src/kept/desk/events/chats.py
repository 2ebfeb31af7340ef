"""What happened in chats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event


@dataclass(frozen=True, kw_only=True)
class ChatEvent(Event):
    """What all events of a chat carry."""

    customer_id: int | None
    contact_id: int | None
    person_id: int | None
    branch_id: int | None

    @classmethod
    def of(cls, chat: Any, *, at: datetime) -> Self:
        own = ("customer_id", "contact_id", "person_id", "branch_id")
        return cls(subject=Subject.of(chat), occurred_at=at, **{name: getattr(chat, name) for name in own})


@event("desk.chat_began")
@dataclass(frozen=True, kw_only=True)
class ChatBegan(ChatEvent):
    title = _("Chat begun")


@event("desk.chat_taken")
@dataclass(frozen=True, kw_only=True)
class ChatTaken(ChatEvent):
    title = _("Chat taken")


@event("desk.chat_passed_on")
@dataclass(frozen=True, kw_only=True)
class ChatPassedOn(ChatEvent):
    title = _("Chat passed on")


@event("desk.chat_ended")
@dataclass(frozen=True, kw_only=True)
class ChatEnded(ChatEvent):
    title = _("Chat ended")
