"""Reading a date or a moment by a list of formats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from unicodedata import normalize

from ..unreadable import Reason, Unreadable
from .chinese import chinese_moment
from .excel import excel_text
from .years import full_year

DEFAULT_FORMATS = ("iso", "ymd", "chinese")
"""Year first, as ISO 8601, with any of - / . between, or 2026年11月22日."""

PIVOT = 68

_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
    r"(?:[T ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?"
)


class _Mismatch(Exception):
    """The text does not have this format."""


def parse_date(
    text: str, formats: Sequence[str] = DEFAULT_FORMATS, *, pivot: int = PIVOT
) -> date | Unreadable:
    """The date that a text states; a time of day beside it is left out.

    A format is a pattern of `strptime` or one of `iso`, `ymd`, `chinese`, `excel`, `excel1904`; the first
    that fits is taken. Two-digit years up to the pivot lie in 2000 to 2099, the others in 1900 to 1999.

    >>> parse_date("2026年11月22日"), parse_date("2-Jun-06", ["%d-%b-%y"]), parse_date("38870", ["excel"])
    (datetime.date(2026, 11, 22), datetime.date(2006, 6, 2), datetime.date(2006, 6, 2))
    >>> str(parse_date("Date Not Captured").reason), str(parse_date("2025-02-30").reason)
    ('not_a_date', 'no_such_day')
    """
    moment = parse_moment(text, formats, pivot=pivot)
    return moment if isinstance(moment, Unreadable) else moment.date()


def parse_moment(
    text: str, formats: Sequence[str] = DEFAULT_FORMATS, *, pivot: int = PIVOT
) -> datetime | Unreadable:
    """The moment that a text states, without a zone unless the text has one; a bare date is its midnight.

    >>> parse_moment("2026/11/22 8:05").isoformat(), parse_moment("2026-11-22T08:05:00+08:00").isoformat()
    ('2026-11-22T08:05:00', '2026-11-22T08:05:00+08:00')
    """
    return _read(text, tuple(formats), pivot)


@lru_cache(maxsize=65_536)
def _read(text: str, formats: tuple[str, ...], pivot: int) -> datetime | Unreadable:
    plain = normalize("NFKC", text).strip()
    if not plain:
        return Unreadable(text, Reason.EMPTY)
    reason = Reason.NOT_A_DATE
    for form in formats:
        try:
            return _by_format(plain, form, pivot)
        except _Mismatch:
            continue
        except (ValueError, OverflowError):
            reason = Reason.NO_SUCH_DAY
    return Unreadable(text, reason)


def _by_format(text: str, form: str, pivot: int) -> datetime:
    """The moment; a mismatch, or a ValueError where the format fits but there is no such day."""
    found: datetime | None
    if form == "iso":
        found = _iso(text)
    elif form == "ymd":
        found = _year_first(text)
    elif form == "chinese":
        found = chinese_moment(text, pivot)
    elif form in ("excel", "excel1904"):
        found = excel_text(text, since_1904=form == "excel1904")
    else:
        found = _by_pattern(text, form, pivot)
    if found is None:
        raise _Mismatch
    return found


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _year_first(text: str) -> datetime | None:
    found = _YEAR_FIRST.fullmatch(text)
    if not found:
        return None
    names = ("year", "month", "day", "hour", "minute", "second")
    year, month, day, hour, minute, second = (int(found[name] or 0) for name in names)
    return datetime(year, month, day, hour, minute, second)


def _by_pattern(text: str, pattern: str, pivot: int) -> datetime | None:
    try:
        found = datetime.strptime(text, pattern)
    except ValueError as wrong:
        if "range" in str(wrong):  # the pattern fits, and the day is out of range for its month
            raise
        return None
    return found.replace(year=full_year(found.year % 100, pivot)) if "%y" in pattern else found
