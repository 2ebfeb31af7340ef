"""An indicator by week or by month, and the chart that tells which of its moves are signals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from kept.kernel.facts import FACTS
from kept.methods.control_charts import (
    ChartPoint,
    ControlChart,
    Signal,
    SignalRule,
    p_chart,
    signals,
    u_chart,
    xmr_chart,
)

from ..catalogue import MEASURES, Indicator, Measure
from ..enums import ChartKind, Step, Unit
from .engine import Figure, figure
from .places import COLUMNS
from .readers import Reader, reader
from .reading import Whose

TEN_THOUSAND: Final = 10_000


@dataclass(frozen=True)
class Period:
    """A week or a month, its last day included, with the figure of it."""

    first: date
    last: date
    figure: Figure


@dataclass(frozen=True)
class Charted:
    """The periods with a figure, the chart over them, and the signals that stand in it."""

    kind: ChartKind
    periods: tuple[Period, ...]
    chart: ControlChart
    signals: tuple[Signal, ...]

    @property
    def points(self) -> dict[date, ChartPoint]:
        """The points of the chart by the first day of their period."""
        return {period.first: point for period, point in zip(self.periods, self.chart.points, strict=True)}

    def of(self, signal: Signal) -> tuple[Period, ...]:
        return self.periods[signal.first : signal.last + 1]


def series(
    indicator: Indicator, whose: Whose, *, step: Step, first: date, last: date, as_of: datetime
) -> list[Period]:
    """Each week or month that begins from `first` on and is over by `last`; those without data too.

    Where something is compared, counting no rows is nought, as in every figure of the engine.
    """
    periods = list(_periods(step, first, last))
    if not periods:
        return []
    found: dict[date, dict[str, Any]] = defaultdict(dict)
    needed: dict[tuple[str, str], dict[str, Measure]] = defaultdict(dict)
    for name in indicator.measures:
        if isinstance(measure := MEASURES[name], Measure):  # base numbers and judgements are of months
            needed[measure.table, measure.day][name] = measure
    with reader() as facts:
        for (table, day), measures in needed.items():
            for start, told in _read(facts, table, day, measures, whose, step, periods, as_of):
                found[start].update(told)
    return [Period(start, end, figure(indicator, found.get(start, {}))) for start, end in periods]


def kind_of(indicator: Indicator) -> ChartKind:
    """Shares are counted of so many, complaints on so many; all else is a single value."""
    additive = indicator.ratio is not None and indicator.ratio[1] is not None and indicator.adds_up
    if additive and indicator.unit == Unit.RATE:
        return ChartKind.P
    return ChartKind.U if additive and indicator.unit == Unit.PER_10K else ChartKind.XMR


def charted(
    indicator: Indicator,
    periods: Sequence[Period],
    *,
    rules: Sequence[SignalRule],
    kind: ChartKind | None = None,
    limits_until: date | None = None,
) -> Charted | None:
    """The chart over the periods that have a figure; None where there are too few for limits.

    `limits_until` takes the limits from the periods that are over by that day.
    """
    kind = kind or kind_of(indicator)
    known = tuple(period for period in periods if period.figure.value is not None)
    baseline = len(known)
    if limits_until is not None:
        baseline = sum(period.last <= limits_until for period in known)
    if baseline < 2:
        return None
    chart = _chart(kind, known, baseline)
    return Charted(kind, known, chart, tuple(signals(chart, rules)))


def _chart(kind: ChartKind, known: tuple[Period, ...], baseline: int) -> ControlChart:
    figures = [period.figure for period in known]
    if kind == ChartKind.XMR:
        return xmr_chart([float(each.value or 0) for each in figures], baseline=baseline)
    counts = [(int(each.numerator or 0), int(each.denominator or 0)) for each in figures]
    if kind == ChartKind.P:
        return p_chart(counts, baseline=baseline)
    events = [(tens // TEN_THOUSAND, size) for tens, size in counts]
    return u_chart(events, per=TEN_THOUSAND, baseline=baseline)


def _periods(step: Step, first: date, last: date) -> Iterator[tuple[date, date]]:
    start = first if step == Step.MONTH else first + timedelta(days=-first.weekday() % 7)
    while True:
        following = _next(step, start)
        if following > last + timedelta(days=1):
            return
        yield start, following - timedelta(days=1)
        start = following


def _next(step: Step, start: date) -> date:
    if step == Step.WEEK:
        return start + timedelta(days=7)
    return date(start.year + start.month // 12, start.month % 12 + 1, 1)


def _read(
    facts: Reader,
    table: str,
    day: str,
    measures: Mapping[str, Measure],
    whose: Whose,
    step: Step,
    periods: list[tuple[date, date]],
    as_of: datetime,
) -> Iterator[tuple[date, dict[str, Any]]]:
    column = COLUMNS[whose.slice]
    if column is not None and column not in FACTS[table].names():
        return
    mine = f" AND {column} = {int(whose.id or 0)}" if column else ""
    wanted = ", ".join(f"{measure.compiled} AS {name}" for name, measure in measures.items())
    sql = (
        f"SELECT date_trunc('{step.value}', {day})::DATE AS of_period, {wanted}"
        f" FROM {facts.source(FACTS[table], as_of)}"
        f" WHERE {day} >= $first AND {day} <= $last{mine} GROUP BY of_period"
    )
    answer = facts.read(sql, first=periods[0][0], last=periods[-1][1])
    for row in answer.rows:
        told = dict(zip(answer.names, row, strict=True))
        yield told.pop("of_period"), told
