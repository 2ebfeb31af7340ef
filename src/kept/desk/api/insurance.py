"""Insurance reports for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Schema
from pydantic import AwareDatetime

from ..actions.insuring import file_report
from ..enums import InsuranceState
from ..models import InsuranceReport
from .cases import allowed, router

MOST = 500


class InsuranceReportIn(Schema):
    insurer: str = Field(min_length=1, max_length=120)
    facts: str = Field(min_length=1, max_length=4000)
    reported_at: AwareDatetime
    spoke_with: str = Field("", max_length=80)
    reference: str = Field("", max_length=60)


class InsuranceReportOut(Schema):
    """`declared_value` in minor units; the claim by its number."""

    number: str
    case: str
    shipment: str
    state: str
    declared_value: int | None
    currency: str
    due_at: datetime | None
    insurer: str
    reported_at: datetime | None
    spoke_with: str
    reference: str
    facts: str
    claim: str
    outcome: str


@router.get("insurance-reports", response=list[InsuranceReportOut])
def list_reports(
    request: HttpRequest, state: InsuranceState | None = None, after: str = "", limit: int = 100
) -> list[dict[str, Any]]:
    """In the order of their numbers; `after` is the last number of the page before."""
    actor = allowed(request, "desk.view")
    rows = InsuranceReport.objects.permitted(actor, "desk.view").filter(number__gt=after).shown()
    rows = rows.filter(state=state) if state else rows
    return [_out(report) for report in rows.order_by("number")[: max(1, min(limit, MOST))]]


@router.post("insurance-reports/{number}/filing", response=InsuranceReportOut)
def file(request: HttpRequest, number: str, data: InsuranceReportIn) -> dict[str, Any]:
    """The insurer was told."""
    actor = allowed(request, "desk.claim")
    found = get_object_or_404(InsuranceReport.objects.permitted(actor, "desk.claim"), number=number)
    return _out(file_report(report=found, **data.dict(), by=actor, at=now()))


def _out(report: InsuranceReport) -> dict[str, Any]:
    plain = ("number", "state", "insurer", "reported_at", "spoke_with", "reference", "facts", "outcome")
    promise = report.promises[0] if report.promises else None
    return {
        **{name: getattr(report, name) for name in plain},
        "case": report.case.number,
        "shipment": report.shipment.number,
        "declared_value": report.shipment.declared_value,
        "currency": report.shipment.currency,
        "due_at": promise.due_at if promise else None,
        "claim": report.claim.number if report.claim else "",
    }
