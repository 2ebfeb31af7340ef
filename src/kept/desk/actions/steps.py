"""Steps of escalation by the clock: set by a manager, never overwritten."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit

from ..enums import CaseKind, CaseLevel, Severity
from ..events import EscalationStepEnded, EscalationStepSet
from ..models import Case, EscalationStep
from ..models.escalations import BEGINNING, STEP_FIELDS
from ..rules import CASE_CLOCKS

COMPLAINTS = (CaseKind.COMPLAINT, CaseKind.DISPUTE, CaseKind.CLAIM)
STOCK: tuple[dict[str, Any], ...] = (
    {"kinds": COMPLAINTS, "promise": "complaint_answer", "share": "0.5", "level": CaseLevel.EMPLOYEE},
    {"kinds": COMPLAINTS, "promise": "complaint_answer", "late_minutes": 0, "level": CaseLevel.MANAGER},
    {
        "kinds": COMPLAINTS,
        "promise": "complaint_answer",
        "late_minutes": 240,
        "level": CaseLevel.HEADQUARTERS,
    },
    {"kinds": COMPLAINTS, "promise": "complaint_resolution", "share": "0.5", "level": CaseLevel.EMPLOYEE},
    {"kinds": COMPLAINTS, "promise": "complaint_resolution", "late_minutes": 0, "level": CaseLevel.MANAGER},
    {
        "kinds": COMPLAINTS,
        "promise": "complaint_resolution",
        "late_minutes": 1440,
        "level": CaseLevel.HEADQUARTERS,
    },
    {
        "kinds": (CaseKind.EXCEPTION,),
        "promise": "exception_notice",
        "late_minutes": 0,
        "level": CaseLevel.MANAGER,
    },
    {
        "kinds": (CaseKind.EXCEPTION,),
        "promise": "exception_notice",
        "late_minutes": 60,
        "level": CaseLevel.HEADQUARTERS,
    },
    {"severities": (Severity.S1,), "share": "0.8", "level": CaseLevel.MANAGER},
)
"""With which a company begins: half of the time warns the owner, a breach raises a case to the manager, a
breach that lasts to headquarters; what is most severe goes up before it breaks. Managers change them."""


class MomentUndecided(Refused):
    default = _("Give either the share of the time or the minutes after the breach.")


class ShareOutside(Refused):
    default = _("Give a share above 0 and below 100 percent. At 100 percent the promise is broken.")


class MinutesNegative(Refused):
    default = _("Give zero minutes or more.")


class EmployeeHasIt(Refused):
    default = _("A case begins with the employee; it cannot rise there. Choose a higher level.")


class StepUnknown(Refused):
    default = _("There is no such kind, severity, promise or level.")


class SameStep(Refused):
    default = _("This step is in force already.")


class StepEnded(Refused):
    default = _("This step has ended or was changed meanwhile.")


@transaction.atomic
def set_step(
    *,
    kinds: list[str],
    severities: list[int],
    promise: str,
    share: Decimal | None,
    late_minutes: int | None,
    level: str,
    rises: bool,
    replaces: EscalationStep | None = None,
    by: Actor,
    at: datetime,
) -> EscalationStep:
    """A step that counts for moments from now on; instead of another one, which ends.

    `share` is that of the promise's time, between 0 and 1. Raises one of the refusals above.
    """
    step = EscalationStep(
        kinds=sorted(kinds),
        severities=sorted(severities),
        promise=promise,
        share=share,
        late_minutes=late_minutes,
        level=level,
        rises=rises,
        since=at,
        set_by_id=by.person_id,
    )
    _check(step)
    before = _in_force(replaces) if replaces is not None else None
    if before is not None and before.same(step):
        return before
    if any(step.same(other) for other in EscalationStep.objects.in_force()):
        raise SameStep
    if before is not None:
        _end(before, by=by, at=at)
    step.replaces = before
    step.save()
    said = {name: getattr(step, name) for name in STEP_FIELDS}
    said |= {"kinds": tuple(step.kinds), "severities": tuple(step.severities)}
    told = EscalationStepSet(
        subject=Subject.of(step), occurred_at=at, replaces_id=before.pk if before else None, **said
    )
    emit(told, by=by)
    return step


@transaction.atomic
def end_step(*, step: EscalationStep, by: Actor, at: datetime) -> EscalationStep:
    """From now on the clock does not take it any more."""
    found = _in_force(step)
    _end(found, by=by, at=at)
    return found


@transaction.atomic
def stock_steps(*, at: datetime) -> None:
    """The steps to begin with, where there are none yet. Where cases are known already they count from now
    on, so that nothing old goes up all at once."""
    if EscalationStep.objects.exists():
        return
    since = at if Case.objects.exists() else BEGINNING
    EscalationStep.objects.bulk_create(_stocked(each, since) for each in STOCK)


def _stocked(said: dict[str, Any], since: datetime) -> EscalationStep:
    return EscalationStep(
        kinds=sorted(said.get("kinds", ())),
        severities=sorted(said.get("severities", ())),
        promise=said.get("promise", ""),
        share=Decimal(said["share"]) if "share" in said else None,
        late_minutes=said.get("late_minutes"),
        level=said["level"],
        rises=said["level"] != CaseLevel.EMPLOYEE,
        since=since,
    )


def _check(step: EscalationStep) -> None:
    if (step.share is None) == (step.late_minutes is None):
        raise MomentUndecided(field="share")
    if step.share is not None and not 0 < step.share < 1:
        raise ShareOutside(field="share")
    if step.late_minutes is not None and step.late_minutes < 0:
        raise MinutesNegative(field="late_minutes")
    known: tuple[tuple[str, Any, Any], ...] = (
        ("kinds", step.kinds, CaseKind.values),
        ("severities", step.severities, Severity.values),
        ("promise", [step.promise], ("", *CASE_CLOCKS)),
        ("level", [step.level], CaseLevel.values),
    )
    for field, given, allowed in known:
        if not set(given) <= set(allowed):
            raise StepUnknown(field=field)
    if step.rises and step.level == CaseLevel.EMPLOYEE:
        raise EmployeeHasIt(field="level")


def _in_force(step: EscalationStep) -> EscalationStep:
    found = EscalationStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if found.ended_at is not None:
        raise StepEnded
    return found


def _end(step: EscalationStep, *, by: Actor, at: datetime) -> None:
    step.ended_at, step.ended_by_id = at, by.person_id
    step.save(update_fields=["ended_at", "ended_by"])
    emit(EscalationStepEnded(subject=Subject.of(step), occurred_at=at), by=by)
