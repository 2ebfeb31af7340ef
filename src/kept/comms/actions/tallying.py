"""Counting what a channel takes, sends and refuses, and since when it does not work."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from kept.kernel.actor import Actor
from kept.kernel.events import emit

from ..events import ChannelDown, ChannelUp
from ..models import Account, Tally
from ..rules import RETRY_MINUTES

CLOCK = Actor.system("channels")
Way = Literal["in", "out"]


def count_up(*, account: Account, what: str, reason: str = "", at: datetime) -> None:
    """One more today; two statements at most."""
    row = {"account": account, "day": localdate(at), "what": what, "reason": reason}
    Tally.objects.bulk_create([Tally(**row, last_at=at)], ignore_conflicts=True)
    Tally.objects.filter(**row).update(count=F("count") + 1, last_at=at)


@transaction.atomic
def note_down(*, account: Account, way: Way, why: str, at: datetime) -> None:
    """The channel does not answer: since when, why, and when it is asked again."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    was_up = getattr(account, f"{way}_down_since") is None
    if was_up:
        setattr(account, f"{way}_down_since", at)
    setattr(account, f"{way}_why", why[:120])
    if way == "out":
        wait = RETRY_MINUTES[min(account.out_failures, 2)]
        account.out_failures = min(account.out_failures + 1, 1000)
        account.out_retry_at = at + timedelta(minutes=wait)
    account.save()
    if was_up:
        emit(ChannelDown.of(account, at=at, way=way), by=CLOCK)


@transaction.atomic
def note_up(*, account: Account, way: Way, at: datetime) -> None:
    """It answers again."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if getattr(account, f"{way}_down_since") is None:
        return
    setattr(account, f"{way}_down_since", None)
    setattr(account, f"{way}_why", "")
    if way == "out":
        account.out_failures, account.out_retry_at = 0, None
    account.save()
    emit(ChannelUp.of(account, at=at, way=way), by=CLOCK)
