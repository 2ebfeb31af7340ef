"""How many times as often something happens in one group as in another."""

from __future__ import annotations

from math import exp, log, sqrt

from .distributions import normal_quantile
from .intervals import Interval


def rate_ratio(first: tuple[int, int], second: tuple[int, int], confidence: float = 0.95) -> Interval | None:
    """(a / n) / (b / m), within exp(ln ratio +- z sqrt(1/a - 1/n + 1/b - 1/m)); None where a rate is nought.

    Source: Katz et al. (1978); the case is Agresti, Categorical Data Analysis: heart attacks of 189 of 11,034
    physicians without and 104 of 11,037 with aspirin.

    >>> found = rate_ratio((189, 11034), (104, 11037))
    >>> round(found.estimate, 2), round(found.low, 2), round(found.high, 2)
    (1.82, 1.43, 2.31)
    """
    (a, n), (b, m) = first, second
    if not (0 <= a <= n and 0 <= b <= m):
        raise ValueError("those who did are between none and all")
    if not a or not b:
        return None
    ratio = (a / n) / (b / m)
    reach = normal_quantile(0.5 + confidence / 2) * sqrt(1 / a - 1 / n + 1 / b - 1 / m)
    return Interval(ratio, exp(log(ratio) - reach), exp(log(ratio) + reach), n + m)
