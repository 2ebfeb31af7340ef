"""Disputed charges for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Schema

from kept.kernel.actor import Actor

from ..actions.holding import decide_hold
from ..models import ChargeHold
from .charges import MOST, router
from .recharges import _allowed


class HoldOut(Schema):
    """Net amounts in minor units; an empty outcome waits for a decision."""

    id: int
    charge: str
    matter: str
    amount: int
    currency: str
    why: str
    held_at: datetime
    outcome: str
    credited: int
    note: str
    decided_at: datetime | None


class HoldsAsked(Schema):
    matter: str = ""
    undecided: bool = False
    after: int = 0
    limit: int = 100


class HoldsOut(Schema):
    """`next` is what to send as `after` for the page that follows; empty on the last one."""

    items: list[HoldOut]
    next: str


class HoldDecisionIn(Schema):
    """`credit` net in minor units: 0 lets the charge stand, the whole amount reverses it."""

    credit: int = Field(0, ge=0, le=10**15)
    note: str = Field(min_length=1, max_length=2000)


@router.get("holds", response=HoldsOut)
def holds(request: HttpRequest, asked: Query[HoldsAsked]) -> HoldsOut:
    """Disputed charges in the order in which they were held."""
    actor = _allowed(request, "billing.hold")
    rows: Any = ChargeHold.objects.permitted(actor, "billing.hold").shown().filter(pk__gt=asked.after)
    rows = rows.of_matter(asked.matter) if asked.matter else rows
    rows = rows.undecided() if asked.undecided else rows
    size = min(max(asked.limit, 1), MOST)
    found = list(rows.order_by("pk")[: size + 1])
    shown = found[:size]
    last = str(shown[-1].pk) if len(found) > size else ""
    return HoldsOut(items=[hold_out(row) for row in shown], next=last)


@router.post("holds/{pk}/decision", response=HoldOut)
def hold_decision(request: HttpRequest, pk: int, data: HoldDecisionIn) -> HoldOut:
    """It stands, or a part or all of it is given back."""
    actor = _allowed(request, "billing.decide_hold")
    found = _found(actor, pk)
    decide_hold(hold=found, credit=data.credit, note=data.note, by=actor, at=now())
    return hold_out(_found(actor, pk))


def _found(actor: Actor, pk: int) -> ChargeHold:
    return get_object_or_404(ChargeHold.objects.permitted(actor, "billing.decide_hold").shown(), pk=pk)


def hold_out(row: ChargeHold) -> HoldOut:
    return HoldOut(
        id=row.pk,
        charge=row.charge.number,
        matter=row.matter,
        amount=row.charge.amount,
        currency=row.charge.currency,
        why=row.why,
        held_at=row.held_at,
        outcome=row.outcome,
        credited=row.credited,
        note=row.note,
        decided_at=row.decided_at,
    )
