"""Chats as their two sides read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from kept.kernel.actor import Actor
from kept.promises.models import Promise

from ..models import Chat, ChatLine
from .routing import Hours, facts_of, hours_of, queue_for

MOST_LINES = 500
MOST_OVER = 10


@dataclass(frozen=True)
class Desk:
    """The chats at the left of the workspace."""

    waiting: Sequence[Chat]
    mine: Sequence[Chat]
    others: Sequence[Chat]
    over: Sequence[Chat]


def chats_in(actor: Actor) -> Sequence[Chat]:
    """Unfinished chats of the actor's reach, and those given to the actor; longest waiting first."""
    reach = Chat.objects.permitted(actor, "desk.work").unfinished().values("pk")
    rows = Chat.objects.unfinished().filter(Q(pk__in=reach) | Q(person=actor.person_id))
    return list(rows.select_related("customer", "person", "contact").order_by("began_at", "pk")[:200])


def desk_of(actor: Actor) -> Desk:
    """Two statements."""
    chats = chats_in(actor)
    over = Chat.objects.filter(person=actor.person_id, state="ended").select_related("customer", "person")
    return Desk(
        waiting=[chat for chat in chats if chat.person_id is None],
        mine=[chat for chat in chats if chat.person_id == actor.person_id],
        others=[chat for chat in chats if chat.person_id not in (None, actor.person_id)],
        over=list(over.order_by("-ended_at")[:MOST_OVER]),
    )


def lines_of(chat: Chat) -> list[ChatLine]:
    rows = chat.lines.select_related("person", "document").order_by("-pk")[:MOST_LINES]
    return list(rows)[::-1]


def place_in_line(chat: Chat) -> int:
    """How many stand before this chat, itself counted; 0 when somebody answers it."""
    if chat.person_id is not None or chat.is_over:
        return 0
    before = Q(began_at__lt=chat.began_at) | Q(began_at=chat.began_at, pk__lt=chat.pk)
    return Chat.objects.waiting().filter(before, person=None).count() + 1


def answer_promise(chat: Chat) -> Promise | None:
    """The promise to answer, while nobody has."""
    if chat.contact is None or chat.answered_at is not None:
        return None
    return next((promise for promise in chat.contact.promises if promise.kind == "call_answer"), None)


def was_told_closed(chat: Chat, at: datetime) -> bool:
    """Whether the visitor was told that nobody works now, and the queue has not opened since."""
    notice = getattr(chat.contact, "closed_notice", None)
    return notice is not None and (notice.opens_at is None or at < notice.opens_at)


def closed_now(chat: Chat, at: datetime) -> Hours | None:
    """When the queue opens in which a chat waits while nobody works there; None while somebody does."""
    if chat.contact is None or chat.person_id is not None or chat.is_over:
        return None
    entry = chat.contact.queue_entries.select_related("queue").order_by("-pk").first()
    placed = None if entry else queue_for(facts_of(chat.contact))
    queue = entry.queue if entry else placed and placed.queue
    hours = hours_of(queue, at) if queue else Hours(is_open=True)
    return None if hours.is_open else hours


def is_resting(promise: Promise | None, at: datetime) -> bool:
    """Whether it is outside the hours in which the promise's clock runs."""
    return promise is not None and promise.worked(at, at + timedelta(minutes=1)) == timedelta()
