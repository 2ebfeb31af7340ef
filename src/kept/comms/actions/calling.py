"""Webhooks: a signed call is checked before it is stored; what is refused is counted, not read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused
from kept.kernel.numbers import rule

from ..enums import AccountKind, Count, HookRefusal
from ..models import Account, Call, Incoming
from ..rules import LARGEST_MAIL, STAMP_MINUTES
from ..rules.calls import control_of, is_too_long
from ..rules.letters import message_id_of
from ..rules.signing import is_signed, is_timely, mark_of
from .keeping import keep_raw
from .tallying import count_up


class CallRefused(Refused):
    """Turned away; `status` is what the caller is answered."""

    default = _("This call was refused.")

    def __init__(self, why: HookRefusal, status: int) -> None:
        super().__init__(why.label)
        self.why, self.status = why, status


@dataclass(frozen=True)
class Envelope:
    """What a call carries beside its body."""

    stamp: str
    nonce: str
    signature: str


def take_call(*, account: Account, envelope: Envelope, body: bytes, at: datetime) -> tuple[Incoming, bool]:
    """Store what a signed call brings, and say whether it is new. Raises CallRefused."""
    try:
        _check(account, envelope, body, at)
    except CallRefused as no:
        count_up(account=account, what=Count.REFUSED, reason=no.why, at=at)
        raise
    control = message_id_of(body) if account.kind == AccountKind.MAIL else control_of(body)
    return keep_raw(account=account, raw=body, control=control, received_at=at, at=at)


def largest(at: datetime) -> int:
    """Bytes of the largest body that is read."""
    return int(rule(LARGEST_MAIL, at=at)) * 1024 * 1024


def forget_calls(*, at: datetime) -> None:
    """Numbers outside the window need not be remembered: their time stamps are refused."""
    window = timedelta(minutes=int(rule(STAMP_MINUTES, at=at)))
    Call.objects.filter(at__lt=at - 2 * window - timedelta(hours=1)).delete()


def _check(account: Account, envelope: Envelope, body: bytes, at: datetime) -> None:
    if not account.is_active or account.key_made_at is None:
        raise CallRefused(HookRefusal.CLOSED, 403)
    if len(body) > largest(at):
        raise CallRefused(HookRefusal.TOO_LARGE, 413)
    if not envelope.nonce or not is_signed(
        envelope.signature, key=account.hook_key, stamp=envelope.stamp, nonce=envelope.nonce, body=body
    ):
        raise CallRefused(HookRefusal.SIGNATURE, 401)
    window = timedelta(minutes=int(rule(STAMP_MINUTES, at=at)))
    if not is_timely(envelope.stamp, at=at, window=window):
        raise CallRefused(HookRefusal.STAMP, 403)
    try:
        with transaction.atomic():
            Call.objects.create(account=account, nonce=mark_of(envelope.nonce), at=at)
    except IntegrityError:
        raise CallRefused(HookRefusal.REPLAY, 409) from None
    if account.kind == AccountKind.HOOK and is_too_long(body):
        raise CallRefused(HookRefusal.TOO_LARGE, 413)
