"""A made day of a call centre: who calls when, waits how long, and is answered by whom.

calls in a half hour ~ Poisson(rate); patience ~ Exp(mean); talk = median · exp(sigma · N(0, 1))

Source: the usual model of a call centre (Gans, Koole, Mandelbaum 2003): arrivals whose rate changes with the
half hour, log-normal talks, exponential patience. The curve is that of an office day with a dip at noon.

>>> round(sum(map(share_of, range(48))), 9) == 1, share_of(20) > share_of(25) > share_of(4)
(True, True)
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from random import Random
from typing import Final

HALF_HOUR: Final = 1800.0
WEEKEND: Final = 0.3
"""Calls of a day at the weekend, as a share of a working day."""
CURVE: Final = (
    *(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 5, 9, 16),
    *(38, 60, 74, 80, 82, 78, 64, 44, 26, 24, 40, 62, 74, 78, 74, 66),
    *(58, 50, 38, 26, 16, 12, 10, 8, 7, 6, 5, 4, 3, 2, 2, 1),
)
"""How busy each half hour of a working day is, from midnight on; only the proportions count."""
_WHOLE: Final = sum(CURVE)


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """The centre: calls of a working day, seats, and what calls are like. Times in seconds."""

    calls_a_day: float = 400
    seats: int = 6
    pick_up: float = 6
    talk: float = 150
    talk_sigma: float = 0.7
    wrap_up: float = 30
    patience: float = 60


@dataclass(frozen=True)
class MadeCall:
    """One call. `seat` is None and `answered_at` None where the caller gave up at `ended_at`."""

    rang_at: datetime
    answered_at: datetime | None
    ended_at: datetime
    seat: int | None

    @property
    def waited(self) -> timedelta:
        return (self.answered_at or self.ended_at) - self.rang_at


def share_of(half_hour: int) -> float:
    """The share of a working day's calls that come in one of its 48 half hours."""
    return CURVE[half_hour] / _WHOLE


def made_calls(traffic: Traffic, start: datetime, end: datetime, dice: Random) -> list[MadeCall]:
    """The calls that begin between two moments of local time, in the order in which they ring.

    Who rings first is taken first; a seat takes the next call when it has written up the last.
    """
    seats = [(start, seat) for seat in range(traffic.seats)]
    heapq.heapify(seats)
    return [_call(traffic, rang_at, seats, dice) for rang_at in _arrivals(traffic, start, end, dice)]


def _arrivals(traffic: Traffic, start: datetime, end: datetime, dice: Random) -> Iterator[datetime]:
    moment = start
    while moment < end:
        half_hour = moment.hour * 2 + moment.minute // 30
        day = WEEKEND if moment.weekday() >= 5 else 1.0
        rate = traffic.calls_a_day * day * share_of(half_hour) / HALF_HOUR
        opened = moment.replace(minute=30 * (moment.minute // 30), second=0, microsecond=0)
        until = min(opened + timedelta(seconds=HALF_HOUR), end)
        while (moment := moment + timedelta(seconds=dice.expovariate(rate))) < until:
            yield moment
        moment = until


def _call(traffic: Traffic, rang_at: datetime, seats: list[tuple[datetime, int]], dice: Random) -> MadeCall:
    free_at, seat = seats[0]
    picked_up = max(rang_at, free_at) + _seconds(traffic.pick_up * dice.uniform(0.5, 1.8))
    gives_up = rang_at + _seconds(dice.expovariate(1 / traffic.patience))
    ended_at = picked_up + _seconds(traffic.talk * exp(traffic.talk_sigma * dice.gauss(0, 1)))
    if gives_up < picked_up:
        return MadeCall(rang_at, None, gives_up, None)
    heapq.heapreplace(seats, (ended_at + _seconds(traffic.wrap_up), seat))
    return MadeCall(rang_at, picked_up, ended_at, seat)


def _seconds(count: float) -> timedelta:
    return timedelta(seconds=max(count, 1.0))
