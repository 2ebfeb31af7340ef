"""Liability and compensations for programs, by the same verbs as the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Schema, Status

from kept.kernel.actor import Actor
from kept.kernel.money import Money
from kept.parties.models import Customer, Partner
from kept.people.models import Branch, Person
from kept.promises.enums import Cause, LiableTier

from ..actions.liability import ShareDraft, decide_liability
from ..actions.redressing import decide_compensation, make_good, note_reaction, propose_compensation
from ..enums import CompensationState, MeasureKind
from ..models import Case, Compensation, LiabilityDecision
from .cases import allowed, router

MOST = 500


class ShareIn(Schema):
    """One who answers, in percent: subcontractor by number, branch by code, person by login."""

    tier: LiableTier
    share: Decimal = Field(gt=0, le=100, max_digits=5, decimal_places=2)
    partner: str = ""
    branch: str = ""
    person: str = ""


class LiabilityIn(Schema):
    """Who answers for a case; the shares add up to 100."""

    shares: list[ShareIn] = Field(min_length=1, max_length=20)
    why: str = Field(min_length=1, max_length=4000)
    cause: Cause | None = None


class ShareOut(Schema):
    tier: str
    share: str
    partner: str
    branch: str
    person: str


class LiabilityOut(Schema):
    """A decision. `replaced_at` is empty for the one in force."""

    id: int
    cause: str
    why: str
    decided_by: str
    decided_at: datetime
    replaced_at: datetime | None
    shares: list[ShareOut]


class CompensationIn(Schema):
    """What is offered. The amount in minor units; `customer` only where the case names none."""

    kind: MeasureKind
    amount: int = Field(0, ge=0, le=10**15)
    currency: str = Field("CNY", pattern=r"^[A-Z]{3}$")
    why: str = Field(min_length=1, max_length=4000)
    customer: str = ""


class DecisionIn(Schema):
    approve: bool
    note: str = Field("", max_length=4000)


class ReactionIn(Schema):
    accepts: bool
    words: str = Field("", max_length=4000)


class MadeGoodIn(Schema):
    proof: str = Field("", max_length=200)


class CompensationOut(Schema):
    """The amount in minor units of the currency; `charge` is the line of billing that paid or credited it."""

    number: str
    case: str
    customer: str
    state: str
    kind: str
    amount: int
    currency: str
    why: str
    level: str
    proposed_at: datetime
    decided_at: datetime | None
    decision_note: str
    reaction: str
    made_good_at: datetime | None
    proof: str
    charge: str


class CompensationsOut(Schema):
    """`next` is what to send as `after` for the page that follows; empty on the last one."""

    items: list[CompensationOut]
    next: str


class CompensationsAsked(Schema):
    case: str = ""
    customer: str = ""
    state: CompensationState | None = None
    after: int = 0
    limit: int = 100


@router.get("cases/{number}/liability", response=list[LiabilityOut])
def list_liability(request: HttpRequest, number: str) -> list[LiabilityOut]:
    """All decisions on a case, the one in force first."""
    actor = allowed(request, "desk.view")
    case = get_object_or_404(Case.objects.permitted(actor, "desk.view"), number=number)
    rows = LiabilityDecision.objects.permitted(actor, "desk.view").filter(case=case)
    return [_decision(row) for row in _with_shares(rows)]


@router.post("cases/{number}/liability", response={201: LiabilityOut})
def add_liability(request: HttpRequest, number: str, data: LiabilityIn) -> Status[LiabilityOut]:
    """Decide who answers, or revise it; the earlier decision stays."""
    actor = allowed(request, "desk.decide_liability")
    case = get_object_or_404(Case.objects.permitted(actor, "desk.decide_liability"), number=number)
    made = decide_liability(
        case=case,
        shares=[_draft(share) for share in data.shares],
        why=data.why,
        cause=data.cause or "",
        by=actor,
        at=now(),
    )
    return Status(201, _decision(_with_shares(LiabilityDecision.objects.filter(pk=made.pk)).get()))


@router.get("compensations", response=CompensationsOut)
def list_compensations(request: HttpRequest, asked: Query[CompensationsAsked]) -> CompensationsOut:
    """Compensations in the order in which they were offered, narrowed by case, customer and state."""
    actor = allowed(request, "desk.view")
    rows = Compensation.objects.permitted(actor, "desk.view").filter(pk__gt=asked.after)
    wanted = {"case__number": asked.case, "customer__number": asked.customer, "state": asked.state}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    size = min(max(asked.limit, 1), MOST)
    found = list(rows.select_related("case", "customer", "charge").order_by("pk")[: size + 1])
    shown = found[:size]
    last = str(shown[-1].pk) if len(found) > size else ""
    return CompensationsOut(items=[_compensation(row) for row in shown], next=last)


@router.get("compensations/{number}", response=CompensationOut)
def one_compensation(request: HttpRequest, number: str) -> CompensationOut:
    return _compensation(_found(allowed(request, "desk.view"), "desk.view", number))


@router.post("cases/{number}/compensations", response={201: CompensationOut})
def offer(request: HttpRequest, number: str, data: CompensationIn) -> Status[CompensationOut]:
    """Offer something. Within the caller's authority it is approved; above it the case goes up."""
    actor = allowed(request, "desk.compensate")
    case = get_object_or_404(Case.objects.permitted(actor, "desk.compensate"), number=number)
    customers = Customer.objects.permitted(actor, "parties.view")
    made = propose_compensation(
        case=case,
        kind=data.kind,
        money=Money(data.amount, data.currency),
        why=data.why,
        customer=get_object_or_404(customers, number=data.customer) if data.customer else None,
        by=actor,
        at=now(),
    )
    return Status(201, _compensation(_found(actor, "desk.compensate", made.number)))


