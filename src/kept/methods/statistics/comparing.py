"""Whether a rate is another one after than before."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from .intervals import wilson_interval


@dataclass(frozen=True)
class Difference:
    """After less before, its interval, and a test of no difference; z and p are None where nothing varies."""

    before: float
    after: float
    difference: float
    low: float
    high: float
    z: float | None
    p_value: float | None

    @property
    def is_clear(self) -> bool:
        """The interval leaves zero out."""
        return self.low > 0 or self.high < 0


def compare_proportions(
    before: tuple[int, int], after: tuple[int, int], confidence: float = 0.95
) -> Difference | None:
    """d = p2 - p1, interval from both Wilson intervals; z = d / sqrt(p (1 - p) (1/n1 + 1/n2)), p pooled.

    Source: Newcombe (1998), method 10. Pairs are (successes, n); None where one side has nothing. 48 of 80
    before and 56 of 70 after:

    >>> found = compare_proportions((48, 80), (56, 70))
    >>> round(found.difference, 4), round(found.low, 4), round(found.high, 4), found.is_clear
    (0.2, 0.0524, 0.3339, True)
    """
    one, two = wilson_interval(*before, confidence), wilson_interval(*after, confidence)
    if one is None or two is None:
        return None
    change = two.estimate - one.estimate
    below = sqrt((two.estimate - two.low) ** 2 + (one.high - one.estimate) ** 2)
    above = sqrt((two.high - two.estimate) ** 2 + (one.estimate - one.low) ** 2)
    z = _pooled_z(change, before, after)
    p_value = None if z is None else 2 * NormalDist().cdf(-abs(z))
    return Difference(one.estimate, two.estimate, change, change - below, change + above, z, p_value)


def _pooled_z(change: float, before: tuple[int, int], after: tuple[int, int]) -> float | None:
    """None where all or none succeeded on both sides: nothing varies, nothing can be tested."""
    pooled = (before[0] + after[0]) / (before[1] + after[1])
    error = sqrt(pooled * (1 - pooled) * (1 / before[1] + 1 / after[1]))
    return change / error if error else None
