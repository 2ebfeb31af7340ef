"""What every door of transport's API asks first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja.errors import HttpError

MOST = 500


def part(rows: Any, offset: int, limit: int) -> Any:
    """A page of rows: at most 500, one at least."""
    first = max(offset, 0)
    return rows[first : first + max(1, min(limit, MOST))]


def zoned(moment: datetime, name: str) -> datetime:
    """The moment; 422 when nobody can tell which it is."""
    if moment.tzinfo is None:
        raise HttpError(422, f"{name} needs a time zone")
    return moment
