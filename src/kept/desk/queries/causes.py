"""How often each cause came, and whether it came less after something was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from kept.kernel.numbers import rule
from kept.promises.enums import Cause

from ..models import Case, CauseCode, PreventiveAction
from ..rules import EFFECT_DAYS


@dataclass(frozen=True)
class CauseCount:
    """A cause, in detail where the case says so, and how many cases named it."""

    cause: str
    code: CauseCode | None
    count: int

    @property
    def key(self) -> str:
        return self.code.code if self.code else f"{self.cause}."

    @property
    def words(self) -> str:
        return self.code.path if self.code else str(Cause(self.cause).label)


@dataclass(frozen=True)
class Effect:
    """Cases of the cause in equal spans before the plan and after it was done; none while it is open."""

    days: int
    before: int
    after: int | None


def cause_counts(cases: QuerySet[Any], *, in_detail: bool) -> list[CauseCount]:
    """Two statements. Cases without a cause are not counted."""
    fields = ("cause", "cause_code") if in_detail else ("cause",)
    rows = cases.exclude(cause="").order_by().values(*fields).annotate(count=Count("pk", distinct=True))
    listed = list(rows)
    codes = CauseCode.objects.select_related("parent__parent").in_bulk(
        {row["cause_code"] for row in listed if row.get("cause_code")}
    )
    return [CauseCount(row["cause"], codes.get(row.get("cause_code")), row["count"]) for row in listed]


def effect_of(action: PreventiveAction, *, at: datetime) -> Effect:
    """Cases of the same cause, branch and customer; what the action names narrows."""
    span = timedelta(days=int(rule(EFFECT_DAYS, at=action.made_at)))
    about = Q(cause=action.cause)
    if action.cause_code_id:
        about &= Q(cause_code=action.cause_code_id)
    if action.branch_id:
        about &= Q(branch=action.branch_id)
    if action.customer_id:
        about &= Q(customer=action.customer_id)
    cases = Case.objects.filter(about)
    before = cases.filter(opened_at__gte=action.made_at - span, opened_at__lt=action.made_at).count()
    if action.done_at is None:
        return Effect(span.days, before, None)
    until = min(action.done_at + span, at)
    after = cases.filter(opened_at__gte=action.done_at, opened_at__lt=until).count()
    return Effect(span.days, before, after)
