"""Gaps and actions for programs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from kept.kernel.actor import Actor

from .models import Action, Gap

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
    return rows.select_related("gap", "owner").order_by("due_on", "pk")[:limit]


@router.get("actions/{number}", response=ActionOut)
def action(request: HttpRequest, number: str) -> Any:
    rows = Action.objects.permitted(Actor.of(request), "strategy.view")
    return get_object_or_404(rows.select_related("gap", "owner"), number=number)
