"""The way up of cases, and the steps by the clock, for programs."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Schema

from ..models import Case, Escalation, EscalationStep
from ..queries.escalation import way_up_of
from .cases import allowed, router


class EscalationStepOut(Schema):
    """`share` of the time, or `late_minutes` of service time after the breach; empty lists mean all."""

    id: int
    kinds: list[str]
    severities: list[int]
    promise: str
    share: Decimal | None
    late_minutes: int | None
    level: str
    rises: bool
    since: datetime


class EscalationOut(Schema):
    """By a person with `why`, or by the clock with `step`, `promise` and when it was due."""

    level: str
    rose: bool
    at: datetime
    by: str
    to: str
    why: str
    by_clock: bool
    step: int | None
    promise: str
    due_at: datetime | None


@router.get("escalation-steps", response=list[EscalationStepOut])
def list_steps(request: HttpRequest) -> list[EscalationStep]:
    """The steps of escalation that are in force."""
    actor = allowed(request, "desk.view")
    return list(EscalationStep.objects.permitted(actor, "desk.view").in_force())


@router.get("cases/{number}/escalations", response=list[EscalationOut])
def list_escalations(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """Each step that the case took, the newest first."""
    actor = allowed(request, "desk.view")
    case = get_object_or_404(Case.objects.permitted(actor, "desk.view"), number=number)
    return [_escalation(row) for row in way_up_of(case)]


def _escalation(row: Escalation) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("level", "rose", "at", "due_at")},
        "by": row.by.name if row.by else "",
        "to": row.to.name if row.to else "",
        "why": str(row.reason_words),
        "by_clock": row.is_by_clock,
        "step": row.step_id,
        "promise": row.promise.kind if row.promise else "",
    }
