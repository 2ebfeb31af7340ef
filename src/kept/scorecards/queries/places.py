"""Whose figure and of which month: the key under which measures are gathered."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from ..enums import Slice

COLUMNS: Final[dict[str, str | None]] = {
    Slice.ALL: None,
    Slice.CUSTOMER: "customer_id",
    Slice.BRANCH: "branch_id",
    Slice.SUBCONTRACTOR: "partner_id",
    Slice.SERVICE: "service_id",
}


class Place(NamedTuple):
    """Whose figure, and of which month; None for the whole span. There is one for each row of an answer."""

    slice: str = Slice.ALL
    id: int | None = None
    month: date | None = None


def months_within(start: date, end: date) -> list[date]:
    """The months from that of `start` up to, not including, `end`."""
    months, month = [], start.replace(day=1)
    while month < end:
        months.append(month)
        month = months_later(month, 1)
    return months


def months_later(month: date, count: int) -> date:
    """The first day of a month so many months later, or earlier for a count below nought."""
    place = month.year * 12 + month.month - 1 + count
    return date(place // 12, place % 12 + 1, 1)
