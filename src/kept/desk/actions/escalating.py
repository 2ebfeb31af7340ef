"""Passing a case up: employee, manager, headquarters; by hand or by the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.people.models import Person

from ..events import CaseAlarmed, CaseEscalated
from ..models import Case, Escalation
from ..queries.escalation import StepDue, steps_due, still_due


class ReasonMissing(Refused):
    default = _("Say why.")


@transaction.atomic
def escalate_case(*, case: Case, why: str, to: Person | None = None, by: Actor, at: datetime) -> Case:
    """To the next level, with the moment, who passed it on and why. Those in charge there are notified."""
    if not why.strip():
        raise ReasonMissing(field="why")
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    case.rise()
    case.save(update_fields=["level"])
    Escalation.objects.create(case=case, level=case.level, by_id=by.person_id, to=to, why=why.strip(), at=at)
    emit(CaseEscalated.of(case, at=at, to_id=to.pk if to else None, why=why.strip()), by=by)
    return case


def escalate_by_clock(*, by: Actor, at: datetime) -> int:
    """Take every step of escalation whose moment has come. Returns how many.

    Safe to run again and beside another: each is taken once for a case and a promise.
    """
    return sum(_take(due, by=by, at=at) for due in steps_due(at))


@transaction.atomic
def _take(due: StepDue, *, by: Actor, at: datetime) -> int:
    """Under the lock of the case and as things stand now. Who holds the case already is not waited for:
    what is still due then is taken at the next reading of the clock."""
    waiting = Case.objects.select_for_update(skip_locked=True, of=("self",))
    case = waiting.filter(pk=due.promise.subject_id).first()
    now_due = still_due(due, at) if case is not None else None
    if case is None or now_due is None:
        return 0
    step, promise = now_due.step, now_due.promise
    if step.rises:
        case.rise(step.level)
        case.save(update_fields=["level"])
    Escalation.objects.create(
        case=case,
        level=step.level,
        rose=step.rises,
        step=step,
        promise=promise,
        due_at=now_due.moment,
        at=at,
    )
    told: dict[str, Any] = {
        "promise_id": promise.pk,
        "promise_kind": promise.kind,
        "share": step.share,
        "late_minutes": step.late_minutes,
        "is_warned": step.is_warned_of(promise),
    }
    if step.rises:
        emit(CaseEscalated.of(case, at=at, to_id=None, why="", **told), by=by)
    else:
        emit(CaseAlarmed.of(case, at=at, told_level=step.level, **told), by=by)
    return 1
