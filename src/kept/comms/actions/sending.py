"""Carrying the outbox out: in order per channel, each message once, nothing lost while one is down."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused

from django.db import transaction
from django.db.models import Q

from kept.kernel.events import Subject, emit
from kept.kernel.numbers import rule

from ..enums import Count, MessageState
from ..events import MessageFailed
from ..models import Account, Message
from ..rules import SEND_ATTEMPTS
from ..rules.sealing import SecretLost
from .carrying import Carrier, NotTaken, carrier_of
from .tallying import CLOCK, count_up, note_down, note_up

INTERRUPTED = timedelta(minutes=10)
PASSING = (421, 450, 451, 452)
"""Replies of a mail server after which a later attempt makes sense (RFC 5321)."""


def send_waiting(*, at: datetime, limit: int = 50) -> int:
    """Send what waits, oldest first. A channel that is down keeps its messages waiting, in their order."""
    _give_up_interrupted(at)
    ready = Q(account=None) | Q(account__out_retry_at=None) | Q(account__out_retry_at__lte=at)
    waiting = Message.objects.waiting().filter(ready, next_at__lte=at).select_related("account")
    rows = sorted(waiting.order_by("id")[:limit], key=lambda message: (message.account_id or 0, message.pk))
    return sum(_carry(list(batch), at) for _, batch in groupby(rows, key=lambda message: message.account_id))


def _carry(batch: list[Message], at: datetime) -> int:
    """All waiting messages of one channel by one connection."""
    account = batch[0].account
    if account is not None and not account.is_active:
        return 0
    try:
        carrier = carrier_of(account)
    except (OSError, SecretLost) as down:
        _rest_all(batch, account, down, at)
        return 0
    sent = 0
    with carrier:
        for message in batch:
            outcome = _send(message, carrier, at)
            sent += outcome is True
            if outcome is None:
                return sent
    if account is not None and sent:
        note_up(account=account, way="out", at=at)
    return sent


def _send(message: Message, carrier: Carrier, at: datetime) -> bool | None:
    """True when it went out, False when this message did not, None when the channel broke down."""
    if not Message.objects.filter(pk=message.pk, state=MessageState.WAITING).update(
        state=MessageState.SENDING, next_at=at
    ):
        return False
    try:
        carrier.carry(message)
    except (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError, NotTaken, ValueError) as no:
        _refused(message, no, at)
        return False
    except OSError as down:
        _rest_all([message], None, down, at)
        if message.account is not None:
            note_down(account=message.account, way="out", why=_why(down), at=at)
        return None
    message.be_sent(at=at)
    message.save(update_fields=["state", "sent_at", "why"])
    if message.account is not None:
        count_up(account=message.account, what=Count.SENT, at=at)
    return True


@transaction.atomic
def _refused(message: Message, no: Exception, at: datetime) -> None:
    """The server answered and said no: for good, or for now."""
    code = _code(no)
    if code in PASSING:
        message.rest(_why(no), at=at, most=int(rule(SEND_ATTEMPTS, at=at)))
    else:
        message.fail(_why(no))
    message.save(update_fields=["state", "why", "next_at", "attempts"])
    tell_failure(message, is_bounce=False, at=at)


def tell_failure(message: Message, *, is_bounce: bool, at: datetime) -> None:
    """Say that a message has failed, about what it belongs to."""
    if message.state != MessageState.FAILED:
        return
    subject = Subject(message.about_type or message._meta.label_lower, message.about_id or message.pk, "")
    told = Subject(subject.type, subject.id, message.about_number or message.to[:60])
    emit(MessageFailed(subject=told, occurred_at=at, message_id=message.pk, is_bounce=is_bounce), by=CLOCK)


def _rest_all(batch: list[Message], account: Account | None, down: Exception, at: datetime) -> None:
    """The channel is down: its state says so. Without a channel of ours each message waits by itself."""
    if account is not None:
        note_down(account=account, way="out", why=_why(down), at=at)
        return
    for message in batch:
        message.rest(_why(down), at=at, most=int(rule(SEND_ATTEMPTS, at=at)))
        message.save(update_fields=["state", "why", "next_at", "attempts"])
        tell_failure(message, is_bounce=False, at=at)


def _give_up_interrupted(at: datetime) -> None:
    """Whoever was stopped while sending cannot know whether it went out: a person decides."""
    stuck = Message.objects.filter(state=MessageState.SENDING, next_at__lt=at - INTERRUPTED)
    for message in stuck:
        message.fail("interrupted while sending; it may have gone out")
        message.save(update_fields=["state", "why"])
        tell_failure(message, is_bounce=False, at=at)


def _code(no: Exception) -> int:
    if isinstance(no, SMTPRecipientsRefused):
        return max((code for code, _ in no.recipients.values()), default=550)
    return no.smtp_code if isinstance(no, SMTPResponseException) else 550


def _why(no: Exception) -> str:
    """What the other side said, without anything of ours."""
    if isinstance(no, SMTPRecipientsRefused):
        return "; ".join(f"{to}: {code} {_said(text)}" for to, (code, text) in no.recipients.items())[:200]
    if isinstance(no, SMTPResponseException):
        return f"{no.smtp_code} {_said(no.smtp_error)}"[:200]
    return str(no)[:200] if isinstance(no, NotTaken) else type(no).__name__


def _said(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
