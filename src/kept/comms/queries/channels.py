"""Channels as lists and pages show them: state, and what they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count as CountRows
from django.db.models import IntegerField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from kept.kernel.actor import Actor

from ..enums import Count, HookRefusal, MessageState
from ..models import Account, Tally
from ..models.accounts import AccountQuerySet

DAYS = 14


@dataclass(frozen=True)
class Day:
    """What a channel did on one day."""

    day: Any
    taken: int = 0
    sent: int = 0
    refused: int = 0
    why: str = ""


def channels_in(actor: Actor, *, at: datetime) -> AccountQuerySet:
    today = localdate(at)
    waiting = CountRows("messages", filter=Q(messages__state=MessageState.WAITING))
    rows: AccountQuerySet = Account.objects.permitted(actor, "comms.channels")
    return rows.select_related("branch", "team").annotate(
        in_today=_sum(Count.RECEIVED, today),
        out_today=_sum(Count.SENT, today),
        refused_today=_sum(Count.REFUSED, today),
        waiting=waiting,
    )


def down_now(actor: Actor) -> list[Account]:
    """Channels that do not work, for whoever sees their messages."""
    rows: AccountQuerySet = Account.objects.permitted(actor, "comms.messages")
    return list(rows.down().order_by("name")[:5])


def figures_of(account: Account, *, at: datetime) -> list[Day]:
    """Day by day, the last two weeks; days without any are left out."""
    since = localdate(at) - timedelta(days=DAYS)
    found: dict[Any, dict[str, int]] = {}
    reasons: dict[Any, list[str]] = {}
    for row in Tally.objects.filter(account=account, day__gt=since).order_by("-day", "what"):
        day = found.setdefault(row.day, {})
        day[row.what] = day.get(row.what, 0) + row.count
        if row.reason:
            reasons.setdefault(row.day, []).append(f"{HookRefusal(row.reason).label}: {row.count}")
    return [
        Day(
            day,
            told.get("in", 0),
            told.get("out", 0),
            told.get("refused", 0),
            " · ".join(reasons.get(day, [])),
        )
        for day, told in found.items()
    ]


def _sum(what: str, day: Any) -> Coalesce:
    rows = Tally.objects.filter(account=OuterRef("pk"), what=what, day=day).values("account")
    return Coalesce(
        Subquery(rows.annotate(all=Sum("count")).values("all")), Value(0), output_field=IntegerField()
    )
