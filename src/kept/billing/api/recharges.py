"""Recharges for programs: ours see all they may, a subcontractor's see their own and contest them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Schema
from ninja.errors import HttpError

from kept.kernel.actor import Actor

from ..actions.recharging import contest_recharge, decide_contest
from ..enums import RechargeState
from ..models import Recharge
from .charges import MOST, router


class RechargeOut(Schema):
    """Amounts in minor units of the currency; `share` in percent of `whole`."""

    number: str
    partner: str
    state: str
    matter: str
    compensation: str
    shipment: str
    whole: int
    share: str
    amount: int
    currency: str
    contest: str
    contest_note: str
    recharged_at: datetime
    settled_at: datetime | None
    withdrawn_at: datetime | None


class RechargesOut(Schema):
    """`next` is what to send as `after` for the page that follows; empty on the last one."""

    items: list[RechargeOut]
    next: str


class RechargesAsked(Schema):
    partner: str = ""
    matter: str = ""
    state: RechargeState | None = None
    after: int = 0
    limit: int = 100


class ContestIn(Schema):
    why: str = Field(min_length=1, max_length=2000)


class ContestDecisionIn(Schema):
    upheld: bool
    note: str = Field(min_length=1, max_length=2000)


@router.get("recharges", response=RechargesOut)
def recharges(request: HttpRequest, asked: Query[RechargesAsked]) -> RechargesOut:
    """Recharges in the order in which they were made, narrowed by subcontractor, case and state."""
    actor = _allowed(request, "billing.recharges")
    rows = Recharge.objects.permitted(actor, "billing.recharges").shown().filter(pk__gt=asked.after)
    wanted = {"partner__number": asked.partner, "matter": asked.matter, "state": asked.state}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    size = min(max(asked.limit, 1), MOST)
    found = list(rows.order_by("pk")[: size + 1])
    shown = found[:size]
    return RechargesOut(
        items=[_out(row) for row in shown], next=str(shown[-1].pk) if len(found) > size else ""
    )


@router.post("recharges/{number}/contest", response=RechargeOut)
def contest(request: HttpRequest, number: str, data: ContestIn) -> RechargeOut:
    """The subcontractor does not agree; the line is not settled until somebody decides."""
    actor = _allowed(request, "billing.contest")
    found = _found(actor, "billing.contest", number)
    contest_recharge(recharge=found, why=data.why, by=actor, at=now())
    return _out(_found(actor, "billing.contest", number))


@router.post("recharges/{number}/decision", response=RechargeOut)
def decision(request: HttpRequest, number: str, data: ContestDecisionIn) -> RechargeOut:
    """A contested line stays or falls away."""
    actor = _allowed(request, "billing.decide_contest")
    found = _found(actor, "billing.decide_contest", number)
    decide_contest(recharge=found, upheld=data.upheld, note=data.note, by=actor, at=now())
    return _out(_found(actor, "billing.decide_contest", number))


def _allowed(request: HttpRequest, permission: str) -> Actor:
    actor = Actor.of(request)
    if not actor.may(permission):
        raise HttpError(403, permission)
    return actor


def _found(actor: Actor, permission: str, number: str) -> Recharge:
    rows: Any = Recharge.objects.permitted(actor, permission).shown()
    found: Recharge = get_object_or_404(rows, number=number)
    return found


def _out(row: Recharge) -> RechargeOut:
    return RechargeOut(
        number=row.number,
        partner=row.partner.number,
        state=row.state,
        matter=row.matter,
        compensation=row.loss,
        shipment=row.shipment.number if row.shipment else "",
        whole=row.whole,
        share=str(row.share),
        amount=row.amount,
        currency=row.currency,
        contest=row.contest,
        contest_note=row.contest_note,
        recharged_at=row.recharged_at,
        settled_at=row.settled_at,
        withdrawn_at=row.withdrawn_at,
    )
