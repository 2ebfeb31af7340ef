"""Two models of one queue in front of some seats, after A. K. Erlang and C. Palm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp

from ..statistics.distributions import beta_share

_NEGLIGIBLE = 1e-13


class UnstableQueue(ValueError):
    """More work comes in than the seats can do, and nobody gives up: the queue grows without end."""


@dataclass(frozen=True)
class DeskLoad:
    """Calls that come in within some seconds, the mean seconds that one takes, and how long callers wait.

    `patience_seconds` is the mean time after which a waiting caller gives up; None where nobody does.
    """

    calls: float
    within_seconds: float
    handle_seconds: float
    patience_seconds: float | None = None

    def __post_init__(self) -> None:
        if self.calls < 0 or self.within_seconds <= 0 or self.handle_seconds <= 0:
            raise ValueError("calls are not below 0, seconds above 0")
        if self.patience_seconds is not None and self.patience_seconds <= 0:
            raise ValueError("patience is above 0 seconds")

    @property
    def offered(self) -> float:
        """Work in Erlangs: seats that would be busy if nobody ever waited."""
        return self.calls * self.handle_seconds / self.within_seconds

    @property
    def calls_a_second(self) -> float:
        return self.calls / self.within_seconds


@dataclass(frozen=True)
class QueueFigures:
    """What callers and seats get: shares from 0 to 1, waits in seconds over all who call."""

    seats: int
    waiting: float
    level: float
    mean_wait: float
    abandoned: float
    occupancy: float


def erlang_b(offered: float, seats: int) -> float:
    """B(0) = 1, B(k) = A B(k-1) / (k + A B(k-1)): the share turned away where nobody may wait.

    Source: A. K. Erlang (1917), by the usual recursion.

    >>> round(erlang_b(10, 13), 6)
    0.084339
    """
    blocked = 1.0
    for seat in range(1, seats + 1):
        blocked = offered * blocked / (seat + offered * blocked)
    return blocked


def erlang_c(load: DeskLoad, seats: int, *, answer_within: float) -> QueueFigures:
    """C = N B / (N - A (1 - B)); level = 1 - C exp(-(N - A) T / AHT); mean wait = C AHT / (N - A).

    Callers wait for ever, so at high load the waits come out longer than they are. Raises UnstableQueue
    unless there are more seats than Erlangs. Source: A. K. Erlang (1917); call-centre practice.

    >>> found = erlang_c(DeskLoad(100, 1800, 180), 14, answer_within=20)
    >>> round(found.waiting, 6), round(found.level, 6), round(found.mean_wait, 3)
    (0.174132, 0.88835, 7.836)
    """
    offered = load.offered
    if seats <= offered:
        raise UnstableQueue(f"{seats} seats cannot do {offered:.2f} Erlangs of work")
    blocked = erlang_b(offered, seats)
    waiting = seats * blocked / (seats - offered * (1 - blocked))
    spare = (seats - offered) / load.handle_seconds
    return QueueFigures(
        seats=seats,
        waiting=waiting,
        level=1 - waiting * exp(-spare * answer_within),
        mean_wait=waiting / spare,
        abandoned=0.0,
        occupancy=offered / seats,
    )


def erlang_a(load: DeskLoad, seats: int, *, answer_within: float) -> QueueFigures:
    """The steady state of M/M/N+M: p(j) = p(j-1) A / min(j, N), less theta for each who waits.

    With k callers ahead in the queue the wait is a sum of exponentials whose rates rise by theta, so
    exp(-theta wait) has the law Beta(N mu / theta, k + 1), and the share answered within T is
    r / (r + k + 1) (1 - I_b(r + 1, k + 1)) with r = N mu / theta and b = exp(-theta T). Always stable.
    `level` counts those answered in time among all who call. Source: C. Palm (1946); O. Garnett,
    A. Mandelbaum and M. Reiman (2002).

    >>> found = erlang_a(DeskLoad(48, 60, 60, patience_seconds=120), 50, answer_within=0)
    >>> round(found.abandoned, 3), round(found.mean_wait, 1)
    (0.031, 3.7)
    """
    if load.patience_seconds is None:
        raise ValueError("say after how many seconds callers give up")
    if not load.calls:
        return QueueFigures(seats=seats, waiting=0.0, level=1.0, mean_wait=0.0, abandoned=0.0, occupancy=0.0)
    steepness = load.patience_seconds * seats / load.handle_seconds
    reach = exp(-answer_within / load.patience_seconds)
    waiting, queued, in_time = 0.0, 0.0, 0.0
    for ahead, share in enumerate(_shares_of_waiting(load, seats)):
        waiting += share
        queued += share * ahead
        if seats:
            kept = steepness / (steepness + ahead + 1)
            in_time += share * kept * (1 - beta_share(reach, steepness + 1, ahead + 1))
    abandoned = queued / load.patience_seconds / load.calls_a_second
    return QueueFigures(
        seats=seats,
        waiting=waiting,
        level=1 - waiting + in_time,
        mean_wait=queued / load.calls_a_second,
        abandoned=abandoned,
        occupancy=load.offered * (1 - abandoned) / seats if seats else 0.0,
    )


def _shares_of_waiting(load: DeskLoad, seats: int) -> Iterator[float]:
    """How often a caller finds all seats busy and 0, 1, 2 ... others waiting.

    Counted from the state in which all seats are just busy, whose weight is 1.
    """
    blocked = erlang_b(load.offered, seats)
    if not blocked:
        return  # so many seats that nobody waits, as far as a float can tell
    below = 1 / blocked  # all states up to N, as multiples of state N
    theta, mu = 1 / (load.patience_seconds or 1), 1 / load.handle_seconds
    weights, weight, ahead = [1.0], 1.0, 0
    while weight > _NEGLIGIBLE * sum(weights) or seats * mu + ahead * theta < load.calls_a_second:
        ahead += 1
        weight *= load.calls_a_second / (seats * mu + ahead * theta)
        weights.append(weight)
    total = below - 1 + sum(weights)
    yield from (each / total for each in weights)
