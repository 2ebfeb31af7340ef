"""What others say of our service: complaints, surveys, social supervisors, side by side for each branch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Avg, Count, ExpressionWrapper, F, FloatField, Q

from kept.desk.enums import CaseKind
from kept.desk.models import Case
from kept.kernel.actor import Actor
from kept.kernel.facts import month_bounds
from kept.kernel.numbers import rule
from kept.people.models import Branch
from kept.surveys.models import Answer
from kept.surveys.rules.numbers import LEAST_ANSWERS

from ..enums import FindingSource
from ..models import Finding

MARK = F("performance")
LOW, HIGH = F("response__survey__questionnaire__low"), F("response__survey__questionnaire__high")
SHARE = ExpressionWrapper((MARK - LOW) * 1.0 / (HIGH - LOW), output_field=FloatField())


@dataclass
class Judged:
    """One branch over a span. `satisfaction` from 0 to 1; None below the least number of answers."""

    branch: Branch | None
    complaints: int = 0
    unsolved: int = 0
    answers: int = 0
    satisfaction: float | None = None
    supervisor_findings: int = 0
    unanswered: int = 0


def external_evaluation(actor: Actor, first: date, last: date) -> list[Judged]:
    """Every branch of which somebody said something, the most complaints first; four statements.

    Who sees the complaints of some branches alone is told of those alone: a nought would be untrue.
    """
    start, end = month_bounds(first)[0], month_bounds(last)[1]
    told: dict[int | None, Judged] = {}
    for row in _complaints(actor, start, end):
        of = told.setdefault(row["branch"], Judged(None))
        of.complaints, of.unsolved = row["n"], row["unsolved"]
    least = int(rule(LEAST_ANSWERS))
    for row in _marks(actor, start, end):
        of = told.setdefault(row["response__customer__branch"], Judged(None))
        of.answers = row["n"]
        of.satisfaction = row["share"] if row["n"] >= least else None
    for row in _findings(actor, start, end):
        of = told.setdefault(row["branch"], Judged(None))
        of.supervisor_findings, of.unanswered = row["n"], row["unanswered"]
    own = _own_branches(actor)
    told = {pk: judged for pk, judged in told.items() if own is None or pk in own}
    branches = Branch.objects.in_bulk([pk for pk in told if pk is not None])
    for pk, judged in told.items():
        judged.branch = branches.get(pk) if pk is not None else None
    return sorted(told.values(), key=lambda row: (-row.complaints, str(row.branch or "")))


def _own_branches(actor: Actor) -> set[int | None] | None:
    """Those whose complaints this actor sees; None is all."""
    scopes = list(actor.scopes_of("inspections.view"))
    if actor.kind == "system" or any(scope.kind == "company" for scope in scopes):
        return None
    return {scope.id for scope in scopes if scope.kind == "branch"} or None


def _complaints(actor: Actor, start: datetime, end: datetime) -> list[dict[str, Any]]:
    rows = Case.objects.permitted(actor, "inspections.view").filter(kind=CaseKind.COMPLAINT)
    rows = rows.filter(opened_at__gte=start, opened_at__lt=end).order_by()
    told = rows.values("branch").annotate(n=Count("pk"), unsolved=Count("pk", filter=Q(solved_at=None)))
    return [dict(row) for row in told]


def _marks(actor: Actor, start: datetime, end: datetime) -> list[dict[str, Any]]:
    rows = Answer.objects.permitted(actor, "surveys.view").filter(performance__isnull=False)
    rows = rows.filter(response__answered_at__gte=start, response__answered_at__lt=end).order_by()
    told = rows.values("response__customer__branch").annotate(
        n=Count("response", distinct=True), share=Avg(SHARE)
    )
    return [dict(row) for row in told]


def _findings(actor: Actor, start: datetime, end: datetime) -> list[dict[str, Any]]:
    rows = Finding.objects.permitted(actor, "inspections.view").filter(source=FindingSource.SUPERVISOR)
    rows = rows.filter(found_at__gte=start, found_at__lt=end).order_by()
    unanswered = Count("pk", filter=Q(answered_at=None))
    return [dict(row) for row in rows.values("branch").annotate(n=Count("pk"), unanswered=unanswered)]
