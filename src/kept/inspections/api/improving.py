"""The register of improvements for programs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field as Value
from ninja import Query, Router, Schema

from kept.people.models import Branch, Person

from ..actions.improving import open_improvement
from ..enums import Field, ImprovementState, Problem
from ..models import Improvement
from .doors import allowed, page_of

router = Router()


class ImprovementEffectOut(Schema):
    """A figure that is not known is empty, and `reason` says why."""

    aspect: str
    indicator: str
    before: Decimal | None
    after: Decimal | None
    reason: str


class ImprovementOut(Schema):
    number: str
    title: str
    flaw: str
    problem: str
    field: str
    state: str
    owner: str
    branch: str
    due_on: date
    change: str
    done_on: date | None
    effects: list[ImprovementEffectOut]


class ImprovementsOut(Schema):
    """`next` is what to send as `after` for the page that follows; empty on the last one."""

    items: list[ImprovementOut]
    next: str


class ImprovementsAsked(Schema):
    state: ImprovementState | None = None
    problem: Problem | None = None
    after: int = 0
    limit: int = 100


class ImprovementIn(Schema):
    """The owner by login, the branch by code; indicators by code."""

    title: str = Value(max_length=120)
    flaw: str = Value(max_length=4000)
    problem: Problem
    field: Field
    owner: str
    due_on: date
    branch: str = ""
    measure: str = Value("", max_length=4000)
    efficiency: str = ""
    accuracy: str = ""


@router.get("improvements", response=ImprovementsOut)
def improvements(request: HttpRequest, asked: Query[ImprovementsAsked]) -> ImprovementsOut:
    """Improvements in the order in which they were opened."""
    actor = allowed(request, "inspections.view")
    rows, after = page_of(
        Improvement.objects.permitted(actor, "inspections.view").shown(),
        after=asked.after,
        limit=asked.limit,
        state=asked.state,
        problem=asked.problem,
    )
    return ImprovementsOut(items=[_out(row) for row in rows], next=after)


@router.post("improvements", response={201: ImprovementOut})
def add_improvement(request: HttpRequest, data: ImprovementIn) -> tuple[int, ImprovementOut]:
    """Put a flaw or waste into the register."""
    actor = allowed(request, "inspections.improve")
    said = data.dict(exclude={"owner", "branch", "efficiency", "accuracy"})
    branches = Branch.objects.permitted(actor, "inspections.improve")
    made = open_improvement(
        owner=get_object_or_404(Person.objects.staff(), login=data.owner),
        branch=get_object_or_404(branches, code=data.branch) if data.branch else None,
        indicators={"efficiency": data.efficiency, "accuracy": data.accuracy},
        **said,
        by=actor,
        at=now(),
    )
    return 201, _out(made)


def _out(row: Improvement) -> ImprovementOut:
    names = ("number", "title", "flaw", "problem", "field", "state", "due_on", "change", "done_on")
    return ImprovementOut(
        owner=row.owner.login,
        branch=row.branch.code if row.branch else "",
        effects=[ImprovementEffectOut.from_orm(effect) for effect in row.effects.all()],
        **{name: getattr(row, name) for name in names},
    )
