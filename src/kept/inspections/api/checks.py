"""Inspections and findings for programs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema

from ..actions.finding import settle_finding
from ..actions.inspecting import Seen, carry_out
from ..enums import FindingSeverity, FindingState, InspectionState, Verdict
from ..models import Finding, Inspection
from .doors import allowed, page_of

router = Router()


class InspectionOut(Schema):
    """`score` from 0 to 1; empty while nothing was judged. `is_held` is the verdict."""

    number: str
    standard: str
    version: int
    branch: str
    due_on: date
    state: str
    score: Decimal | None
    is_held: bool | None
    critical_misses: int
    done_at: datetime | None


class InspectionsOut(Schema):
    """`next` is what to send as `after` for the page that follows; empty on the last one."""

    items: list[InspectionOut]
    next: str


class InspectionsAsked(Schema):
    state: InspectionState | None = None
    branch: str = ""
    standard: str = ""
    after: int = 0
    limit: int = 100


class CheckResultIn(Schema):
    """`item` is the id from the standard. A measured number judges itself."""

    item: int
    verdict: Verdict | None = None
    value: Decimal | None = Field(None, max_digits=12, decimal_places=3)
    note: str = Field("", max_length=200)
    severity: FindingSeverity | None = None


class CarriedOutIn(Schema):
    results: list[CheckResultIn]
    note: str = Field("", max_length=4000)


class FindingOut(Schema):
    number: str
    source: str
    severity: str
    state: str
    what: str
    branch: str
    inspection: str
    case: str
    found_at: datetime
    closed_at: datetime | None
    result: str


class FindingsOut(Schema):
    items: list[FindingOut]
    next: str


class FindingsAsked(Schema):
    state: FindingState | None = None
    branch: str = ""
    after: int = 0
    limit: int = 100


class SettlementIn(Schema):
    result: str = Field(max_length=4000)


@router.get("inspections", response=InspectionsOut)
def inspections(request: HttpRequest, asked: Query[InspectionsAsked]) -> InspectionsOut:
    """Inspections in the order in which they were put up."""
    actor = allowed(request, "inspections.view")
    rows, after = page_of(
        Inspection.objects.permitted(actor, "inspections.view").shown(),
        after=asked.after,
        limit=asked.limit,
        state=asked.state,
        branch__code=asked.branch,
        version__standard__number=asked.standard,
    )
    return InspectionsOut(items=[_inspection(row) for row in rows], next=after)


@router.post("inspections/{number}/results", response=InspectionOut)
def results(request: HttpRequest, number: str, data: CarriedOutIn) -> InspectionOut:
    """Carry one out: every item of its version is judged; what is not met becomes a finding."""
    actor = allowed(request, "inspections.inspect")
    found = get_object_or_404(Inspection.objects.permitted(actor, "inspections.inspect"), number=number)
    seen = {
        each.item: Seen(
            verdict=each.verdict or "", value=each.value, note=each.note, severity=each.severity or ""
        )
        for each in data.results
    }
    return _inspection(carry_out(inspection=found, seen=seen, note=data.note, by=actor, at=now()))


@router.get("findings", response=FindingsOut)
def findings(request: HttpRequest, asked: Query[FindingsAsked]) -> FindingsOut:
    """Findings in the order in which they were made."""
    actor = allowed(request, "inspections.view")
    rows, after = page_of(
        Finding.objects.permitted(actor, "inspections.view").shown(),
        after=asked.after,
        limit=asked.limit,
        state=asked.state,
        branch__code=asked.branch,
    )
    return FindingsOut(items=[_finding(row) for row in rows], next=after)


@router.post("findings/{number}/settlement", response=FindingOut)
def settlement(request: HttpRequest, number: str, data: SettlementIn) -> FindingOut:
    """Say what came of it."""
    actor = allowed(request, "inspections.improve")
    found = get_object_or_404(Finding.objects.permitted(actor, "inspections.improve"), number=number)
    return _finding(settle_finding(finding=found, result=data.result, by=actor, at=now()))


def _inspection(row: Inspection) -> InspectionOut:
    names = ("number", "due_on", "state", "score", "is_held", "critical_misses", "done_at")
    return InspectionOut(
        standard=row.version.standard.number,
        version=row.version.number,
        branch=row.branch.code if row.branch else "",
        **{name: getattr(row, name) for name in names},
    )


def _finding(row: Finding) -> FindingOut:
    names = ("number", "source", "severity", "state", "what", "found_at", "closed_at", "result")
    return FindingOut(
        branch=row.branch.code if row.branch else "",
        inspection=row.inspection.number if row.inspection else "",
        case=row.case.number if row.case else "",
        **{name: getattr(row, name) for name in names},
    )
