"""Whether satisfied customers order again more often than dissatisfied ones, by answers and orders."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Avg, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.methods.statistics import Interval, rate_ratio
from kept.orders.models import Order
from kept.surveys.models import Response
from kept.surveys.permissions import VIEW as SURVEYS
from kept.surveys.rules.numbers import LEAST_ANSWERS

from ..enums import Slice
from ..rules import BUYING_DAYS, DISSATISFIED_BELOW, SATISFIED_FROM
from .reading import Whose
from .targets import end_of


@dataclass(frozen=True)
class Group:
    """Customers of one mind, and how many of them ordered again in time."""

    customers: int
    again: int

    @property
    def rate(self) -> float | None:
        return self.again / self.customers if self.customers else None


@dataclass(frozen=True)
class Willingness:
    """How often customers of either mind ordered again; `ratio` is None where `reason` says why."""

    satisfied: Group
    dissatisfied: Group
    ratio: Interval | None
    reason: str
    days: int
    satisfied_from: float
    dissatisfied_below: float

    def holds(self, times: float) -> bool | None:
        """Whether a ratio that others state lies within ours."""
        return None if self.ratio is None else self.ratio.low <= times <= self.ratio.high


def willingness(actor: Actor, whose: Whose, first: date, last: date, *, at: datetime) -> Willingness:
    """Of each customer the newest answer in these months whose days of buying are over; three statements."""
    days = int(rule(BUYING_DAYS, at=at))
    good, bad = float(rule(SATISFIED_FROM, at=at)), float(rule(DISSATISFIED_BELOW, at=at))
    window = timedelta(days=days)
    marks = _marks(_answered(actor, whose).filter(answered_at__lte=at - window), first, last)
    orders = _orders(marks, window)
    groups = {
        name: Group(len(those), sum(_ordered(orders[id], marks[id][0], window) for id in those))
        for name, those in {
            "satisfied": [id for id, (_at, mark) in marks.items() if mark >= good],
            "dissatisfied": [id for id, (_at, mark) in marks.items() if mark < bad],
        }.items()
    }
    reason = _lacking(groups["satisfied"], groups["dissatisfied"], least=int(rule(LEAST_ANSWERS, at=at)))
    first_pair, second_pair = ((group.again, group.customers) for group in groups.values())
    ratio = None if reason else rate_ratio(first_pair, second_pair)
    return Willingness(
        **groups, ratio=ratio, reason=reason, days=days, satisfied_from=good, dissatisfied_below=bad
    )


def _lacking(satisfied: Group, dissatisfied: Group, *, least: int) -> str:
    if satisfied.customers < least:
        return _("fewer than %(least)d satisfied customers answered long enough ago") % {"least": least}
    if dissatisfied.customers < least:
        return _("fewer than %(least)d dissatisfied customers answered long enough ago") % {"least": least}
    if not satisfied.again or not dissatisfied.again:
        return _("in one of the two groups nobody ordered again")
    return ""


def _answered(actor: Actor, whose: Whose) -> QuerySet[Response]:
    """Filled questionnaires of known customers; those of a subcontractor or service nobody can tell apart."""
    rows = Response.objects.permitted(actor, SURVEYS).filter(customer__isnull=False)
    if whose.slice == Slice.ALL:
        return rows
    field = {Slice.CUSTOMER: "customer", Slice.BRANCH: "customer__branch"}.get(Slice(whose.slice))
    return rows.filter(**{field: whose.id}) if field else rows.none()


def _marks(rows: QuerySet[Response], first: date, last: date) -> dict[int, tuple[datetime, float]]:
    """Of each customer the newest answer and its mean mark, set on 0 to 100."""
    mark = Avg(Coalesce("answers__performance", "answers__perceived"))
    scale = ("survey__questionnaire__low", "survey__questionnaire__high")
    found: dict[int, tuple[datetime, float]] = {}
    told = rows.annotate(mean=mark).filter(mean__isnull=False).order_by("answered_at", "pk")
    for id, answered, mean, low, high in told.values_list("customer_id", "answered_at", "mean", *scale):
        if first <= localdate(answered) <= end_of(last):
            found[id] = answered, float(mean - low) * 100 / (high - low)
    return found


def _orders(marks: Mapping[int, tuple[datetime, Any]], window: timedelta) -> dict[int, list[datetime]]:
    """When these customers placed orders, the oldest first."""
    placed: dict[int, list[datetime]] = defaultdict(list)
    if not marks:
        return placed
    moments = [answered for answered, _mark in marks.values()]
    rows = Order.objects.filter(placed_at__gt=min(moments), placed_at__lte=max(moments) + window)
    for id, at in rows.order_by("placed_at").values_list("customer_id", "placed_at"):
        if id in marks and at is not None:
            placed[id].append(at)
    return placed


def _ordered(placed: Sequence[datetime], answered: datetime, window: timedelta) -> bool:
    """Whether an order came after the answer and in time."""
    after = bisect_right(placed, answered)
    return after < len(placed) and placed[after] <= answered + window
