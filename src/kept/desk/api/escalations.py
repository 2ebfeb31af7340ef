"""The way up of cases, and the steps by the clock, for programs."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Schema, Status

from kept.kernel.actor import Actor

from ..actions.steps import end_step, set_step
from ..enums import CaseKind, CaseLevel, Severity
from ..models import Case, Escalation, EscalationStep
from ..models.escalations import STEP_FIELDS
from ..queries.escalation import earlier, way_up_of
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
    set_by: str
    ended_at: datetime | None
    replaces: int | None


class EscalationStepIn(Schema):
    """Either `share`, above 0 and below 1, or `late_minutes`, 0 or more; empty lists and an empty promise
    mean all."""

    kinds: list[CaseKind] = []
    severities: list[Severity] = []
    promise: str = Field("", max_length=30)
    share: Decimal | None = Field(None, max_digits=4, decimal_places=3)
    late_minutes: int | None = Field(None, ge=0, le=100_000)
    level: CaseLevel
    rises: bool = True

    def told(self) -> dict[str, Any]:
        """What the verb takes."""
        said = self.dict() | {"level": self.level.value}
        said["kinds"] = [kind.value for kind in self.kinds]
        said["severities"] = [int(rank) for rank in self.severities]
        return said


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
def list_steps(request: HttpRequest, ended: bool = False) -> list[dict[str, Any]]:
    """The steps of escalation that are in force; with `ended` the earlier ones too."""
    rows = EscalationStep.objects.permitted(allowed(request, "desk.view"), "desk.view")
    return [_step(row) for row in (rows if ended else rows.in_force()).select_related("set_by")]


@router.post("escalation-steps", response={201: EscalationStepOut})
def add_step(request: HttpRequest, data: EscalationStepIn) -> Status[dict[str, Any]]:
    """A step that counts for moments from now on."""
    actor = allowed(request, "desk.arrange")
    return Status(201, _step(set_step(**data.told(), by=actor, at=now())))


@router.get("escalation-steps/{number}", response=list[EscalationStepOut])
def read_step(request: HttpRequest, number: int) -> list[dict[str, Any]]:
    """A step, and what stood in its place before, the newest first."""
    step = _found(allowed(request, "desk.view"), "desk.view", number)
    return [_step(row) for row in (step, *earlier(step))]


@router.put("escalation-steps/{number}", response=EscalationStepOut)
def change_step(request: HttpRequest, number: int, data: EscalationStepIn) -> dict[str, Any]:
    """Another step takes its place from now on; this one stays, ended. Unchanged, it stays as it is."""
    actor = allowed(request, "desk.arrange")
    step = _found(actor, "desk.arrange", number)
    return _step(set_step(**data.told(), replaces=step, by=actor, at=now()))


@router.post("escalation-steps/{number}/end", response=EscalationStepOut)
def retire_step(request: HttpRequest, number: int) -> dict[str, Any]:
    """The clock no longer takes it."""
    actor = allowed(request, "desk.arrange")
    return _step(end_step(step=_found(actor, "desk.arrange", number), by=actor, at=now()))


@router.get("cases/{number}/escalations", response=list[EscalationOut])
def list_escalations(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """Each step that the case took, the newest first."""
    actor = allowed(request, "desk.view")
    case = get_object_or_404(Case.objects.permitted(actor, "desk.view"), number=number)
    return [_escalation(row) for row in way_up_of(case)]


def _found(actor: Actor, permission: str, number: int) -> EscalationStep:
    rows = EscalationStep.objects.permitted(actor, permission).select_related("set_by")
    found: EscalationStep = get_object_or_404(rows, pk=number)
    return found


def _step(step: EscalationStep) -> dict[str, Any]:
    told = {name: getattr(step, name) for name in (*STEP_FIELDS, "since", "ended_at")}
    who = step.set_by.name if step.set_by else ""
    return {**told, "id": step.pk, "set_by": who, "replaces": step.replaces_id}


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
