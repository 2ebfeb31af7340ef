"""Middle, spread and percentiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import fmean, median, stdev


@dataclass(frozen=True)
class Description:
    """Of `n` values; spread and variation are None where there are too few values, or a mean of zero."""

    n: int
    mean: float
    median: float
    sd: float | None
    variation: float | None
    p90: float

    @property
    def stability(self) -> float | None:
        """1 - coefficient of variation."""
        return None if self.variation is None else 1 - self.variation


def describe(values: Sequence[float]) -> Description | None:
    """Mean, median, s (n - 1), s / mean and the 90th percentile; None of no values.

    Cycle times of ten orders in hours:

    >>> found = describe([26, 50, 30, 28, 40, 22, 60, 20, 24, 30])
    >>> found.mean, found.median, round(found.sd, 4), round(found.stability, 6), found.p90
    (33.0, 29.0, 13.0384, 0.604897, 50)
    """
    if not values:
        return None
    mean, sd = fmean(values), sample_sd(values)
    variation = sd / mean if sd is not None and mean else None
    return Description(len(values), mean, median(values), sd, variation, nearest_rank(values, 0.9))


def sample_sd(values: Sequence[float]) -> float | None:
    """s = sqrt(sum (x - mean)2 / (n - 1)); None of fewer than two values.

    >>> sample_sd([1, 2, 3]), sample_sd([1])
    (1.0, None)
    """
    return stdev(map(float, values)) if len(values) > 1 else None


def nearest_rank(values: Sequence[float], share: float) -> float:
    """x[ceil(p n)] of the sorted values, counted from 1.

    >>> nearest_rank([15, 20, 35, 40, 50], 0.4)
    20
    """
    if not values or not 0 < share <= 1:
        raise ValueError("a percentile is taken of some values, above 0 and up to 100 %")
    return sorted(values)[max(ceil(share * len(values) - 1e-9), 1) - 1]
