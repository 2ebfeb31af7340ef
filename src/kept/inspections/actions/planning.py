"""Planning inspections by frequency, and putting up what is due."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from kept.kernel.actor import Actor
from kept.kernel.events import emit, emit_many
from kept.kernel.facts import company_day
from kept.kernel.numbering import next_number
from kept.kernel.numbers import rule
from kept.people.models import Branch, Person

from ..events import InspectionDropped, InspectionPutUp
from ..models import Inspection, InspectionPlan, Standard
from ..rules.numbers import LEAD_DAYS
from ..rules.refusals import DayInThePast, StandardEnded


@transaction.atomic
def plan_inspections(
    *,
    standard: Standard,
    first_on: date,
    branch: Branch | None = None,
    inspector: Person | None = None,
    every_days: int | None = None,
    by: Actor,
    at: datetime,
) -> InspectionPlan:
    """Check a standard at a branch again and again; planned anew, the plan it has is changed.

    Without `every_days` it is as often as the standard says.
    """
    if standard.ended_on is not None or standard.current is None:
        raise StandardEnded(field="standard")
    plan, _made = InspectionPlan.objects.update_or_create(
        standard=standard,
        branch=branch,
        defaults={
            "inspector": inspector,
            "every_days": every_days or standard.current.every_days,
            "next_on": first_on,
            "is_running": True,
        },
    )
    put_up_due(by=by, at=at, only=plan)
    plan.refresh_from_db()
    return plan


@transaction.atomic
def stop_plan(*, plan: InspectionPlan) -> InspectionPlan:
    """No more inspections by it; what was put up stays to be carried out."""
    found = InspectionPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    found.is_running = False
    found.save(update_fields=["is_running"])
    return found


@transaction.atomic
def put_up_due(*, by: Actor, at: datetime, only: InspectionPlan | None = None) -> list[Inspection]:
    """An inspection for each plan whose day comes, nothing twice; days slept through count once."""
    today = company_day(at)
    assert today is not None
    until = today + timedelta(days=int(rule(LEAD_DAYS, at=at)))
    plans = InspectionPlan.objects.running().filter(next_on__lte=until)
    if only is not None:
        plans = plans.filter(pk=only.pk)
    made = []
    for plan in plans.select_for_update(of=("self",)).select_related("standard__current").order_by("pk"):
        assert plan.standard.current is not None
        made.append(
            Inspection(
                number=next_number("inspection", at=at),
                version=plan.standard.current,
                plan=plan,
                branch_id=plan.branch_id,
                inspector_id=plan.inspector_id,
                due_on=plan.next_on,
            )
        )
        plan.step_on(after=max(today, plan.next_on))
        plan.save(update_fields=["next_on"])
    Inspection.objects.bulk_create(made)
    emit_many([_told(inspection, at) for inspection in made], by=by)
    return made


@transaction.atomic
def order_inspection(
    *,
    standard: Standard,
    due_on: date,
    branch: Branch | None = None,
    inspector: Person | None = None,
    by: Actor,
    at: datetime,
) -> Inspection:
    """One inspection by hand."""
    if standard.ended_on is not None or standard.current is None:
        raise StandardEnded(field="standard")
    if due_on < localtime(at).date():
        raise DayInThePast(field="due_on")
    inspection = Inspection.objects.create(
        number=next_number("inspection", at=at),
        version=standard.current,
        branch=branch,
        inspector=inspector,
        due_on=due_on,
    )
    emit(_told(inspection, at), by=by)
    return inspection


@transaction.atomic
def drop_inspection(*, inspection: Inspection, why: str, by: Actor, at: datetime) -> Inspection:
    found = Inspection.objects.select_for_update(of=("self",)).select_related("version").get(pk=inspection.pk)
    found.drop(why=why)
    found.save(update_fields=["state", "note"])
    emit(InspectionDropped.of(found, at=at), by=by)
    return found


def _told(inspection: Inspection, at: datetime) -> InspectionPutUp:
    return InspectionPutUp.of(inspection, at=at, inspector_id=inspection.inspector_id)
