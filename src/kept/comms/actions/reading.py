"""Reading what was stored: a person's message is told on, a machine's is noted, a flood is put aside."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit
from kept.kernel.numbers import rule

from ..enums import AccountKind, IncomingState, MessageState, Sort, Unreadable
from ..events import MessageRead, MessageReplayed
from ..models import Account, Flood, Incoming, Message
from ..rules import FLOOD_MESSAGES, FLOOD_MINUTES, FLOOD_TOGETHER
from ..rules.calls import read_call
from ..rules.letters import Letter, NotReadable, read_mail
from ..rules.verdicts import vouched
from .carrying import installation
from .sending import tell_failure
from .tallying import CLOCK

log = logging.getLogger("kept.comms")
S = IncomingState
MOST_AT_ONCE = 500


def read_waiting(*, at: datetime, limit: int = 100) -> int:
    """Read what was stored since last time, in its order. An unreadable one does not stop the others."""
    waiting = Incoming.objects.unread().select_related("account").order_by("id")[:limit]
    return len([read_incoming(message=message, at=at) for message in waiting])


def read_incoming(*, message: Incoming, at: datetime) -> Incoming:
    """Read one message. What it says stands beside it; its raw bytes stay as they are."""
    try:
        letter, verdict = letter_of(message), None
        if message.account.kind == AccountKind.MAIL:
            verdict = vouched(message.content(), letter.sender, server=message.account.authserv)
    except NotReadable as no:
        return _cannot_read(message, no.why)
    with transaction.atomic():
        message = (
            Incoming.objects.select_for_update(of=("self",)).select_related("account").get(pk=message.pk)
        )
        if message.state != S.RECEIVED:
            return message
        message.tell(letter)
        message.vouched = verdict
        if message.as_person or letter.sort == Sort.PERSONAL:
            _tell_on(message, at=at)
        else:
            _note(message, letter, at=at)
        message.save()
    return message


def letter_of(message: Incoming) -> Letter:
    """What the raw bytes say, files included. Raises NotReadable."""
    try:
        if message.account.kind == AccountKind.HOOK:
            return read_call(message.content())
        return read_mail(message.content(), own=own_addresses(), installation=installation())
    except NotReadable:
        raise
    except Exception as broken:  # whatever a stranger's bytes break, the next message is read
        log.warning("message %s cannot be read: %s", message.number, type(broken).__name__)
        raise NotReadable(Unreadable.BROKEN) from broken


def own_addresses() -> frozenset[str]:
    return frozenset(
        address.lower() for address in Account.objects.exclude(address="").values_list("address", flat=True)
    )


@transaction.atomic
def take_in(
    *, message: Incoming, record: models.Model, files_refused: Sequence[dict[str, Any]] = ()
) -> Incoming:
    """A later room has made a record of it."""
    message = Incoming.objects.select_for_update(of=("self",)).get(pk=message.pk)
    message.become(record)
    message.files_refused = list(files_refused)
    message.save(update_fields=["state", "about_type", "about_id", "about_number", "files_refused"])
    return message


@transaction.atomic
def replay_message(*, message: Incoming, as_person: bool = False, by: Actor, at: datetime) -> Incoming:
    """Read it once more, as if it had just come; `as_person` takes in what was noted or put aside."""
    message = Incoming.objects.select_for_update(of=("self",)).select_related("flood").get(pk=message.pk)
    if message.flood is not None:
        Flood.objects.filter(pk=message.flood.pk).update(count=F("count") - 1)
    message.replay(as_person=as_person or message.as_person)
    message.save(update_fields=["state", "why", "flood", "as_person"])
    fact = MessageReplayed(
        subject=Subject.of(message), occurred_at=at, account_id=message.account_id, as_person=as_person
    )
    emit(fact, by=by)
    return message


@transaction.atomic
def release_flood(*, flood: Flood, by: Actor, at: datetime) -> int:
    """Take in what was put aside, the oldest first; many at once, the rest by asking again."""
    flood = Flood.objects.select_for_update(of=("self",)).get(pk=flood.pk)
    messages = list(flood.messages.filter(state=S.ASIDE).order_by("pk")[:MOST_AT_ONCE])
    for message in messages:
        replay_message(message=message, as_person=True, by=by, at=at)
    if not flood.messages.filter(state=S.ASIDE).exists():
        Flood.objects.filter(pk=flood.pk).update(is_over=True)
    return len(messages)


@transaction.atomic
def _cannot_read(message: Incoming, why: Unreadable) -> Incoming:
    message = Incoming.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.state == S.RECEIVED:
        message.move_to(S.UNREADABLE)
        message.why = why
        message.save(update_fields=["state", "why"])
    return message


def _tell_on(message: Incoming, *, at: datetime) -> None:
    if not message.as_person and (flood := _flood_of(message)):
        message.move_to(S.ASIDE)
        message.flood = flood
        return
    message.move_to(S.READ)
    fact = MessageRead(
        subject=Subject.of(message), occurred_at=at, account_id=message.account_id, medium=message.medium
    )
    emit(fact, by=CLOCK)


def _flood_of(message: Incoming) -> Flood | None:
    """The row of the flood, when more came within minutes than the rules allow: from this sender, or by this
    channel from whomever while the sender was never heard before. That of many senders names none."""
    at = message.received_at
    since = at - timedelta(minutes=int(rule(FLOOD_MINUTES, at=at)))
    earlier = Incoming.objects.filter(account=message.account, pk__lt=message.pk, as_person=False)
    lately = earlier.filter(received_at__gt=since, received_at__lte=at)
    if _are_many(lately.filter(sender=message.sender), int(rule(FLOOD_MESSAGES, at=at))):
        sender = message.sender
    elif (
        _are_many(lately, int(rule(FLOOD_TOGETHER, at=at)))
        and not earlier.filter(sender=message.sender, received_at__lte=since).exists()
    ):
        sender = ""
    else:
        return None
    whose = {"account": message.account, "sender": sender, "is_over": False}
    begins = {"first_at": message.received_at, "last_at": message.received_at}
    flood, _ = Flood.objects.get_or_create(**whose, defaults=begins)
    Flood.objects.filter(pk=flood.pk).update(count=F("count") + 1, last_at=message.received_at)
    return flood


def _are_many(rows: models.QuerySet[Incoming], most: int) -> bool:
    return len(rows.order_by("received_at").values_list("pk")[:most]) >= most


def _note(message: Incoming, letter: Letter, *, at: datetime) -> None:
    """A machine wrote: no clock, no answer, but where it belongs it is seen."""
    message.move_to(S.NOTED)
    ids = [letter.bounce.message_id] if letter.bounce else list(letter.references)
    ours = Message.objects.filter(message_id__in=[each for each in ids if each]).order_by("-pk").first()
    if ours is None:
        return
    if ours.about_id:
        message.about_type, message.about_id = ours.about_type, ours.about_id
        message.about_number = ours.about_number
    if letter.bounce and letter.bounce.is_final and ours.state == MessageState.SENT:
        ours.fail(" ".join(filter(None, (letter.bounce.recipient, letter.bounce.why))) or "sent back")
        ours.save(update_fields=["state", "why"])
        tell_failure(ours, is_bounce=True, at=at)
