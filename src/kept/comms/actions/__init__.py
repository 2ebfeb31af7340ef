"""Telling people: notices inside, messages outside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import models, transaction

from kept.kernel.models import EventRecord
from kept.people.models import Person

from ..models import Message, MessageState, Notice

__all__ = ["notify", "queue_message", "read_notice", "read_notices", "send_waiting"]

RETRY_MINUTES = (1, 5, 30, 120, 720)


def notify(
    *, people: Sequence[Person], event: EventRecord, tone: str = "info", url: str, at: datetime
) -> None:
    """One notice per person and event, however often it is delivered."""
    Notice.objects.bulk_create(
        [
            Notice(
                person=person,
                event=event.uid,
                name=event.name,
                tone=tone,
                about=event.subject_number,
                url=url,
                made_at=at,
            )
            for person in people
        ],
        ignore_conflicts=True,
    )


def read_notices(*, person: Person, at: datetime) -> None:
    Notice.objects.filter(person=person, read_at=None).update(read_at=at)


def read_notice(*, notice: Notice, at: datetime) -> None:
    """Its person has opened it."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


def queue_message(
    *, key: str, to: str, subject: str, body: str, about: models.Model | None = None, at: datetime
) -> Message:
    """Write a mail into the outbox; the same key is never sent twice."""
    about_type = about._meta.label_lower if about is not None else ""
    message, _ = Message.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "subject": " ".join(subject.split())[:200],
            "body": body,
            "about_type": about_type,
            "about_id": about.pk if about is not None else None,
            "next_at": at,
        },
    )
    return message


def send_waiting(*, at: datetime, limit: int = 50) -> int:
    """Send what waits, oldest first. A channel that is down keeps them waiting."""
    waiting = Message.objects.filter(state=MessageState.WAITING, next_at__lte=at).order_by("id")[:limit]
    return sum(_send(message.pk, at) for message in waiting)


def _send(pk: int, at: datetime) -> int:
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=pk)
        if message.state != MessageState.WAITING:
            return 0
        try:
            EmailMessage(message.subject, message.body, to=[message.to]).send()
        except OSError as down:
            _wait(message, type(down).__name__, at)
            sent = 0
        else:
            message.state, message.sent_at, sent = MessageState.SENT, at, 1
        message.save()
    return sent


def _wait(message: Message, why: str, at: datetime) -> None:
    message.why = why
    if message.attempts >= len(RETRY_MINUTES):
        message.state = MessageState.FAILED
        return
    message.next_at = at + timedelta(minutes=RETRY_MINUTES[message.attempts])
    message.attempts += 1
