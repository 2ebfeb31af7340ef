"""Gaps, actions, strategies and the simulator for programs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from kept.kernel.actor import Actor
from kept.methods.what_if import Terms
from kept.parties.models import Customer
from kept.promises.kinds import KINDS

from .actions.planning import UnknownKind
from .models import Action, Cycle, Gap
from .queries.paper import paper_of
from .queries.past import Asked
from .queries.purposes import purposes
from .queries.simulating import simulate

router = Router(tags=["strategy"])
Limit = Annotated[int, Field(ge=1, le=200)]


class GapOut(Schema):
    number: str
    source: str
    state: str
    what: str
    scope: str
    promise_kind: str
    component: str
    item: str | None
    wanted: Decimal
    got: Decimal
    gap: Decimal
    importance: Decimal
    priority: Decimal
    basis: int
    since: datetime
    until: datetime
    as_of: datetime
    evidence: dict[str, Any]

    @staticmethod
    def resolve_scope(gap: Gap) -> str:
        return gap.scope_words

    @staticmethod
    def resolve_item(gap: Gap) -> str | None:
        return gap.item.code if gap.item else None


class ActionOut(Schema):
    number: str
    title: str
    gap: str
    owner: str
    due_on: date
    cost: int | None
    currency: str
    state: str
    benefit: int | None
    failure_chance: Decimal | None
    prevention: str | None
    expected_from: Decimal
    expected_to: Decimal
    policy_version_id: int | None
    measured_before: Decimal | None
    measured_after: Decimal | None
    verdict: str
    re_measured_at: datetime | None

    @staticmethod
    def resolve_gap(action: Action) -> str:
        return action.gap.number

    @staticmethod
    def resolve_prevention(action: Action) -> str | None:
        return action.prevention.number if action.prevention else None

    @staticmethod
    def resolve_owner(action: Action) -> str:
        return action.owner.name


@router.get("gaps", response=list[GapOut])
def gaps(request: HttpRequest, state: str = "", limit: Limit = 50) -> Any:
    """Gaps, the most urgent first; without a state those that are not closed."""
    rows = Gap.objects.permitted(Actor.of(request), "strategy.view")
    rows = rows.filter(state=state) if state else rows.unclosed()
    return rows.ranked().select_related("item", "customer", "branch")[:limit]


@router.get("gaps/{number}", response=GapOut)
def gap(request: HttpRequest, number: str) -> Any:
    rows = Gap.objects.permitted(Actor.of(request), "strategy.view")
    return get_object_or_404(rows.select_related("item", "customer", "branch"), number=number)


@router.get("actions", response=list[ActionOut])
def actions(request: HttpRequest, state: str = "", limit: Limit = 50) -> Any:
    """Actions by the day they are due; without a state the unfinished ones."""
    rows = Action.objects.permitted(Actor.of(request), "strategy.view")
    rows = rows.filter(state=state) if state else rows.unfinished()
    return rows.select_related("gap", "owner", "prevention").order_by("due_on", "pk")[:limit]


@router.get("actions/{number}", response=ActionOut)
def action(request: HttpRequest, number: str) -> Any:
    rows = Action.objects.permitted(Actor.of(request), "strategy.view")
    return get_object_or_404(rows.select_related("gap", "owner", "prevention"), number=number)


class CycleOut(Schema):
    number: str
    title: str
    state: str
    customer: str | None
    segment: str
    aim: str
    starts_on: date
    in_force_at: datetime | None
    closed_at: datetime | None
    evaluation: str

    @staticmethod
    def resolve_customer(cycle: Cycle) -> str | None:
        return cycle.customer.number if cycle.customer else None


class EffectOut(Schema):
    kind: str
    before: Decimal | None
    before_n: int
    expected: Decimal | None
    after: Decimal | None
    after_n: int
    difference: Decimal | None
    low: Decimal | None
    high: Decimal | None
    p_value: Decimal | None
    verdict: str
    measured_at: datetime | None


class StrategyOut(CycleOut):
    """With the paper of the version in force, or of the draft, and the effects as measured."""

    version: int | None
    paper: dict[str, Any]
    effects: list[EffectOut]

    @staticmethod
    def resolve_version(cycle: Cycle) -> int | None:
        return cycle.newest.number if cycle.newest else None

    @staticmethod
    def resolve_paper(cycle: Cycle) -> dict[str, Any]:
        told: dict[str, Any] = cycle.newest.paper if cycle.newest else paper_of(cycle)
        return told


class SimulationOut(Schema):
    """`kept` and the rest are null while the past is too short; money in minor units."""

    is_enough: bool
    read: int
    least: int
    since: datetime
    judged: int | None
    kept_before: list[float] | None
    kept: list[float] | None
    more_a_month: list[float] | None
    penalty: int | None
    at_risk: int | None
    currency: str


class Asking(Schema):
    kind: str
    hours: Annotated[float, Field(gt=0)]
    earliest: Annotated[float, Field(ge=0)] = 0
    customer: str = ""
    segment: str = ""
    lane_origin: str = ""
    lane_destination: str = ""


@router.get("cycles", response=list[CycleOut])
def cycles(request: HttpRequest, state: str = "", limit: Limit = 50) -> Any:
    """Strategy cycles, the newest first; without a state those that are not closed."""
    rows = Cycle.objects.permitted(Actor.of(request), "strategy.view")
    rows = rows.filter(state=state) if state else rows.unclosed()
    return rows.select_related("customer").order_by("-starts_on", "-pk")[:limit]


@router.get("cycles/{number}", response=StrategyOut)
def cycle(request: HttpRequest, number: str) -> Any:
    rows = Cycle.objects.permitted(Actor.of(request), "strategy.view").prefetch_related("effects")
    return get_object_or_404(rows.select_related("customer"), number=number)


@router.get("simulation", response=SimulationOut)
def simulation(request: HttpRequest, asking: Query[Asking]) -> Any:
    """What the past says of another time allowed. Nothing is written."""
    actor = Actor.of(request)
    if not actor.may("strategy.view"):
        raise HttpError(403, "strategy.view")
    if asking.kind not in KINDS:
        raise UnknownKind(field="kind")
    customers = Customer.objects.permitted(actor, "strategy.view")
    customer = get_object_or_404(customers, number=asking.customer) if asking.customer else None
    asked = Asked(
        kind=asking.kind,
        customer=customer,
        segment=asking.segment,
        lane_origin=asking.lane_origin,
        lane_destination=asking.lane_destination,
    )
    found = simulate(asked, Terms(asking.hours, asking.earliest), actor=actor, at=now())
    told = found.kept()
    before = found.replayed.kept_before if found.replayed else None
    return {
        "is_enough": found.is_enough,
        "read": len(found.history.past),
        "least": found.least,
        "since": found.history.since,
        "judged": told.get("judged"),
        "kept_before": [before.estimate, before.low, before.high] if before else None,
        "kept": told.get("kept"),
        "more_a_month": told.get("more_a_month"),
        "penalty": told.get("penalty"),
        "at_risk": told.get("at_risk"),
        "currency": found.history.currency or (found.at_risk.currency if found.at_risk else ""),
    }


class ExplicitOut(Schema):
    answer: str
    customers: int
    agreed: int
    needs_known: int
    kinds: int
    kinds_promised: int
    components: int
    components_set: int


class CostAnswerOut(Schema):
    """Per delivery, in whole units of the currency; null where there is no data."""

    answer: str
    currency: str
    per_delivery: Decimal | None
    per_delivery_before: Decimal | None
    change: Decimal | None
    customers_risen: int


class BalanceOut(Schema):
    answer: str
    level: Decimal | None
    level_set: Decimal | None
    relation: str


class PurposesOut(Schema):
    """The months that are compared, null while nothing is measured, and the three answers."""

    first: date | None
    last: date | None
    explicit: ExplicitOut
    cost: CostAnswerOut
    balance: BalanceOut


@router.get("purposes", response=PurposesOut)
def three_purposes(request: HttpRequest) -> dict[str, Any]:
    """Are requirements explicit, is cost under control, are service level and cost in balance?"""
    actor = Actor.of(request)
    if not actor.may("strategy.view"):
        raise HttpError(403, "strategy.view")
    found = purposes(actor, now())
    whole, level = found.cost.whole, found.balance.level
    change = whole.change if whole else None
    return {
        "first": found.span.first if found.span else None,
        "last": found.span.last if found.span else None,
        "explicit": found.explicit,
        "cost": {
            "answer": found.cost.answer,
            "currency": whole.after.currency if whole else "",
            "per_delivery": whole.after.per_delivery if whole else None,
            "per_delivery_before": whole.before.per_delivery if whole else None,
            "change": change.cost_change if change else None,
            "customers_risen": len(found.cost.risen),
        },
        "balance": {
            "answer": found.balance.answer,
            "level": level.achieved if level else None,
            "level_set": level.set_by.value if level else None,
            "relation": str(change.type) if change else "",
        },
    }
