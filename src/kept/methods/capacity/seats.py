"""The fewest seats with which a half hour reaches its target."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from .queues import DeskLoad, QueueFigures, erlang_a, erlang_c

MOST_SEATS = 10_000


@dataclass(frozen=True)
class SeatTarget:
    """So large a share is to be answered within so many seconds, with seats no busier than `occupancy`.

    `shrinkage` is the share of paid time in which a person does not sit on the seat.
    """

    level: float = 0.8
    answer_within: float = 20.0
    occupancy: float = 1.0
    shrinkage: float = 0.0

    def __post_init__(self) -> None:
        if not (0 < self.level < 1 and 0 < self.occupancy <= 1 and 0 <= self.shrinkage < 1):
            raise ValueError("level and occupancy lie between 0 and 1, shrinkage from 0 to below 1")
        if self.answer_within < 0:
            raise ValueError("seconds are not below 0")


@dataclass(frozen=True)
class Seats:
    """How many seats must be staffed, how many people scheduled for that, and what callers get then."""

    staffed: int
    scheduled: int
    figures: QueueFigures | None


def seats_needed(load: DeskLoad, target: SeatTarget) -> Seats:
    """Fewest N with level(N) >= target and A / N <= occupancy; scheduled = ceil(N / (1 - shrinkage)).

    By Erlang A where patience is known, else by Erlang C. Where nobody calls no seat is needed. Raises
    ValueError where even 10,000 seats would not do. Source: call-centre practice.

    >>> found = seats_needed(DeskLoad(100, 1800, 180), SeatTarget(0.8, 20, occupancy=0.85, shrinkage=0.3))
    >>> found.staffed, found.scheduled
    (14, 20)
    """
    if not load.calls:
        return Seats(0, 0, None)

    def figures_of(seats: int) -> QueueFigures:
        return _figures(load, seats, target.answer_within)

    def is_enough(seats: int) -> bool:
        found = figures_of(seats)
        return found.level >= target.level and found.occupancy <= target.occupancy

    too_few, enough = _fewest(load) - 1, _fewest(load)
    while not is_enough(enough):
        too_few, enough = enough, enough * 2
        if enough > MOST_SEATS:
            raise ValueError(f"{MOST_SEATS:,} seats do not reach this target")
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        too_few, enough = (too_few, middle) if is_enough(middle) else (middle, enough)
    return Seats(enough, ceil(round(enough / (1 - target.shrinkage), 9)), figures_of(enough))


def _fewest(load: DeskLoad) -> int:
    """No fewer can do: without abandonment the queue must be stable."""
    return 1 if load.patience_seconds is not None else int(load.offered) + 1


def _figures(load: DeskLoad, seats: int, answer_within: float) -> QueueFigures:
    if load.patience_seconds is None:
        return erlang_c(load, seats, answer_within=answer_within)
    return erlang_a(load, seats, answer_within=answer_within)
