"""Channels and messages for programs: whether they work, what came, what went, and once more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Router, Schema
from ninja.errors import HttpError

from kept.kernel.actor import Actor

from .actions.outbox import send_again
from .actions.reading import replay_message
from .enums import IncomingState, MessageState
from .models import Incoming, Message
from .queries.channels import channels_in
from .queries.messages import incoming_in, outgoing_in

router = Router(tags=["comms"])
MOST = 100


class ChannelOut(Schema):
    """A channel; its secret is never among this."""

    name: str
    kind: str
    address: str
    is_active: bool
    down_since: datetime | None
    down_why: str
    in_today: int
    out_today: int
    refused_today: int
    waiting: int


class IncomingOut(Schema):
    number: str
    channel: str
    state: str
    sort: str
    sender: str
    subject: str
    text: str
    received_at: datetime
    why: str
    became: str


class OutgoingOut(Schema):
    id: int
    channel: str
    to: str
    subject: str
    state: str
    why: str
    made_at: datetime
    sent_at: datetime | None
    about: str


class ReplayIn(Schema):
    """`as_person` takes in what was noted as a machine's or put aside."""

    as_person: bool = False


@router.get("channels", response=list[ChannelOut])
def list_channels(request: HttpRequest) -> list[Any]:
    """All channels with their state and what they did today."""
    return list(channels_in(_allowed(request, "comms.channels"), at=now()).order_by("name"))


@router.get("messages/in", response=list[IncomingOut])
def list_incoming(
    request: HttpRequest, state: IncomingState | None = None, below: str = "", limit: int = MOST
) -> list[dict[str, Any]]:
    """What came, newest first. `below` is the number of the last one already read."""
    actor = _allowed(request, "comms.messages")
    rows = incoming_in(actor)
    if state:
        rows = rows.filter(state=state)
    if below:
        last = get_object_or_404(Incoming.objects.permitted(actor, "comms.messages"), number=below)
        rows = rows.filter(pk__lt=last.pk)
    return [_incoming(message) for message in rows.order_by("-pk")[: max(1, min(limit, MOST))]]


@router.post("messages/in/{number}/replay", response=IncomingOut)
def replay(request: HttpRequest, number: str, data: ReplayIn) -> dict[str, Any]:
    """Read a message once more, as if it had just come."""
    actor = _allowed(request, "comms.raw")
    rows = Incoming.objects.permitted(actor, "comms.raw").select_related("account")
    found = get_object_or_404(rows, number=number)
    return _incoming(replay_message(message=found, as_person=data.as_person, by=actor, at=now()))


@router.get("messages/out", response=list[OutgoingOut])
def list_outgoing(
    request: HttpRequest, state: MessageState | None = None, below: int = 0, limit: int = MOST
) -> list[dict[str, Any]]:
    """What went or waits to go, newest first. `below` is the id of the last one already read."""
    rows = outgoing_in(_allowed(request, "comms.messages"))
    if state:
        rows = rows.filter(state=state)
    if below:
        rows = rows.filter(pk__lt=below)
    return [_outgoing(message) for message in rows.order_by("-pk")[: max(1, min(limit, MOST))]]


@router.post("messages/out/{pk}/sending", response=OutgoingOut)
def sending(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Send a failed message again."""
    actor = _allowed(request, "comms.messages")
    rows = Message.objects.permitted(actor, "comms.messages").select_related("account")
    return _outgoing(send_again(message=get_object_or_404(rows, pk=pk), by=actor, at=now()))


def _allowed(request: HttpRequest, permission: str) -> Actor:
    actor = Actor.of(request)
    if not actor.may(permission):
        raise HttpError(403, permission)
    return actor


def _incoming(message: Incoming) -> dict[str, Any]:
    own = "number state sort sender subject text received_at why".split()
    told = {name: getattr(message, name) for name in own}
    return {**told, "channel": message.account.name, "became": message.about_number}


def _outgoing(message: Message) -> dict[str, Any]:
    own = "id to subject state why made_at sent_at".split()
    told = {name: getattr(message, name) for name in own}
    channel = message.account.name if message.account else ""
    return {**told, "channel": channel, "about": message.about_number}
