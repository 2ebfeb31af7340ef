"""Where the true mean of an item may lie, importance and performance together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import atan2, cos, pi, sin, sqrt

LEAST = 3
"""Below three respondents nothing can be said of both axes together."""


@dataclass(frozen=True)
class Ellipse:
    """Around the mean (performance, importance): two half axes, and the turn of the longer one."""

    performance: float
    importance: float
    longer: float
    shorter: float
    turn: float

    def outline(self, points: int = 36) -> tuple[tuple[float, float], ...]:
        """(performance, importance) of points on it, counterclockwise from the end of the longer axis."""
        return tuple(self._at(2 * pi * place / points) for place in range(points))

    def holds(self, performance: float, importance: float) -> bool:
        """Whether a point lies within or on it; one without breadth holds nothing but its mean."""
        dx, dy = performance - self.performance, importance - self.importance
        along = dx * cos(self.turn) + dy * sin(self.turn)
        across = dy * cos(self.turn) - dx * sin(self.turn)
        if not self.shorter:
            return not dx and not dy
        return (along / self.longer) ** 2 + (across / self.shorter) ** 2 <= 1

    def _at(self, angle: float) -> tuple[float, float]:
        along, across = self.longer * cos(angle), self.shorter * sin(angle)
        return (
            self.performance + along * cos(self.turn) - across * sin(self.turn),
            self.importance + along * sin(self.turn) + across * cos(self.turn),
        )


def mean_ellipse(times: Mapping[tuple[int, int], int], confidence: float = 0.95) -> Ellipse | None:
    """(m - mu)' S^-1 (m - mu) <= (n - 1) / n ((1 - c)^(-2 / (n - 2)) - 1); None of fewer than three.

    `times` counts each pair (importance, performance). Source: Hotelling (1931), T2 of two variables; the
    quantile of F with 2 and n - 2 degrees is ((1 - c)^(-2 / (n - 2)) - 1) (n - 2) / 2. The price of the
    published case, five stores: variances 0.7 and 0.3, covariance -0.1.

    >>> found = mean_ellipse({(6, 3): 2, (7, 3): 1, (7, 4): 1, (5, 4): 1})
    >>> round(found.performance, 1), round(found.importance, 1)
    (3.4, 6.2)
    >>> round(found.longer, 2), round(found.shorter, 2)
    (1.92, 1.19)
    """
    if not 0 < confidence < 1:
        raise ValueError("confidence lies between 0 and 1")
    n = sum(times.values())
    if n < LEAST:
        return None
    y, x = (_mean(times, axis, n) for axis in (0, 1))
    yy, xx, xy = (_spread(times, axes, (y, x), n) for axes in ((0, 0), (1, 1), (0, 1)))
    middle, reach = (xx + yy) / 2, sqrt(((xx - yy) / 2) ** 2 + xy * xy)
    factor = (n - 1) / n * ((1 - confidence) ** (-2 / (n - 2)) - 1)
    longer, shorter = (sqrt(max(spread, 0) * factor) for spread in (middle + reach, middle - reach))
    return Ellipse(x, y, longer, shorter, atan2(2 * xy, xx - yy) / 2)


def _mean(times: Mapping[tuple[int, int], int], axis: int, n: int) -> float:
    return sum(marks[axis] * count for marks, count in times.items()) / n


def _spread(
    times: Mapping[tuple[int, int], int], axes: tuple[int, int], means: tuple[float, float], n: int
) -> float:
    one, two = axes
    off = ((marks[one] - means[one]) * (marks[two] - means[two]) * count for marks, count in times.items())
    return sum(off) / (n - 1)
