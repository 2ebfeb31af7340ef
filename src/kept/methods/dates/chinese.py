"""Moments in Chinese writing."""

from __future__ import annotations

import re
from datetime import datetime

from .years import full_year

_CHINESE = re.compile(
    r"(?P<year>\d{4}|\d{2})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号號]?\s*"
    r"(?:(?P<half>凌晨|早上|上午|中午|下午|晚上)?\s*"
    r"(?P<hour>\d{1,2})\s*[:时時点點]\s*(?:(?P<minute>\d{1,2})\s*[:分]?\s*(?:(?P<second>\d{1,2})\s*秒?)?)?)?"
)


def chinese_moment(text: str, pivot: int) -> datetime | None:
    """2026年11月22日, with or without a time; None if the text is not written so.

    >>> chinese_moment("2026年11月22日 下午2时30分", 68)
    datetime.datetime(2026, 11, 22, 14, 30)
    """
    found = _CHINESE.fullmatch(text)
    if not found:
        return None
    year = int(found["year"]) if len(found["year"]) == 4 else full_year(int(found["year"]), pivot)
    month, day, hour, minute, second = (
        int(found[name] or 0) for name in ("month", "day", "hour", "minute", "second")
    )
    return datetime(year, month, day, _hour(hour, found["half"]), minute, second)


def _hour(hour: int, half: str | None) -> int:
    """Of the day; twelve at night is 24, which no day has, since its date is a matter of opinion."""
    if half in ("凌晨", "晚上") and hour == 12:
        return 0 if half == "凌晨" else 24
    if (half in ("下午", "晚上") and hour < 12) or (half == "中午" and hour < 11):
        return hour + 12
    return hour
