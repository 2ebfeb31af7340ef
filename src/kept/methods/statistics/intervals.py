"""How far from the truth a rate, a mean or a count may lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from .distributions import first_false, gamma_share, normal_quantile, student_quantile


@dataclass(frozen=True)
class Interval:
    """An estimate from `n` observations, and the bounds that hold it with the confidence asked for."""

    estimate: float
    low: float
    high: float
    n: int


def wilson_interval(successes: int, n: int, confidence: float = 0.95) -> Interval | None:
    """(p + z2/2n +- z sqrt(p (1 - p) / n + z2/4n2)) / (1 + z2/n); None of no observations.

    Source: Wilson (1927). 170 of 200 deliveries on time:

    >>> found = wilson_interval(170, 200)
    >>> round(found.low, 5), round(found.high, 5)
    (0.79394, 0.89286)
    """
    if not 0 <= successes <= n:
        raise ValueError("successes are between none and all")
    if not n:
        return None
    z, p = _z(confidence), successes / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low = 0.0 if successes == 0 else middle - reach
    return Interval(p, low, 1.0 if successes == n else middle + reach, n)


def mean_interval(values: Sequence[float], confidence: float = 0.95) -> Interval | None:
    """mean +- t(n - 1) s / sqrt(n); None of fewer than two values.

    Source: Student (1908). The marks 3, 3, 4, 3, 4:

    >>> found = mean_interval([3, 3, 4, 3, 4])
    >>> found.estimate, round(found.low, 3), round(found.high, 3)
    (3.4, 2.72, 4.08)
    """
    n = len(values)
    if n < 2:
        return None
    mean = fmean(values)
    reach = student_quantile((1 + confidence) / 2, n - 1) * stdev(map(float, values)) / sqrt(n)
    return Interval(mean, mean - reach, mean + reach, n)


def poisson_interval(events: int, exposure: float = 1.0, confidence: float = 0.95) -> Interval:
    """P(X >= k | low) = a/2 and P(X <= k | high) = a/2, divided by the exposure.

    Source: Garwood (1936). Of no events the upper bound alone is 3.6889 at 95 %. Seven complaints of 48,000
    shipments, per 10,000:

    >>> found = poisson_interval(7, 4.8)
    >>> round(found.estimate, 4), round(found.low, 4), round(found.high, 4)
    (1.4583, 0.5863, 3.0047)
    """
    if events < 0 or exposure <= 0:
        raise ValueError("events are not negative and the exposure is above 0")
    tail = (1 - confidence) / 2
    low = first_false(lambda mean: gamma_share(events, mean) < tail) if events else 0.0
    high = first_false(lambda mean: gamma_share(events + 1, mean) < 1 - tail)
    return Interval(events / exposure, low / exposure, high / exposure, events)


def _z(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("confidence lies between 0 and 1")
    return normal_quantile((1 + confidence) / 2)
