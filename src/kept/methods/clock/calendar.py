"""When somebody works: a week of local hours, and the days that differ from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .walls import instant_of

Span = tuple[int, int]
"""Minutes after local midnight, start included, end excluded; 1440 is the end of the day."""

Interval = tuple[datetime, datetime]

ALL_DAY: tuple[Span, ...] = ((0, 1440),)


class BadCalendar(ValueError):
    """The hours, the zone or a date of a calendar cannot be right."""


@dataclass(frozen=True)
class WorkingCalendar:
    """The hours of a week in one time zone, with `days` that replace the week's hours on their date.

    A holiday is a date with no spans, a half day has fewer, a make-up working day has those of a weekday. A
    break lies between two spans. Days after `known_until` follow the week but are not yet published.

    >>> office = WorkingCalendar("Asia/Shanghai", {day: ((540, 720), (780, 1080)) for day in range(5)})
    >>> office.spans_on(date(2025, 9, 5))
    ((540, 720), (780, 1080))
    >>> office.spans_on(date(2025, 9, 6))
    ()
    """

    zone: str
    week: Mapping[int, tuple[Span, ...]]
    days: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    known_until: date | None = None
    is_always: bool = field(init=False, compare=False, repr=False)
    _tzinfo: ZoneInfo = field(init=False, compare=False, repr=False)
    _intervals: dict[date, tuple[Interval, ...]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        week = {day: _tidy(self.week.get(day, ())) for day in range(7)}
        if not set(self.week) <= set(week):
            raise BadCalendar("weekdays are 0 (Monday) to 6 (Sunday)")
        days = {day: _tidy(spans) for day, spans in sorted(self.days.items())}
        always = all(spans == ALL_DAY for spans in (*week.values(), *days.values()))
        keep = {"week": MappingProxyType(week), "days": MappingProxyType(days), "is_always": always}
        for name, value in {**keep, "_tzinfo": _zone(self.zone), "_intervals": {}}.items():
            object.__setattr__(self, name, value)

    def __hash__(self) -> int:
        return hash((self.zone, tuple(self.week.items()), len(self.days), self.known_until))

    def __reduce__(self) -> tuple[Callable[[Mapping[str, Any]], Self], tuple[dict[str, Any]]]:
        return type(self).from_data, (self.to_data(),)

    @classmethod
    def always(cls, zone: str = "UTC") -> Self:
        """Day and night, every day."""
        return cls(zone, dict.fromkeys(range(7), ALL_DAY))

    # Any: the data are JSON, read back from a database or a file and checked here.
    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The calendar that `to_data` wrote."""
        try:
            week = {int(day): _pairs(spans) for day, spans in data["week"].items()}
            days = {date.fromisoformat(day): _pairs(spans) for day, spans in data.get("days", {}).items()}
            until = data.get("known_until")
            return cls(data["zone"], week, days, date.fromisoformat(until) if until else None)
        except BadCalendar:
            raise
        except (AttributeError, KeyError, TypeError, ValueError) as wrong:
            raise BadCalendar(f"not the data of a calendar: {wrong}") from wrong

    def to_data(self) -> dict[str, Any]:
        """The calendar as JSON can keep it."""
        return {
            "zone": self.zone,
            "week": {str(day): [list(span) for span in spans] for day, spans in self.week.items()},
            "days": {day.isoformat(): [list(span) for span in spans] for day, spans in self.days.items()},
            "known_until": self.known_until.isoformat() if self.known_until else None,
        }

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The local hours of one date."""
        spans = self.days.get(day)
        return self.week[day.weekday()] if spans is None else spans

    def local_date(self, moment: datetime) -> date:
        """The date that the wall calendar of the zone shows at this moment."""
        return moment.astimezone(self._tzinfo).date()

    def intervals_on(self, day: date) -> tuple[Interval, ...]:
        """The hours of one date as real instants in UTC; remembered, since clocks ask for the same days."""
        known = self._intervals.get(day)
        if known is None:
            known = self._intervals[day] = tuple(self._real(day))
        return known

    def _real(self, day: date) -> Iterable[Interval]:
        midnight = datetime(day.year, day.month, day.day)
        for span in self.spans_on(day):
            start, end = (instant_of(midnight + timedelta(minutes=edge), self._tzinfo) for edge in span)
            if start < end:
                yield start, end


def _tidy(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, touching ones joined, overlapping and impossible ones refused."""
    tidy: list[Span] = []
    for start, end in sorted(spans):
        if not 0 <= start < end <= 1440:
            raise BadCalendar(f"a span from minute {start} to {end} does not lie within one day")
        if tidy and start < tidy[-1][1]:
            raise BadCalendar(f"the span from minute {start} begins before the one ahead of it ends")
        if tidy and start == tidy[-1][1]:
            start = tidy.pop()[0]
        tidy.append((start, end))
    return tuple(tidy)


def _pairs(spans: Iterable[Iterable[int]]) -> tuple[Span, ...]:
    return tuple((int(start), int(end)) for start, end in spans)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise BadCalendar(f"there is no time zone {name!r}") from unknown
