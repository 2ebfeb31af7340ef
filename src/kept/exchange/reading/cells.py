"""One cell by its rule: a value, nothing, or the reason why it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from kept.methods.dates import parse_moment
from kept.methods.decimals import parse_decimal
from kept.methods.unreadable import Reason, Unreadable

from ..enums import RejectReason
from .kinds import LONGEST, NO, YES, FileKind
from .mapping import FieldRule

R = RejectReason
CLOCK = re.compile(r"\d\s*[:时時点點]")
HARMLESS = re.compile(r"'[=+\-@]")
DAY_ENDS = time(23, 59, 59)
MIDDAY = time(12)


@dataclass(frozen=True)
class Problem:
    """Why a row is refused: the column, the reason, the value and what it broke."""

    column: str
    reason: RejectReason
    value: str = ""
    limit: str = ""


@dataclass(frozen=True)
class Marked:
    """A value that the mapping wants left out: no data, and counted."""

    column: str
    reason: RejectReason
    limit: str = ""


@dataclass(frozen=True)
class Moment:
    """A moment in its zone; `is_day` when only the day is known."""

    at: datetime
    is_day: bool

    def start(self) -> datetime:
        return datetime.combine(self.at, time(), self.at.tzinfo) if self.is_day else self.at

    def middle(self) -> datetime:
        """Of a day without a time: its noon, which is the same day in the zones near."""
        return datetime.combine(self.at, MIDDAY, self.at.tzinfo) if self.is_day else self.at

    def end(self) -> datetime:
        return datetime.combine(self.at, DAY_ENDS, self.at.tzinfo) if self.is_day else self.at


Read = Callable[[Any], Any]


def reader_of(rule: FieldRule, kind: FileKind, zone: ZoneInfo) -> Read:
    """A function from a cell to its value, None for nothing said, a Problem, or Marked."""
    longest, codes = kind.longest.get(rule.name, LONGEST), kind.codes.get(rule.name, frozenset())
    reads: dict[str, Callable[[FieldRule, Any, ZoneInfo], Any]] = {
        "moment": _moment,
        "number": _number,
        "whole": _whole,
        "yesno": _yesno,
        "code": partial(_code, codes=codes),
        "text": partial(_text, longest=longest),
    }
    read = reads[kind.fields[rule.name]]

    def by_rule(cell: Any) -> Any:
        if isinstance(cell, str):
            cell = cell.strip()
            if HARMLESS.match(cell):
                cell = cell[1:]
            if rule.empty is not None and rule.empty.match(cell.casefold()):
                cell = ""
        if cell == "":
            return Problem(rule.title, R.MISSING) if rule.needed else None
        if rule.codes is not None:
            return _by_code(rule, cell, zone, read)
        return read(rule, cell, zone)

    return by_rule


def _by_code(rule: FieldRule, cell: Any, zone: ZoneInfo, read: Callable[..., Any]) -> Any:
    assert rule.codes is not None
    found = rule.codes.get(str(cell).casefold())
    if found is not None:
        return read(rule, found if isinstance(found, str) else _plain(found), zone)
    if rule.other == "keep":
        return read(rule, cell, zone)
    if rule.other == "no data" and not rule.needed:
        return Marked(rule.title, R.UNKNOWN_CODE)
    return Problem(rule.title, R.UNKNOWN_CODE, str(cell))


def _plain(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _text(rule: FieldRule, cell: Any, zone: ZoneInfo, *, longest: int) -> Any:
    text = f"{rule.before}{cell}"
    return text if len(text) <= longest else Problem(rule.title, R.TOO_LONG, text[:100], str(longest))


def _code(rule: FieldRule, cell: Any, zone: ZoneInfo, *, codes: frozenset[str]) -> Any:
    code = str(cell).casefold()
    return code if code in codes else Problem(rule.title, R.UNKNOWN_CODE, str(cell))


def _yesno(rule: FieldRule, cell: Any, zone: ZoneInfo) -> Any:
    word = str(cell).casefold()
    if word in YES or word in NO:
        return word in YES
    return Problem(rule.title, R.NOT_YES_NO, str(cell))


def _moment(rule: FieldRule, cell: Any, zone: ZoneInfo) -> Any:
    if isinstance(cell, datetime):
        found, is_day = cell, cell.time() == time()
    elif isinstance(cell, date):
        found, is_day = datetime(cell.year, cell.month, cell.day), True
    else:
        read = parse_moment(cell, rule.formats, pivot=rule.pivot)
        if isinstance(read, Unreadable):
            return Problem(rule.title, _reason(read), cell[:100])
        found, is_day = read, not CLOCK.search(cell)
    at = found if found.tzinfo else found.replace(tzinfo=zone)
    return Moment(at.astimezone(zone), is_day if rule.day is None else rule.day)


def _number(rule: FieldRule, cell: Any, zone: ZoneInfo) -> Any:
    read = parse_decimal(str(cell), decimal_mark=rule.decimal_mark)
    if isinstance(read, Unreadable):
        return Problem(rule.title, _reason(read), str(cell)[:100], "40")
    return _within(rule, read * rule.times, str(cell))


def _whole(rule: FieldRule, cell: Any, zone: ZoneInfo) -> Any:
    number = _number(rule, cell, zone)
    if not isinstance(number, Decimal):
        return number
    whole = number == number.to_integral_value()
    return int(number) if whole else Problem(rule.title, R.NOT_WHOLE, str(cell))


def _reason(read: Unreadable) -> RejectReason:
    return R.MISSING if read.reason == Reason.EMPTY else R(str(read.reason))


def _within(rule: FieldRule, number: Decimal, said: str) -> Any:
    if rule.highest is not None and number > rule.highest:
        return _beyond(rule, R.TOO_HIGH, said, rule.highest / rule.times)
    if rule.lowest is not None and number < rule.lowest:
        return _beyond(rule, R.TOO_LOW, said, rule.lowest / rule.times)
    return number if number >= 0 else Problem(rule.title, R.NEGATIVE, said)


def _beyond(rule: FieldRule, reason: RejectReason, said: str, limit: Decimal) -> Problem | Marked:
    shown = f"{limit.normalize():f}"
    return (
        Marked(rule.title, reason, shown)
        if rule.beyond == "no data"
        else Problem(rule.title, reason, said, shown)
    )


def backwards(title: str, later: datetime, earlier: datetime) -> Problem:
    """One moment of a row lies before another that comes first."""
    return Problem(title, R.BACKWARDS, f"{later:%Y-%m-%d %H:%M}", f"{earlier:%Y-%m-%d %H:%M}")
