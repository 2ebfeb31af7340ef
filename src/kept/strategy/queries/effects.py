"""The six figures that a strategy is expected to change, in any window, and what a difference proves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Avg, F

from kept.billing.models import Charge
from kept.kernel.facts import company_day
from kept.kernel.money import minor_digits
from kept.methods.statistics import compare_proportions, mean_interval
from kept.parties.models import Customer
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import Slice
from kept.scorecards.queries.engine import MONEY, measures_of
from kept.surveys.enums import Asks
from kept.surveys.models import Answer, Response

from ..enums import EffectKind
from ..models import Cycle
from ..rules import compare_means
from .rates import WHOLE, Counted
from .windows import Side, Window

TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Sample:
    """Rights out of judged, or single values; nothing of either is no data."""

    counted: Counted | None = None
    values: tuple[float, ...] = ()

    @property
    def n(self) -> int:
        return self.counted.judged if self.counted else len(self.values)

    @property
    def side(self) -> Side:
        if self.counted is not None:
            found = self.counted.interval
            return Side(self.n, found.estimate, found.low, found.high) if found else Side(0, None, None, None)
        if not self.values:
            return Side(0, None, None, None)
        interval = mean_interval(self.values)
        mean = sum(self.values) / len(self.values)
        return Side(self.n, mean, interval.low if interval else None, interval.high if interval else None)


@dataclass(frozen=True)
class Tested:
    """After less before, with interval and test."""

    difference: float
    low: float
    high: float
    p_value: float | None


def sample_of(kind: str, cycle: Cycle, window: Window, *, as_of: datetime) -> Sample:
    """What the window says of one effect, for those whom the cycle is for."""
    found: Sample = _SAMPLES[kind](cycle, window, as_of)
    return found


def tested(before: Sample, after: Sample) -> Tested | None:
    """Two shares by Newcombe's interval, means by Welch's; None where one side has too little."""
    if before.counted is not None and after.counted is not None:
        shares = compare_proportions(
            (before.counted.right, before.counted.judged), (after.counted.right, after.counted.judged)
        )
        return Tested(shares.difference, shares.low, shares.high, shares.p_value) if shares else None
    means = compare_means(before.values, after.values)
    return Tested(means.difference, means.low, means.high, means.p_value) if means else None


def _satisfaction(cycle: Cycle, window: Window, as_of: datetime) -> Sample:
    """For each filled questionnaire its mean performance, as a share of the scale."""
    start, end = window.bounds
    rows = (
        Response.objects.filter(answered_at__gte=start, answered_at__lt=end, **_who(cycle))
        .filter(answers__performance__isnull=False)
        .annotate(
            mean=Avg("answers__performance"),
            lowest=F("survey__questionnaire__low"),
            highest=F("survey__questionnaire__high"),
        )
    )
    told = rows.order_by("pk").values_list("mean", "lowest", "highest")
    return Sample(values=tuple((mean - low) / (high - low) for mean, low, high in told))


def _brand(cycle: Cycle, window: Window, as_of: datetime) -> Sample:
    """Promoters count 1, detractors -1: the mean is the net promoter score."""
    start, end = window.bounds
    rows = Answer.objects.filter(
        item__asks=Asks.NPS,
        nps__isnull=False,
        response__answered_at__gte=start,
        response__answered_at__lt=end,
        **{f"response__{name}": value for name, value in _who(cycle).items()},
    )
    marks = rows.order_by("pk").values_list("nps", flat=True)
    return Sample(values=tuple(float((mark >= 9) - (mark <= 6)) for mark in marks if mark is not None))


def _quality(cycle: Cycle, window: Window, as_of: datetime) -> Sample:
    """Deliveries right in all four terms."""
    found = _summed(WHOLE, cycle, window, as_of)
    return Sample(Counted(int(found["deliveries_whole"]), int(found["deliveries_judged_whole"])))


def _complaints(cycle: Cycle, window: Window, as_of: datetime) -> Sample:
    """Complaints over deliveries; more complaints than deliveries count as one each."""
    found = _summed("complaint_rate", cycle, window, as_of)
    delivered = int(found["shipments_delivered"])
    return Sample(
        Counted(min(int(found["complaints_by_ten_thousand"]) // TEN_THOUSAND, delivered), delivered)
    )


def _cost(cycle: Cycle, window: Window, as_of: datetime) -> Sample:
    """Freight cost per kg of each week that has one, in one currency."""
    values = []
    for week in _weeks(window):
        found = _summed("freight_per_kg", cycle, week, as_of)
        if found["freight_weight"] and len(found[MONEY]) == 1:
            values.append(float(found["freight_cost"] / found["freight_weight"]))
    return Sample(values=tuple(values))


def _contribution(cycle: Cycle, window: Window, as_of: datetime) -> Sample:
    """Net revenue of each whole week, in the currency's main unit; none in several currencies."""
    start, _end = window.bounds
    weeks = list(_weeks(window))
    if not weeks:
        return Sample()
    charges = Charge.objects.standing().filter(
        happened_at__gte=start, happened_at__lt=weeks[-1].bounds[1], **_customer(cycle)
    )
    sums: dict[int, int] = defaultdict(int)
    currencies = set()
    for happened_at, amount, currency in charges.values_list("happened_at", "amount", "currency").iterator():
        day = company_day(happened_at)
        assert day is not None
        sums[(day - window.start).days // 7] += amount
        currencies.add(currency)
    if len(currencies) != 1:
        return Sample()
    whole = 10 ** minor_digits(currencies.pop())
    return Sample(values=tuple(sums[week] / whole for week in range(len(weeks))))


_SAMPLES: dict[str, Any] = {
    EffectKind.SATISFACTION: _satisfaction,
    EffectKind.QUALITY: _quality,
    EffectKind.COMPLAINTS: _complaints,
    EffectKind.COST: _cost,
    EffectKind.BRAND: _brand,
    EffectKind.CONTRIBUTION: _contribution,
}
WEEKLY = (EffectKind.COST, EffectKind.CONTRIBUTION)


def _weeks(window: Window) -> Iterable[Window]:
    """Whole weeks only."""
    week = timedelta(days=7)
    count = (window.end - window.start).days // 7
    return [Window(window.start + week * n, window.start + week * (n + 1)) for n in range(count)]


def _summed(code: str, cycle: Cycle, window: Window, as_of: datetime) -> dict[str, Any]:
    """The measures of an indicator, added up over the customers concerned; nothing counts as nought."""
    indicator = INDICATORS[code]
    slice = Slice.CUSTOMER if cycle.scope else Slice.ALL
    found = measures_of(
        [indicator], start=window.start, end=window.end, slices=[slice], by_month=False, as_of=as_of
    )
    ids = _customers(cycle)
    rows = [told for place, told in found.items() if ids is None or place.id in ids]
    sums = {name: _sum(told.get(name) for told in rows) for name in indicator.measures}
    return {**sums, MONEY: {each for told in rows for each in told.get(MONEY) or ()}}


def _sum(values: Iterable[Any]) -> Decimal:
    return sum((Decimal(str(value)) for value in values if value is not None), Decimal(0))


def _customers(cycle: Cycle) -> Sequence[int] | None:
    if cycle.customer_id:
        return [cycle.customer_id]
    if cycle.segment:
        return list(Customer.objects.filter(segment=cycle.segment).values_list("pk", flat=True))
    return None


def _customer(cycle: Cycle) -> dict[str, Any]:
    """Which charges."""
    if cycle.segment:
        return {"customer__segment": cycle.segment}
    return {"customer": cycle.customer_id} if cycle.customer_id else {}


def _who(cycle: Cycle) -> dict[str, Any]:
    """Which answers: an anonymous one keeps its segment."""
    return cycle.scope
