"""Which day comes next."""

from __future__ import annotations

from datetime import date, timedelta


def next_day(due_on: date, every_days: int, *, after: date) -> date:
    """The first day of the rhythm that lies after `after`: what was slept through is not made up for."""
    missed = max((after - due_on).days, 0) // every_days
    return due_on + timedelta(days=every_days * (missed + 1))
