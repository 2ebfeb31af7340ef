"""Centre line and limits of three charts, after W. A. Shewhart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean

D2: float = 1.128
"""Mean range of two values of a normal law, in standard deviations; ASTM E2587, table of constants, n = 2."""
D4: float = 3.267
"""Upper limit of a range of two over the mean range: 1 + 3 d3 / d2 with d3 = 0.8525; same table."""


@dataclass(frozen=True)
class ChartPoint:
    """A value between its limits; `sigma` is how far such a value strays by chance."""

    value: float
    low: float
    high: float
    sigma: float

    def distance(self, centre: float) -> float:
        """How many sigmas it lies above the centre; nought where nothing can stray."""
        return (self.value - centre) / self.sigma if self.sigma else 0.0


@dataclass(frozen=True)
class ControlChart:
    """Values in order of time. `mean_range` and `range_limit` belong to the chart of single values."""

    centre: float
    points: tuple[ChartPoint, ...]
    mean_range: float | None = None
    range_limit: float | None = None


def p_chart(counts: Sequence[tuple[int, int]], *, baseline: int | None = None) -> ControlChart:
    """p = sum x / sum n; limits p +- 3 sqrt(p (1 - p) / n_i), cut off at 0 and 1.

    `counts` are (x, n): so many of so many. With `baseline` the limits come from the first so many.
    Source: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.3.2, with its thirty wafers of fifty chips:

    >>> bad = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12,
    ...        7, 13, 9, 6]
    >>> chart = p_chart([(x, 50) for x in bad])
    >>> [round(each, 4) for each in (chart.points[0].low, chart.centre, chart.points[0].high)]
    [0.0524, 0.2313, 0.4102]
    """
    if any(not 0 <= part <= whole for part, whole in counts):
        raise ValueError("a part lies between nothing and the whole")
    centre = _rate(counts, baseline)
    sigmas = [sqrt(centre * (1 - centre) / whole) for _, whole in counts]
    return ControlChart(
        centre,
        tuple(
            ChartPoint(part / whole, max(0.0, centre - 3 * s), min(1.0, centre + 3 * s), s)
            for (part, whole), s in zip(counts, sigmas, strict=True)
        ),
    )


def u_chart(
    counts: Sequence[tuple[int, float]], *, per: float = 1, baseline: int | None = None
) -> ControlChart:
    """u = sum c / sum n; limits u +- 3 sqrt(u / n_i), cut off at 0; all times `per`.

    `counts` are (c, n): so many events on so much. Source: D. C. Montgomery, Introduction to Statistical
    Quality Control, errors on fifty shipments a week:

    >>> errors = [2, 3, 8, 1, 1, 4, 1, 4, 5, 1, 8, 2, 4, 3, 4, 1, 8, 3, 7, 4]
    >>> chart = u_chart([(c, 50) for c in errors])
    >>> [round(each, 4) for each in (chart.points[0].low, chart.centre, chart.points[0].high)]
    [0.0, 0.074, 0.1894]
    """
    if any(events < 0 for events, _ in counts):
        raise ValueError("events are counted from nought")
    centre = _rate(counts, baseline)
    sigmas = [sqrt(centre / size) for _, size in counts]
    return ControlChart(
        centre * per,
        tuple(
            ChartPoint(events / size * per, max(0.0, centre - 3 * s) * per, (centre + 3 * s) * per, s * per)
            for (events, size), s in zip(counts, sigmas, strict=True)
        ),
    )


def xmr_chart(values: Sequence[float], *, baseline: int | None = None) -> ControlChart:
    """X = mean of the values, R = mean of |x_i - x_(i-1)|; limits X +- 3 R / 1.128, of ranges 3.267 R.

    Source: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, with its ten flow rates:

    >>> chart = xmr_chart([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    >>> [round(each, 4) for each in (chart.points[0].low, chart.centre, chart.points[0].high)]
    [45.8159, 50.81, 55.8041]
    >>> round(chart.mean_range, 4)
    1.8778
    """
    known = list(values[:baseline])
    if len(known) < 2:
        raise ValueError("limits of single values need two of them")
    centre = fmean(known)
    mean_range = fmean(abs(after - before) for before, after in pairwise(known))
    sigma = mean_range / D2
    points = tuple(ChartPoint(value, centre - 3 * sigma, centre + 3 * sigma, sigma) for value in values)
    return ControlChart(centre, points, mean_range, D4 * mean_range)


def _rate(counts: Sequence[tuple[int, float]], baseline: int | None) -> float:
    known = counts[:baseline]
    if not known or any(size <= 0 for _, size in counts):
        raise ValueError("a chart needs counts, each of something")
    return sum(events for events, _ in known) / sum(size for _, size in known)