@router.post("compensations/{number}/decision", response=CompensationOut)
def decide(request: HttpRequest, number: str, data: DecisionIn) -> CompensationOut:
    """Approve or refuse, within the caller's authority; never one's own proposal."""
    return _acted(
        request, number, "desk.authorise", decide_compensation, approve=data.approve, note=data.note
    )


@router.post("compensations/{number}/reaction", response=CompensationOut)
def react(request: HttpRequest, number: str, data: ReactionIn) -> CompensationOut:
    """What the customer said to it."""
    return _acted(request, number, "desk.compensate", note_reaction, accepts=data.accepts, words=data.words)


@router.post("compensations/{number}/completion", response=CompensationOut)
def complete(request: HttpRequest, number: str, data: MadeGoodIn) -> CompensationOut:
    """Pay or credit it (by those who may pay), or note how it was done."""
    seen = _found(allowed(request, "desk.view"), "desk.view", number)
    permission = "desk.pay" if seen.is_in_money else "desk.compensate"
    return _acted(request, number, permission, make_good, proof=data.proof)


def _acted(
    request: HttpRequest, number: str, permission: str, act: Callable[..., Compensation], **said: Any
) -> CompensationOut:
    actor = allowed(request, permission)
    act(compensation=_found(actor, permission, number), **said, by=actor, at=now())
    return _compensation(_found(actor, permission, number))


def _found(actor: Actor, permission: str, number: str) -> Compensation:
    rows = Compensation.objects.permitted(actor, permission).select_related("case", "customer", "charge")
    found: Compensation = get_object_or_404(rows, number=number)
    return found


def _draft(said: ShareIn) -> ShareDraft:
    return ShareDraft(
        tier=said.tier,
        share=said.share,
        partner=get_object_or_404(Partner, number=said.partner) if said.partner else None,
        branch=get_object_or_404(Branch, code=said.branch) if said.branch else None,
        person=get_object_or_404(Person.objects.staff(), login=said.person) if said.person else None,
    )


def _with_shares(rows: Any) -> Any:
    named = ("shares__partner", "shares__branch", "shares__person")
    return rows.select_related("decided_by").prefetch_related(*named).order_by("-decided_at", "-pk")


def _decision(row: LiabilityDecision) -> LiabilityOut:
    return LiabilityOut(
        id=row.pk,
        cause=row.cause,
        why=row.why,
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
        replaced_at=row.replaced_at,
        shares=[
            ShareOut(
                tier=share.tier,
                share=str(share.share),
                partner=share.partner.number if share.partner else "",
                branch=share.branch.code if share.branch else "",
                person=share.person.login if share.person else "",
            )
            for share in row.shares.all()
        ],
    )


def _compensation(row: Compensation) -> CompensationOut:
    return CompensationOut(
        number=row.number,
        case=row.case.number,
        customer=row.customer.number,
        state=row.state,
        kind=row.kind,
        amount=row.amount,
        currency=row.currency,
        why=row.why,
        level=row.level,
        proposed_at=row.proposed_at,
        decided_at=row.decided_at,
        decision_note=row.decision_note,
        reaction=row.reaction,
        made_good_at=row.made_good_at,
        proof=row.proof,
        charge=row.charge.number if row.charge else "",
    )
