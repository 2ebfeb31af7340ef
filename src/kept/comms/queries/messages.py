"""Messages in and out as lists and records show them."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import models

from kept.kernel.actor import Actor

from ..enums import Sort
from ..models import Flood, Incoming, Message
from ..models.incoming import IncomingQuerySet
from ..models.outgoing import MessageQuerySet


@dataclass(frozen=True)
class Exchange:
    """What came and went about a record: the message it was, what machines said of it, what was sent."""

    received: Incoming | None = None
    notes: list[Incoming] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)


def incoming_in(actor: Actor) -> IncomingQuerySet:
    rows: IncomingQuerySet = Incoming.objects.permitted(actor, "comms.messages")
    return rows.select_related("account").defer("html", "quoted", "references")


def outgoing_in(actor: Actor) -> MessageQuerySet:
    rows: MessageQuerySet = Message.objects.permitted(actor, "comms.messages")
    return rows.select_related("account")


def floods_in(actor: Actor) -> list[Flood]:
    """Senders of whom much was put aside and nobody has decided yet."""
    rows = Flood.objects.permitted(actor, "comms.messages").filter(is_over=False, count__gt=0)
    return list(rows.select_related("account").order_by("-last_at")[:20])


def exchange_about(record: models.Model) -> Exchange:
    """Two statements. Whoever may see the record may see its messages."""
    came = list(Incoming.objects.about(record).select_related("account").order_by("pk")[:20])
    went = list(Message.objects.about(record).select_related("account").order_by("pk")[:20])
    own = next((message for message in came if message.sort in (Sort.PERSONAL, Sort.BULK)), None)
    return Exchange(own, [message for message in came if message is not own], went)
