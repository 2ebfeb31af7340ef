"""A month's complaints per branch: how many, why, whose fault, how fast, and what is still open."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import Any

from django.db.models import QuerySet

from kept.desk.enums import CaseKind
from kept.desk.models import Case
from kept.kernel.actor import Actor
from kept.kernel.facts import month_bounds
from kept.methods.rates import Rate
from kept.promises.enums import PromiseState
from kept.promises.models import Promise

CLOCKS = ("complaint_answer", "complaint_resolution")
CALLBACK = "callback"


@dataclass
class BranchComplaints:
    """One branch's month. A rate whose clocks have not run out yet counts on neither side."""

    id: int | None
    name: str
    complaints: int = 0
    before: int = 0
    unsolved: int = 0
    reopened: int = 0
    asked_again: int = 0
    hours: list[float] = field(default_factory=list)
    causes: Counter[str] = field(default_factory=Counter)
    liable: Counter[str] = field(default_factory=Counter)
    clocks: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    callbacks: int = 0

    @property
    def callbacks_late(self) -> int:
        return self.clocks[CALLBACK].count(False)

    @property
    def called_back_in_time(self) -> Rate:
        return Rate.of(self.clocks[CALLBACK])

    @property
    def median_hours(self) -> float | None:
        return median(self.hours) if self.hours else None

    @property
    def answered_in_time(self) -> Rate:
        return Rate.of(self.clocks[CLOCKS[0]])

    @property
    def solved_in_time(self) -> Rate:
        return Rate.of(self.clocks[CLOCKS[1]])


def complaints_of(actor: Actor, month: date, *, at: datetime) -> list[BranchComplaints]:
    """Every branch with complaints in this month or the one before, or with call-backs in this month.

    The most complaints first.
    """
    start, end = month_bounds(month)
    rows = _complaints(actor, start, end)
    found: dict[int | None, BranchComplaints] = {}
    ids: dict[int, BranchComplaints] = {}
    for case in rows.select_related("branch"):
        of = found.setdefault(case.branch_id, BranchComplaints(case.branch_id, str(case.branch or "")))
        ids[case.pk] = of
        _count(of, case)
    for kind, subject_id, state, due_at in _promises(list(ids)):
        if state in (PromiseState.KEPT, PromiseState.BROKEN) or due_at < at:
            ids[subject_id].clocks[kind].append(state == PromiseState.KEPT)
    before = month_bounds(_month_before(month))
    for branch_id, name in _complaints(actor, *before).values_list("branch_id", "branch__name"):
        of = found.setdefault(branch_id, BranchComplaints(branch_id, name or ""))
        of.before += 1
    for branch_id, name, state, due_at in _callbacks(actor, start, end):
        of = found.setdefault(branch_id, BranchComplaints(branch_id, name or ""))
        of.callbacks += 1
        if state in (PromiseState.KEPT, PromiseState.BROKEN) or due_at < at:
            of.clocks[CALLBACK].append(state == PromiseState.KEPT)
    return sorted(found.values(), key=lambda of: (-of.complaints, of.name))


def _complaints(actor: Actor, start: datetime, end: datetime) -> QuerySet[Case]:
    rows: QuerySet[Case] = Case.objects.permitted(actor, "scorecards.desk")
    return rows.filter(kind=CaseKind.COMPLAINT, opened_at__gte=start, opened_at__lt=end)


def _count(of: BranchComplaints, case: Case) -> None:
    of.complaints += 1
    of.unsolved += case.solved_at is None and case.closed_at is None
    of.reopened += case.reopenings > 0
    of.asked_again += case.chasers
    if case.solved_at is not None:
        of.hours.append((case.solved_at - case.opened_at).total_seconds() / 3600)
    if case.cause:
        of.causes[str(case.get_cause_display())] += 1
    if case.liable_tier:
        of.liable[str(case.get_liable_tier_display())] += 1


def _promises(case_ids: list[int]) -> list[tuple[Any, ...]]:
    about = Promise.objects.filter(
        subject_type=Case._meta.label_lower, subject_id__in=case_ids, kind__in=CLOCKS
    ).exclude(state__in=(PromiseState.WAIVED, PromiseState.CANCELLED))
    return list(about.values_list("kind", "subject_id", "state", "due_at"))


def _callbacks(actor: Actor, start: datetime, end: datetime) -> list[tuple[Any, ...]]:
    """Call-backs owed since some moment of the month, with branch and verdict; one statement."""
    rows = Promise.objects.permitted(actor, "scorecards.desk").filter(
        kind=CALLBACK, started_at__gte=start, started_at__lt=end
    )
    rows = rows.exclude(state__in=(PromiseState.WAIVED, PromiseState.CANCELLED))
    return list(rows.values_list("branch_id", "branch__name", "state", "due_at"))


def _month_before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
