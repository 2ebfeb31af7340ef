"""Mystery checks, social supervisors' findings and observations of competitors for programs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema

from kept.catalog.models import Service
from kept.people.models import Branch

from ..actions.comparing import observe_competitor
from ..actions.supervising import answer_finding, file_finding
from ..enums import Dimension, FindingSeverity, SeenIn
from ..models import Finding, Observation
from ..queries.supervisors import own_findings
from ..queries.visits import readable_visits
from .doors import allowed, page_of

router = Router()


class MysteryVisitOut(Schema):
    """Nobody's name: who posed is shown on the pages of those in charge alone."""

    number: str
    scenario: str
    branch: str
    state: str
    visited_at: datetime | None
    score: Decimal | None


class ObservationOut(Schema):
    """A level that is a share lies between 0 and 1."""

    number: str
    competitor: str
    dimension: str
    service: str
    indicator: str
    level: Decimal | None
    unit: str
    price: Decimal | None
    currency: str
    price_per: str
    words: str
    seen_on: date
    source: str
    source_note: str


class ObservationsOut(Schema):
    """`next` is what to send as `after` for the page that follows; empty on the last one."""

    items: list[ObservationOut]
    next: str


class ObservationsAsked(Schema):
    competitor: str = ""
    dimension: Dimension | None = None
    after: int = 0
    limit: int = 100


class ObservationIn(Schema):
    """A competitor by name, a service by code, an indicator by code."""

    competitor: str = Field(min_length=1, max_length=120)
    dimension: Dimension
    service: str = ""
    indicator: str = ""
    level: Decimal | None = Field(None, max_digits=18, decimal_places=6)
    unit: str = Field("", max_length=20)
    price: Decimal | None = Field(None, ge=0, max_digits=18, decimal_places=6)
    currency: str = Field("CNY", max_length=3)
    price_per: str = Field("", max_length=40)
    words: str = Field("", max_length=4000)
    seen_on: date
    source: SeenIn
    source_note: str = Field("", max_length=200)


class OwnFindingOut(Schema):
    number: str
    what: str
    severity: str
    state: str
    found_at: datetime
    answer: str
    answered_at: datetime | None


class FiledIn(Schema):
    what: str = Field(max_length=4000)
    severity: FindingSeverity = FindingSeverity.MINOR
    branch: str = ""


class OutsideAnswerIn(Schema):
    answer: str = Field(max_length=4000)


@router.get("mystery-checks", response=list[MysteryVisitOut])
def visits(request: HttpRequest) -> list[MysteryVisitOut]:
    """Results that this actor may read, the newest first; at most 200."""
    actor = allowed(request, "inspections.view")
    names = ("number", "state", "visited_at", "score")
    return [
        MysteryVisitOut(
            scenario=row.scenario.title,
            branch=row.branch.code,
            **{name: getattr(row, name) for name in names},
        )
        for row in readable_visits(actor).order_by("-pk")[:200]
    ]


@router.get("observations", response=ObservationsOut)
def observations(request: HttpRequest, asked: Query[ObservationsAsked]) -> ObservationsOut:
    """What was seen of competitors, in the order in which it was written down."""
    actor = allowed(request, "inspections.view")
    rows, after = page_of(
        Observation.objects.permitted(actor, "inspections.view").shown(),
        after=asked.after,
        limit=asked.limit,
        competitor__name=asked.competitor,
        dimension=asked.dimension,
    )
    return ObservationsOut(items=[_observation(row) for row in rows], next=after)


@router.post("observations", response={201: ObservationOut})
def add_observation(request: HttpRequest, data: ObservationIn) -> tuple[int, ObservationOut]:
    """Write down an observation."""
    actor = allowed(request, "inspections.compare")
    said = data.dict(exclude={"service"})
    services = Service.objects.permitted(actor, "inspections.compare")
    service = get_object_or_404(services, code=data.service) if data.service else None
    return 201, _observation(observe_competitor(service=service, **said, by=actor, at=now()))


@router.get("own-findings", response=list[OwnFindingOut])
def filed(request: HttpRequest) -> list[OwnFindingOut]:
    """A social supervisor's own findings with their answers; at most 200."""
    actor = allowed(request, "inspections.observe")
    return [OwnFindingOut.from_orm(row) for row in own_findings(actor)[:200]]


@router.post("own-findings", response={201: OwnFindingOut})
def file(request: HttpRequest, data: FiledIn) -> tuple[int, OwnFindingOut]:
    """A social supervisor files a finding."""
    actor = allowed(request, "inspections.observe")
    branch = get_object_or_404(Branch.objects.all(), code=data.branch) if data.branch else None
    made = file_finding(what=data.what, severity=data.severity, branch=branch, by=actor, at=now())
    return 201, OwnFindingOut.from_orm(made)


@router.post("findings/{number}/answer", response=OwnFindingOut)
def answer(request: HttpRequest, number: str, data: OutsideAnswerIn) -> OwnFindingOut:
    """Tell a supervisor what is done about it."""
    actor = allowed(request, "inspections.answer")
    found = get_object_or_404(Finding.objects.permitted(actor, "inspections.answer"), number=number)
    return OwnFindingOut.from_orm(answer_finding(finding=found, answer=data.answer, by=actor, at=now()))


def _observation(row: Observation) -> ObservationOut:
    names = ("number", "dimension", "indicator", "level", "unit", "price", "currency", "price_per", "words")
    more = ("seen_on", "source", "source_note")
    return ObservationOut(
        competitor=row.competitor.name,
        service=row.service.code if row.service else "",
        **{name: getattr(row, name) for name in (*names, *more)},
    )
