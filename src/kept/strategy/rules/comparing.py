"""Whether a mean mark is another one after than before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance

from kept.methods.statistics import student_quantile
from kept.methods.statistics.distributions import beta_share


@dataclass(frozen=True)
class MeanDifference:
    """After less before, its interval, and a test of no difference; p is None where nothing varies."""

    before: float
    after: float
    difference: float
    low: float
    high: float
    p_value: float | None

    @property
    def is_clear(self) -> bool:
        """The interval leaves zero out."""
        return self.low > 0 or self.high < 0


def compare_means(
    before: Sequence[float], after: Sequence[float], confidence: float = 0.95
) -> MeanDifference | None:
    """d = m2 - m1, t = d / sqrt(s1^2/n1 + s2^2/n2) with the freedom of Welch; None below two values a side.

    Source: Welch (1947).

    >>> found = compare_means([3, 3, 4, 3, 4], [5, 4, 5, 5, 4])
    >>> round(found.difference, 2), round(found.low, 3), round(found.high, 3), found.is_clear
    (1.2, 0.401, 1.999, True)
    >>> round(found.p_value, 4)
    0.0085
    """
    if len(before) < 2 or len(after) < 2:
        return None
    first, second = fmean(before), fmean(after)
    one, two = variance(map(float, before)) / len(before), variance(map(float, after)) / len(after)
    change, error = second - first, sqrt(one + two)
    if not error:
        return MeanDifference(first, second, change, change, change, None)
    freedom = (one + two) ** 2 / (one**2 / (len(before) - 1) + two**2 / (len(after) - 1))
    reach = student_quantile((1 + confidence) / 2, freedom) * error
    t = change / error
    p_value = beta_share(freedom / (freedom + t * t), freedom / 2, 0.5)
    return MeanDifference(first, second, change, change - reach, change + reach, p_value)
