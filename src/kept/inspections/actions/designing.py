"""Designing a service: its channels, steps, team and plan, and bringing the design into force."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.kernel.numbering import next_number
from kept.kernel.searching import index

from ..events import DesignChanged, DesignInForce, PlanStepDone
from ..models import Design, PlanStep, Step, TeamRole
from ..models.designs import Part

Line = TypeVar("Line", Step, TeamRole, PlanStep)


@transaction.atomic
def keep_design(*, design: Design | None = None, by: Actor, at: datetime, **said: Any) -> Design:
    """Begin a design, or change what it says. `said` are fields of Design."""
    found = _locked(design) if design else Design(number=next_number("design", at=at))
    for name, value in said.items():
        setattr(found, name, value)
    found.changed_at = at
    found.save()
    index(found, [found.number, found.title])
    emit(DesignChanged.of(found, at=at), by=by)
    return found


@transaction.atomic
def keep_line(
    *, design: Design, kind: type[Line], line: Line | None = None, by: Actor, at: datetime, **said: Any
) -> Line:
    """Add a step, a role or a step of the plan to a design, or change one. `said` are its fields."""
    found = _locked(design)
    kept = line or kind(design=found)
    for name, value in said.items():
        setattr(kept, name, value)
    kept.save()
    _touch(found, by=by, at=at)
    return kept


@transaction.atomic
def remove_line(*, design: Design, line: Part, by: Actor, at: datetime) -> None:
    found = _locked(design)
    line.delete()
    _touch(found, by=by, at=at)


@transaction.atomic
def finish_plan_step(*, step: PlanStep, by: Actor, at: datetime) -> PlanStep:
    """One step of bringing the design about is done."""
    found = PlanStep.objects.select_for_update(of=("self",)).select_related("design").get(pk=step.pk)
    found.finish(at=at)
    found.save(update_fields=["done_at"])
    emit(PlanStepDone.of(found.design, at=at, step_id=found.pk), by=by)
    return found


@transaction.atomic
def bring_into_force(*, design: Design, on: date, by: Actor, at: datetime) -> Design:
    """From a day on services are given by it, in its next version. Raises StepsMissing."""
    found = _locked(design)
    found.come_into_force(on=on)
    found.save(update_fields=["version", "in_force_from"])
    emit(DesignInForce.of(found, at=at, number=found.version), by=by)
    return found


def _touch(design: Design, *, by: Actor, at: datetime) -> None:
    design.changed_at = at
    design.save(update_fields=["changed_at"])
    emit(DesignChanged.of(design, at=at), by=by)


def _locked(design: Design) -> Design:
    return Design.objects.select_for_update().get(pk=design.pk)
