"""Contingency plans are kept by managers; whoever sees the trouble activates one."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.numbering import next_number
from kept.kernel.searching import index
from kept.people.models import Branch, Person

from ..events import PlanActivated, PlanEnded, PlanWritten
from ..models import Activation, ContingencyPlan


class StepsMissing(Refused):
    default = _("A plan needs a name and the steps to take.")


class PlanRetired(Refused):
    default = _("This plan is retired. Activate another one.")


class AlreadyActive(Refused):
    default = _("This plan is active already. End it before it is activated again.")


class NotActive(Refused):
    default = _("This plan is not active.")


class ReasonForPlanMissing(Refused):
    default = _("Say why the plan is activated.")


class OutcomeMissing(Refused):
    default = _("Say what it led to and what was learnt.")


class InTheFuture(Refused):
    default = _("This time lies in the future.")


class EndsBeforeStart(Refused):
    default = _("The plan cannot end before it was activated.")


class ReviewDueBeforeTheLast(Refused):
    default = _("The next review cannot be due before the last one.")


@transaction.atomic
def write_plan(
    *,
    plan: ContingencyPlan | None = None,
    name: str,
    kind: str,
    steps: str,
    calls: str = "",
    branch: Branch | None = None,
    responsible: Person | None = None,
    reviewed_on: date | None = None,
    review_due: date | None = None,
    is_retired: bool = False,
    by: Actor,
    at: datetime,
) -> ContingencyPlan:
    """A new plan, or a plan as it reads from now on. One that is active is not retired."""
    if not name.strip() or not steps.strip():
        raise StepsMissing(field="steps")
    if reviewed_on and reviewed_on > localdate(at):
        raise InTheFuture(_("This day lies in the future."), field="reviewed_on")
    if reviewed_on and review_due and review_due < reviewed_on:
        raise ReviewDueBeforeTheLast(field="review_due")
    if plan is None:
        found = ContingencyPlan(number=next_number("contingency_plan", at=at))
    else:
        found = ContingencyPlan.objects.select_for_update().get(pk=plan.pk)
        if is_retired and found.activations.filter(ended_at=None).exists():
            raise AlreadyActive(_("This plan is active. End it before it is retired."), field="is_retired")
    found.name, found.kind, found.steps, found.calls = name.strip(), kind, steps.strip(), calls.strip()
    found.branch, found.responsible, found.is_retired = branch, responsible, is_retired
    found.reviewed_on, found.review_due = reviewed_on, review_due
    found.save()
    index(found, [found.number, found.name])
    emit(PlanWritten(subject=Subject.of(found), occurred_at=at), by=by)
    return found


@transaction.atomic
def activate_plan(
    *, plan: ContingencyPlan, reason: str, started_at: datetime | None = None, by: Actor, at: datetime
) -> Activation:
    """Put a plan to work, now or since an earlier moment."""
    found = ContingencyPlan.objects.select_for_update().get(pk=plan.pk)
    start = started_at or at
    if found.is_retired:
        raise PlanRetired
    if found.activations.filter(ended_at=None).exists():
        raise AlreadyActive
    if not reason.strip():
        raise ReasonForPlanMissing(field="reason")
    if start > at:
        raise InTheFuture(field="started_at")
    made = Activation.objects.create(
        plan=found, started_at=start, reason=reason.strip(), started_by_id=by.person_id
    )
    emit(PlanActivated(subject=Subject.of(found), occurred_at=at, why=made.reason), by=by)
    return made


@transaction.atomic
def end_plan(
    *, plan: ContingencyPlan, outcome: str, ended_at: datetime | None = None, by: Actor, at: datetime
) -> Activation:
    """The trouble is over: what it led to and what we learnt stays in the log."""
    found = ContingencyPlan.objects.select_for_update().get(pk=plan.pk)
    running = found.activations.filter(ended_at=None).first()
    end = ended_at or at
    if running is None:
        raise NotActive
    if not outcome.strip():
        raise OutcomeMissing(field="outcome")
    if end > at:
        raise InTheFuture(field="ended_at")
    if end < running.started_at:
        raise EndsBeforeStart(field="ended_at")
    running.ended_at, running.outcome, running.ended_by_id = end, outcome.strip(), by.person_id
    running.save(update_fields=["ended_at", "outcome", "ended_by"])
    emit(PlanEnded(subject=Subject.of(found), occurred_at=at, why=running.outcome[:200]), by=by)
    return running
