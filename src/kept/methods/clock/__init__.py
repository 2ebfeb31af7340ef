"""Working time: calendars, and the arithmetic that adds and measures time in them."""

from .arithmetic import (
    NoWorkingTime,
    add_working_time,
    is_provisional,
    is_working,
    next_working_moment,
    take_working_time,
    working_time_between,
)
from .calendar import ALL_DAY, BadCalendar, Span, WorkingCalendar

__all__ = [
    "ALL_DAY",
    "BadCalendar",
    "NoWorkingTime",
    "Span",
    "WorkingCalendar",
    "add_working_time",
    "is_provisional",
    "is_working",
    "next_working_moment",
    "take_working_time",
    "working_time_between",
]
