"""Adding and measuring time in which somebody works."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from .calendar import Interval, WorkingCalendar

SEARCH_DAYS = 5 * 366
"""How many days in a row may be idle before a calendar counts as having no work at all."""

_NOTHING = timedelta(0)
_DAY = timedelta(days=1)


class NoWorkingTime(ValueError):
    """The calendar has no working time for five years on end."""


def add_working_time(calendar: WorkingCalendar, start: datetime, amount: timedelta) -> datetime:
    """due = the earliest instant with working_time_between(start, due) = amount.

    Source: service-desk practice. Time that fills a span exactly ends with the span, not at the start of the
    next one; no time at all leaves the start where it is, even outside the hours.

    Business hours 09:00-18:00, eight hours from Friday 17:30 end on Monday 16:30:

    >>> office = WorkingCalendar("Asia/Shanghai", dict.fromkeys(range(5), ((540, 1080),)))
    >>> due = add_working_time(office, datetime(2025, 9, 5, 9, 30, tzinfo=UTC), timedelta(hours=8))
    >>> due.isoformat()
    '2025-09-08T08:30:00+00:00'
    """
    start = _in_utc(start)
    if amount < _NOTHING:
        raise ValueError("working time is added, never taken away")
    if calendar.is_always or not amount:
        return start + amount
    for opened, closed in _intervals_after(calendar, start):
        begun = max(opened, start)
        length = closed - begun
        if amount <= length:
            return begun + amount
        amount -= length
    raise NoWorkingTime(f"no working time for five years after {start.date()}")


def take_working_time(calendar: WorkingCalendar, end: datetime, amount: timedelta) -> datetime:
    """start = the latest instant with working_time_between(start, end) = amount.

    Source: service-desk practice; the mirror image of `add_working_time`.

    Business hours 09:00-18:00, two hours before Monday 10:00 are Friday 17:00:

    >>> office = WorkingCalendar("UTC", dict.fromkeys(range(5), ((540, 1080),)))
    >>> take_working_time(office, datetime(2025, 9, 8, 10, tzinfo=UTC), timedelta(hours=2)).isoformat()
    '2025-09-05T17:00:00+00:00'
    """
    end = _in_utc(end)
    if amount < _NOTHING:
        raise ValueError("working time is taken, never added")
    if calendar.is_always or not amount:
        return end - amount
    for opened, closed in _intervals_before(calendar, end):
        ended = min(closed, end)
        length = ended - opened
        if amount <= length:
            return ended - amount
        amount -= length
    raise NoWorkingTime(f"no working time for five years before {end.date()}")


def working_time_between(calendar: WorkingCalendar, start: datetime, end: datetime) -> timedelta:
    """The length of the working intervals between two instants; negative when `end` is the earlier.

    Source: service-desk practice. Friday 17:30 to Monday 09:30 in business hours 09:00-18:00 is one hour:

    >>> office = WorkingCalendar("UTC", dict.fromkeys(range(5), ((540, 1080),)))
    >>> friday, monday = datetime(2025, 9, 5, 17, 30, tzinfo=UTC), datetime(2025, 9, 8, 9, 30, tzinfo=UTC)
    >>> str(working_time_between(office, friday, monday))
    '1:00:00'
    """
    start, end = _in_utc(start), _in_utc(end)
    if end < start:
        return -working_time_between(calendar, end, start)
    if calendar.is_always:
        return end - start
    total, day = _NOTHING, calendar.local_date(start)
    last = calendar.local_date(end) + _DAY  # clocks set back over midnight: the next date has begun already
    while day <= last:
        for opened, closed in calendar.intervals_on(day):
            total += max(min(closed, end) - max(opened, start), _NOTHING)
        day += _DAY
    return total


def next_working_moment(calendar: WorkingCalendar, moment: datetime) -> datetime:
    """The first instant at or after `moment` at which somebody works.

    >>> office = WorkingCalendar("UTC", dict.fromkeys(range(5), ((540, 1080),)))
    >>> next_working_moment(office, datetime(2025, 9, 5, 18, tzinfo=UTC)).isoformat()
    '2025-09-08T09:00:00+00:00'
    """
    moment = _in_utc(moment)
    if calendar.is_always:
        return moment
    for opened, _closed in _intervals_after(calendar, moment):
        return max(opened, moment)
    raise NoWorkingTime(f"no working time for five years after {moment.date()}")


def is_working(calendar: WorkingCalendar, moment: datetime) -> bool:
    """Whether somebody works at this instant; the end of a span is no longer working time."""
    try:
        return next_working_moment(calendar, moment) == moment
    except NoWorkingTime:
        return False


def is_provisional(calendar: WorkingCalendar, due: datetime) -> bool:
    """Whether a due time lies after the days that the calendar's publisher has made known."""
    return calendar.known_until is not None and calendar.local_date(due) > calendar.known_until


def _intervals_after(calendar: WorkingCalendar, moment: datetime) -> Iterator[Interval]:
    """Working intervals that end after `moment`, in order, until five idle years have passed."""
    day: date = calendar.local_date(moment)
    idle = 0
    while idle <= SEARCH_DAYS and day < date.max:
        found = False
        for interval in calendar.intervals_on(day):
            if interval[1] > moment:
                found = True
                yield interval
        idle = 0 if found else idle + 1
        day += _DAY


def _intervals_before(calendar: WorkingCalendar, moment: datetime) -> Iterator[Interval]:
    """Working intervals that begin before `moment`, backwards, until five idle years have passed."""
    day: date = calendar.local_date(moment) + _DAY
    idle = 0
    while idle <= SEARCH_DAYS and day > date.min:
        found = False
        for interval in reversed(calendar.intervals_on(day)):
            if interval[0] < moment:
                found = True
                yield interval
        idle = 0 if found else idle + 1
        day -= _DAY


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC)
