"""Which steps of escalation are due by the clock, and the way up of a case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from kept.promises.enums import PromiseState
from kept.promises.models import CalendarVersion, Promise, PromiseQuerySet

from ..models import Case, Escalation, EscalationStep
from ..rules import LEVELS, levels_below

CASE = Case._meta.label_lower
SCANNED = ("kind", "subject_id", "started_at", "original_due_at", "due_at", "calendar_version")
"""What is read of every running promise, which may be thousands each time."""

MOST_EARLIER = 20


@dataclass(frozen=True)
class StepDue:
    """A step whose moment has come for a promise of a case."""

    step: EscalationStep
    promise: Promise
    moment: datetime

    @property
    def key(self) -> tuple[int, int, str]:
        """What is taken once however many customers are owed the same."""
        return self.promise.subject_id, self.step.pk, self.promise.kind

    @property
    def turn(self) -> tuple[datetime, int, int, int]:
        return self.moment, LEVELS.index(self.step.level), self.step.pk, self.promise.pk


def steps_due(at: datetime) -> list[StepDue]:
    """In the order of their moments, so that after a pause of the worker each case rises level by level.

    A case takes a step once for each kind of promise: the one that came to it first. Two statements and one
    per step.
    """
    versions: dict[int, CalendarVersion] = {}
    first: dict[tuple[int, int, str], StepDue] = {}
    for step in EscalationStep.objects.in_force():
        for due in _due(step, _waiting(step, at).only(*SCANNED), at, versions):
            known = first.get(due.key)
            if known is None or due.turn < known.turn:
                first[due.key] = due
    return sorted(first.values(), key=lambda due: due.turn)


def still_due(due: StepDue, at: datetime) -> StepDue | None:
    """The same as it stands now; None when it was answered, paused, moved or taken meanwhile."""
    rows = _waiting(due.step, at).filter(pk=due.promise.pk).select_related("policy_version")
    return next(_due(due.step, rows, at, {}), None)


def way_up_of(case: Case) -> list[Escalation]:
    """Each step that a case took, the newest first; one statement."""
    return list(case.escalations.select_related("by", "to", "step", "promise").order_by("-at", "-pk"))


def _due(
    step: EscalationStep, rows: PromiseQuerySet, at: datetime, versions: dict[int, CalendarVersion]
) -> Iterator[StepDue]:
    """A step counts for moments since it is in force."""
    promises = list(rows)
    unknown = {promise.calendar_version_id for promise in promises} - {None} - set(versions)
    if unknown:
        versions.update(CalendarVersion.objects.in_bulk(unknown))
    for promise in promises:
        if promise.calendar_version_id:
            promise.calendar_version = versions[promise.calendar_version_id]
        moment = step.moment_of(promise)
        if step.since <= moment <= at:
            yield StepDue(step, promise, moment)


def _waiting(step: EscalationStep, at: datetime) -> PromiseQuerySet:
    """Unmet promises of unfinished cases that this step is about and was not taken for."""
    cases = Case.objects.unfinished()
    if step.kinds:
        cases = cases.filter(kind__in=step.kinds)
    if step.severities:
        cases = cases.filter(severity__in=step.severities)
    if step.rises:
        cases = cases.filter(level__in=levels_below(step.level))
    taken = Escalation.objects.filter(
        step=step,
        promise__subject_type=CASE,
        promise__subject_id=OuterRef("subject_id"),
        promise__kind=OuterRef("kind"),
    )
    rows = Promise.objects.filter(subject_type=CASE, subject_id__in=cases.values("pk"), met_at=None)
    if step.promise:
        rows = rows.of_kind(step.promise)
    return _in_state(rows, step, at).filter(~Exists(taken))


def _in_state(rows: PromiseQuerySet, step: EscalationStep, at: datetime) -> PromiseQuerySet:
    """A recorded breach; or a clock that runs, and when the case rises also one that ran out since."""
    if step.share is None:
        return rows.filter(state=PromiseState.BROKEN, due_at__lte=at - step.late)
    if step.rises:
        return rows.filter(state__in=(PromiseState.RUNNING, PromiseState.BROKEN))
    return rows.filter(state=PromiseState.RUNNING, due_at__gte=at)


def earlier(step: EscalationStep) -> list[EscalationStep]:
    """What stood in its place before, the newest first."""
    found: list[EscalationStep] = []
    related = EscalationStep.objects.select_related("set_by", "ended_by")
    while step.replaces_id is not None and len(found) < MOST_EARLIER:
        step = related.get(pk=step.replaces_id)
        found.append(step)
    return found
