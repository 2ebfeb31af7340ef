"""What the clock on a wall shows, as an instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant in UTC at which a local clock first shows `wall`, or jumps over it.

    A time shown twice (clocks set back) is the first of the two. A time never shown (clocks set forward) is
    the moment of the jump, so hours that lie in the gap have no length.

    >>> instant_of(datetime(2025, 3, 9, 2, 30), ZoneInfo("America/New_York")).isoformat()
    '2025-03-09T07:00:00+00:00'
    """
    before = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    after = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return before if before <= after else _jump(after, before, zone)


def _jump(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """The first second at which the offset is that of `late`, found by halving."""
    offset = late.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = (early + (late - early) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            late = middle
        else:
            early = middle
    return late
