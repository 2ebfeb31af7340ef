"""Claims and disputed charges for programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Schema, Status

from kept.billing.actions.holding import hold_charges
from kept.billing.api.holds import HoldOut, hold_out
from kept.billing.models import Charge
from kept.billing.rules import NothingToHold
from kept.kernel.actor import Actor
from kept.kernel.money import Money
from kept.parties.models import Partner

from ..actions.claiming import ClaimDraft, decide_claim, file_claim, pay_claim, withdraw_claim
from ..enums import ClaimSide, ClaimState, CostSort
from ..models import Case, Claim
from .cases import allowed, router

MOST = 500


class ClaimIn(Schema):
    """The amount in minor units; the subcontractor by number."""

    side: ClaimSide
    amount: int = Field(gt=0, le=10**15)
    currency: str = Field("CNY", pattern=r"^[A-Z]{3}$")
    grounds: str = Field(min_length=1, max_length=4000)
    sort: CostSort = CostSort.CLAIM
    partner: str = ""
    insurer: str = Field("", max_length=120)
    product: str = Field("", max_length=120)


class ClaimDecisionIn(Schema):
    """`granted` in minor units, 0 refuses; `measure` says how a customer is paid."""

    granted: int = Field(ge=0, le=10**15)
    note: str = Field(min_length=1, max_length=4000)
    pay_by: date | None = None
    measure: Literal["money", "credit"] = "money"


class PaymentIn(Schema):
    proof: str = Field(min_length=1, max_length=200)


class WithdrawalIn(Schema):
    note: str = Field(min_length=1, max_length=4000)


class DisputeIn(Schema):
    """Open charges of the case's customer, by number."""

    charges: list[str] = Field(min_length=1, max_length=200)
    why: str = Field(min_length=1, max_length=4000)


class ClaimOut(Schema):
    number: str
    case: str
    side: str
    sort: str
    state: str
    against: str
    product: str
    cause: str
    amount: int
    granted: int | None
    currency: str
    filed_at: datetime
    decided_at: datetime | None
    pay_by: date | None
    paid_at: datetime | None
    compensation: str


class ClaimsAsked(Schema):
    case: str = ""
    side: ClaimSide | None = None
    state: ClaimState | None = None
    after: int = 0
    limit: int = 100


class ClaimsOut(Schema):
    """`next` is what to send as `after` for the page that follows; empty on the last one."""

    items: list[ClaimOut]
    next: str


@router.get("claims", response=ClaimsOut)
def list_claims(request: HttpRequest, asked: Query[ClaimsAsked]) -> ClaimsOut:
    """Claims in the order in which they were filed, narrowed by case, side and state."""
    actor = allowed(request, "desk.view")
    rows: Any = Claim.objects.permitted(actor, "desk.view").filter(pk__gt=asked.after)
    wanted = {"case__number": asked.case, "side": asked.side, "state": asked.state}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    size = min(max(asked.limit, 1), MOST)
    found = list(rows.select_related("case", "partner", "compensation").order_by("pk")[: size + 1])
    shown = found[:size]
    last = str(shown[-1].pk) if len(found) > size else ""
    return ClaimsOut(items=[_out(row) for row in shown], next=last)


@router.post("cases/{number}/claims", response={201: ClaimOut})
def add_claim(request: HttpRequest, number: str, data: ClaimIn) -> Status[ClaimOut]:
    actor = allowed(request, "desk.claim")
    case = get_object_or_404(Case.objects.permitted(actor, "desk.claim"), number=number)
    draft = ClaimDraft(
        side=data.side,
        money=Money(data.amount, data.currency),
        grounds=data.grounds,
        sort=data.sort,
        partner=get_object_or_404(Partner, number=data.partner) if data.partner else None,
        insurer=data.insurer,
        product=data.product,
    )
    made = file_claim(case=case, draft=draft, by=actor, at=now())
    return Status(201, _out(_found(actor, "desk.claim", made.number)))


@router.post("claims/{number}/decision", response=ClaimOut)
def decide(request: HttpRequest, number: str, data: ClaimDecisionIn) -> ClaimOut:
    """Grant a part or all, or refuse. What a customer is granted becomes a compensation."""
    return _acted(request, number, "desk.decide_claim", decide_claim, **data.model_dump())


@router.post("claims/{number}/payment", response=ClaimOut)
def pay(request: HttpRequest, number: str, data: PaymentIn) -> ClaimOut:
    """The money of carrier or insurer came."""
    return _acted(request, number, "desk.decide_claim", pay_claim, proof=data.proof)


@router.post("claims/{number}/withdrawal", response=ClaimOut)
def withdraw(request: HttpRequest, number: str, data: WithdrawalIn) -> ClaimOut:
    return _acted(request, number, "desk.claim", withdraw_claim, note=data.note)


@router.post("cases/{number}/disputed-charges", response={201: list[HoldOut]})
def dispute(request: HttpRequest, number: str, data: DisputeIn) -> Status[list[HoldOut]]:
    """Hold the charges that a dispute is about: all, or none."""
    actor = allowed(request, "billing.hold")
    case = get_object_or_404(Case.objects.permitted(actor, "billing.hold"), number=number)
    own = Charge.objects.permitted(actor, "billing.hold").filter(customer=case.customer_id)
    rows = list(own.filter(number__in=data.charges))
    if len(rows) != len(set(data.charges)):
        raise NothingToHold(field="charges")
    held = hold_charges(charges=rows, matter=case.number, why=data.why, by=actor, at=now())
    return Status(201, [hold_out(hold) for hold in held])


def _acted(
    request: HttpRequest, number: str, permission: str, act: Callable[..., Claim], **said: Any
) -> ClaimOut:
    actor = allowed(request, permission)
    act(claim=_found(actor, permission, number), **said, by=actor, at=now())
    return _out(_found(actor, permission, number))


def _found(actor: Actor, permission: str, number: str) -> Claim:
    rows = Claim.objects.permitted(actor, permission).select_related("case", "partner", "compensation")
    found: Claim = get_object_or_404(rows, number=number)
    return found


def _out(row: Claim) -> ClaimOut:
    return ClaimOut(
        number=row.number,
        case=row.case.number,
        side=row.side,
        sort=row.sort,
        state=row.state,
        against=row.against,
        product=row.product,
        cause=row.case.cause,
        amount=row.amount,
        granted=row.granted,
        currency=row.currency,
        filed_at=row.filed_at,
        decided_at=row.decided_at,
        pay_by=row.pay_by,
        paid_at=row.paid_at,
        compensation=row.compensation.number if row.compensation else "",
    )
