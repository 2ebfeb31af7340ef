"""Who answered: response by level of customers, the mark weighted to all customers, and by branch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from kept.kernel.numbers import rule
from kept.methods.statistics import PostStratified, Stratum, mean_interval, post_stratified_mean
from kept.methods.statistics.intervals import Interval
from kept.parties.enums import CustomerState
from kept.parties.models import Customer

from ..enums import Level
from ..models import Answer, Response, Survey
from ..rules.numbers import LEAST_ANSWERS


@dataclass(frozen=True)
class LevelResult:
    """One level: its customers, who was invited and answered, how many sheets came, how many have marks.

    The mean mark stands only where enough have them.
    """

    level: str
    customers: int
    invited: int
    answered: int
    filled: int
    responses: int
    mark: Interval | None

    @property
    def words(self) -> Any:
        return Level(self.level).label

    @property
    def rate(self) -> float | None:
        return self.answered / self.invited if self.invited else None


@dataclass(frozen=True)
class BranchResult:
    branch: str
    responses: int
    mark: Interval | None


@dataclass(frozen=True)
class Strata:
    levels: Sequence[LevelResult]
    branches: Sequence[BranchResult]
    weighted: PostStratified | None
    least: int


def strata_of(survey: Survey, responses: QuerySet[Response], *, at: datetime) -> Strata:
    """By level and by branch; the weighted mean only where every level with customers has enough answers."""
    least = int(rule(LEAST_ANSWERS, at=at))
    felt = _felt(responses)
    customers, sent, filled = _customers(), _sent(survey), _filled(responses)
    levels = [
        LevelResult(
            level,
            customers.get(level, 0),
            *sent[level],
            filled[level],
            len(felt["level"][level]),
            _mark(felt["level"][level], least),
        )
        for level in Level.values
    ]
    branches = [
        BranchResult(name, len(marks), _mark(marks, least))
        for name, marks in sorted(felt["branch"].items())
        if name
    ]
    return Strata(levels, branches, _weighted(levels), least)


def _felt(responses: QuerySet[Response]) -> dict[str, dict[str, list[float]]]:
    """The mean mark of each response, by level and by branch."""
    rows = (
        Answer.objects.filter(response__in=responses)
        .order_by()
        .values("response_id", "response__level", "response__branch__name")
        .annotate(felt=Avg(Coalesce(F("performance"), F("perceived"))))
    )
    found: dict[str, dict[str, list[float]]] = {"level": defaultdict(list), "branch": defaultdict(list)}
    for one in rows:
        row: dict[str, Any] = dict(one)
        if row["felt"] is not None:
            found["level"][row["response__level"]].append(float(row["felt"]))
            found["branch"][row["response__branch__name"] or ""].append(float(row["felt"]))
    return found


def _filled(responses: QuerySet[Response]) -> Mapping[str, int]:
    rows = responses.order_by().values_list("level").annotate(n=Count("pk"))
    return defaultdict(int, rows)


def _customers() -> dict[str, int]:
    rows = Customer.objects.exclude(state=CustomerState.PROSPECT).order_by().values("state", "segment")
    counted: dict[str, int] = defaultdict(int)
    for row in rows.annotate(n=Count("pk")):
        counted[Level.LOST if row["state"] == CustomerState.LOST else row["segment"]] += row["n"]
    return counted


def _sent(survey: Survey) -> Mapping[str, tuple[int, int]]:
    rows = survey.invitations.order_by().values("customer__state", "customer__segment")
    counted: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in rows.annotate(n=Count("pk"), back=Count("pk", filter=Q(answered_at__isnull=False))):
        level = Level.LOST if row["customer__state"] == CustomerState.LOST else row["customer__segment"]
        invited, answered = counted[level]
        counted[level] = invited + row["n"], answered + row["back"]
    return counted


def _mark(marks: Sequence[float], least: int) -> Interval | None:
    return mean_interval(marks) if len(marks) >= max(least, 2) else None


def _weighted(levels: Sequence[LevelResult]) -> PostStratified | None:
    """Each level by its share of all customers, not of those who happened to answer."""
    present = [one for one in levels if one.customers]
    total = sum(one.customers for one in present)
    if not present or any(one.mark is None for one in present):
        return None
    return post_stratified_mean(
        [Stratum(one.customers / total, one.responses, one.mark.estimate) for one in present if one.mark]
    )
