"""Ranking by closeness to the best of everything and distance from the worst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt


@dataclass(frozen=True)
class Closeness:
    """How far from the ideal and from its opposite, and the closeness between 0 and 1; more is better."""

    from_best: float
    from_worst: float
    share: float


def topsis(
    rows: Sequence[Sequence[float]], weights: Sequence[float], benefits: Sequence[bool]
) -> tuple[Closeness, ...]:
    """v = w x / sqrt(sum x^2); S+ and S- to the best and worst of each column; C = S- / (S+ + S-).

    Source: Hwang and Yoon, Multiple Attribute Decision Making (1981): four fighter aircraft, the fourth
    criterion a cost, published closeness 0.643, 0.268, 0.613, 0.312.

    >>> fighters = ((2.0, 1500, 20000, 5.5, 5, 9), (2.5, 2700, 18000, 6.5, 3, 5),
    ...             (1.8, 2000, 21000, 4.5, 7, 7), (2.2, 1800, 20000, 5.0, 5, 5))
    >>> found = topsis(fighters, (0.2, 0.1, 0.1, 0.1, 0.2, 0.3), (True, True, True, False, True, True))
    >>> [round(each.share, 6) for each in found]
    [0.643277, 0.268384, 0.613542, 0.312291]
    >>> [round(each.from_best, 6) for each in found]
    [0.054557, 0.119679, 0.057977, 0.100937]

    Things that differ in nothing are all halfway:

    >>> [each.share for each in topsis(((1, 2), (1, 2)), (0.5, 0.5), (True, False))]
    [0.5, 0.5]
    """
    columns = [
        _weighed(column, weight) for column, weight in zip(zip(*rows, strict=True), weights, strict=True)
    ]
    best = [max(c) if more else min(c) for c, more in zip(columns, benefits, strict=True)]
    worst = [min(c) if more else max(c) for c, more in zip(columns, benefits, strict=True)]
    return tuple(
        _closeness(_distance(row, best), _distance(row, worst)) for row in zip(*columns, strict=True)
    )


def _weighed(column: Sequence[float], weight: float) -> list[float]:
    length = sqrt(fsum(value * value for value in column))
    return [weight * value / length if length else 0.0 for value in column]


def _distance(row: Sequence[float], point: Sequence[float]) -> float:
    return sqrt(fsum((a - b) ** 2 for a, b in zip(row, point, strict=True)))


def _closeness(from_best: float, from_worst: float) -> Closeness:
    whole = from_best + from_worst
    return Closeness(from_best, from_worst, from_worst / whole if whole else 0.5)
