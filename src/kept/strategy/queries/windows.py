"""The same figure before a change and after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kept.kernel.facts import company_day, company_zone
from kept.methods.statistics import compare_proportions, mean_interval
from kept.surveys.queries.measuring import performance_marks

from ..enums import GapSource
from ..models import Action, Gap
from ..rules import compare_means
from .rates import COMPONENTS, WHOLE, Counted, counted_one, kept_code, slice_of

PARTS = 3
"""Into how many parts each side of the change is cut for the chart."""


@dataclass(frozen=True)
class Window:
    """Whole days, the last one not included."""

    start: date
    end: date

    def parts(self, count: int) -> Iterator[Window]:
        step = max((self.end - self.start).days // count, 1)
        begins = [self.start + timedelta(days=step * n) for n in range(count)]
        ends = [*begins[1:], self.end]
        return (Window(a, b) for a, b in zip(begins, ends, strict=True) if a < b <= self.end)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        zone = company_zone()
        return (
            datetime.combine(self.start, datetime.min.time(), zone),
            datetime.combine(self.end, datetime.min.time(), zone),
        )


@dataclass(frozen=True)
class Side:
    """A figure of one window: from how many records, and within which bounds."""

    n: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Compared:
    """Before and after, and what the difference is worth; without a test where one side has too little."""

    method: str
    before: Side
    after: Side
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None

    @property
    def is_clear(self) -> bool:
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def windows_of(changed_at: datetime, at: datetime, days: int) -> tuple[Window, Window]:
    """`days` before the change, and as much as there is after it, at most as many days."""
    change, today = company_day(changed_at), company_day(at)
    assert change is not None and today is not None
    after_end = min(today + timedelta(days=1), change + timedelta(days=days))
    return Window(change - timedelta(days=days), change), Window(change, after_end)


def compare(action: Action, before: Window, after: Window, *, as_of: datetime) -> Compared:
    """The gap's figure in both windows, with the test that fits it."""
    gap = action.gap
    if gap.source == GapSource.SURVEY_ITEM:
        return _compare_marks(gap, before, after)
    code = indicator_of(gap)
    first, second = (_counted(gap, code, window, as_of) for window in (before, after))
    found = compare_proportions((first.right, first.judged), (second.right, second.judged))
    if found is None:
        return Compared(code, _side(first), _side(second))
    return Compared(code, _side(first), _side(second), found.difference, found.low, found.high, found.p_value)


def series(action: Action, before: Window, after: Window, *, as_of: datetime) -> list[dict[str, Any]]:
    """The figure in each part of both windows, for the chart."""
    return [
        {
            "since": part.start.isoformat(),
            "until": part.end.isoformat(),
            "is_after": window is after,
            **asdict(_side_of(action.gap, part, as_of)),
        }
        for window in (before, after)
        for part in window.parts(PARTS)
    ]


def indicator_of(gap: Gap) -> str:
    """The rate by which a gap is measured again."""
    if gap.source == GapSource.PROMISE_KIND:
        return kept_code(gap.promise_kind)
    if gap.source == GapSource.COMPONENT:
        return COMPONENTS[gap.component]
    return WHOLE


def _side_of(gap: Gap, window: Window, as_of: datetime) -> Side:
    if gap.source == GapSource.SURVEY_ITEM:
        return _of_marks(_marks(gap, window))
    return _side(_counted(gap, indicator_of(gap), window, as_of))


def _counted(gap: Gap, code: str, window: Window, as_of: datetime) -> Counted:
    return counted_one(code, slice_of(gap.scope()), start=window.start, end=window.end, as_of=as_of)


def _compare_marks(gap: Gap, before: Window, after: Window) -> Compared:
    first, second = _marks(gap, before), _marks(gap, after)
    found = compare_means(first, second)
    sides = _of_marks(first), _of_marks(second)
    if found is None:
        return Compared("mean_mark", *sides)
    return Compared("mean_mark", *sides, found.difference, found.low, found.high, found.p_value)


def _marks(gap: Gap, window: Window) -> list[int]:
    assert gap.item is not None
    start, end = window.bounds
    scope = {name: value for name, value in gap.scope().items() if name in ("customer_id", "segment")}
    return performance_marks(
        questionnaire_code=gap.item.questionnaire.code,
        item_code=gap.item.code,
        since=start,
        until=end,
        **scope,
    )


def _side(told: Counted) -> Side:
    found = told.interval
    return Side(told.judged, found.estimate, found.low, found.high) if found else Side(0, None, None, None)


def _of_marks(marks: list[int]) -> Side:
    if not marks:
        return Side(0, None, None, None)
    found = mean_interval(marks)
    mean = sum(marks) / len(marks)
    return Side(len(marks), mean, found.low if found else None, found.high if found else None)
