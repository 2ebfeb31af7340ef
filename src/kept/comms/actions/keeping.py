"""Storing what comes from outside, raw and once, before anybody reads it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from kept.kernel.numbering import next_number

from ..enums import Count, Medium
from ..models import Account, Incoming
from .tallying import count_up


def keep_raw(
    *, account: Account, raw: bytes, control: str, received_at: datetime, at: datetime
) -> tuple[Incoming, bool]:
    """Keep a message and say whether it is new. `control` is its Message-ID or the sender's own number."""
    digest = hashlib.sha256(raw).hexdigest()
    control = control or f"sha256:{digest}"
    known = Incoming.objects.filter(account=account, control=control).first()
    if known is not None:
        return known, False
    try:
        with transaction.atomic():
            return _kept(account, raw, control, digest, min(received_at, at), at), True
    except IntegrityError:  # another door was faster with the same message
        return Incoming.objects.get(account=account, control=control), False


def _kept(
    account: Account, raw: bytes, control: str, digest: str, received_at: datetime, at: datetime
) -> Incoming:
    message = Incoming(
        number=next_number("incoming", at=at),
        account=account,
        control=control,
        medium=Medium.MAIL,
        size=len(raw),
        digest=digest,
        received_at=received_at,
    )
    message.raw.save("raw", ContentFile(raw), save=False)
    message.save()
    count_up(account=account, what=Count.RECEIVED, at=at)
    return message
