"""How firm a ranking is: within which interval of each weight it stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import fsum

Scores = Sequence[float | None]
Score = Callable[[Sequence[float]], Scores]
Turned = Callable[[float], tuple[int, int] | None]

_NEAR = 1e-9


@dataclass(frozen=True)
class Interval:
    """Of one weight: where the whole order holds, where the first holds, and who changes places at the ends.

    `below` and `above` are the two, by place in the list, that change just outside; None at 0 or 1.
    """

    weight: float
    low: float
    high: float
    first_low: float
    first_high: float
    below: tuple[int, int] | None
    above: tuple[int, int] | None


def weight_intervals(weights: Sequence[float], score: Score, steps: int = 25) -> tuple[Interval, ...]:
    """For weight k set to t the others become w_j (1 - t) / (1 - w_k); the order at t is compared with now's.

    Walks from the present weight to 0 and to 1 and halves the step in which the order changes; what changes
    and changes back within one step is not seen. Source: one weight at a time, as in Triantaphyllou and
    Sanchez, Decision Sciences 28 (1997). The weighted sums 90 w + 20 (1 - w) and 50 w + 60 (1 - w) cross at
    w = 0.5:

    >>> def sums(w):
    ...     return (90 * w[0] + 20 * w[1], 50 * w[0] + 60 * w[1])
    >>> first, second = weight_intervals((0.6, 0.4), sums)
    >>> round(first.low, 6), first.high, first.below, first.above
    (0.5, 1.0, (0, 1), None)
    >>> second.low, round(second.high, 6)
    (0.0, 0.5)
    """
    now = _order(score(weights))
    return tuple(_interval(weights, score, place, now, steps) for place in range(len(weights)))


def _interval(weights: Sequence[float], score: Score, place: int, now: list[int], steps: int) -> Interval:
    @cache
    def scores(at: float) -> Scores:
        return score(_moved(weights, place, at))

    start = weights[place]
    low, below = _reach(start, 0.0, lambda at: _passed(now, scores(at)), steps)
    high, above = _reach(start, 1.0, lambda at: _passed(now, scores(at)), steps)
    first_low, _ = _reach(start, 0.0, lambda at: _overtaken(now, scores(at)), steps)
    first_high, _ = _reach(start, 1.0, lambda at: _overtaken(now, scores(at)), steps)
    return Interval(start, low, high, first_low, first_high, below, above)


def _reach(start: float, end: float, turned: Turned, steps: int) -> tuple[float, tuple[int, int] | None]:
    """How far the order holds on the way to the end, and which two change there."""
    holds = start
    for number in range(1, steps + 1):
        next = start + (end - start) * number / steps
        if turned(next):
            return _halve(holds, next, turned)
        holds = next
    return end, None


def _halve(holds: float, breaks: float, turned: Turned) -> tuple[float, tuple[int, int] | None]:
    for _ in range(24):
        middle = (holds + breaks) / 2
        if turned(middle):
            breaks = middle
        else:
            holds = middle
    return holds, turned(breaks)


def _passed(now: list[int], scores: Scores) -> tuple[int, int] | None:
    """The first who falls behind the next; equals and those without a score pass nobody."""
    known = [(i, score) for i in now if (score := scores[i]) is not None]
    return next(((a, b) for (a, high), (b, low) in pairwise(known) if low > high + _NEAR), None)


def _overtaken(now: list[int], scores: Scores) -> tuple[int, int] | None:
    """The first of now and who is ahead then."""
    known = [(i, score) for i in now if (score := scores[i]) is not None]
    best = max(known, key=lambda pair: pair[1], default=None)
    if not known or best is None or best[1] <= known[0][1] + _NEAR:
        return None
    return known[0][0], best[0]


def _moved(weights: Sequence[float], place: int, at: float) -> list[float]:
    rest = fsum(weights) - weights[place]
    others = len(weights) - 1
    return [
        at if i == place else weight * (1 - at) / rest if rest > 0 else (1 - at) / max(others, 1)
        for i, weight in enumerate(weights)
    ]


def _order(scores: Scores) -> list[int]:
    """Places in the list, best first; equals stand as they were listed, who has no score is left out."""
    known = [(i, round(score, 9)) for i, score in enumerate(scores) if score is not None]
    return [i for i, score in sorted(known, key=lambda pair: -pair[1])]
