"""Quantiles of the normal and of Student's t, and the incomplete beta and gamma functions behind them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import exp, inf, lgamma, log, log1p
from statistics import NormalDist

_TINY = 1e-300
_CLOSE = 1e-16


def normal_quantile(probability: float) -> float:
    """z with P(Z <= z) = probability.

    >>> round(normal_quantile(0.975), 6)
    1.959964
    """
    return NormalDist().inv_cdf(probability)


@lru_cache(maxsize=4096)
def student_quantile(probability: float, freedom: float) -> float:
    """t with P(T <= t) = probability: P(|T| > t) = I_x(freedom / 2, 1 / 2) at x = freedom / (freedom + t2).

    Source: Abramowitz and Stegun 26.7; the root is found by halving.

    >>> round(student_quantile(0.975, 4), 4)
    2.7764
    """
    if not 0 < probability < 1 or freedom <= 0:
        raise ValueError("a probability lies between 0 and 1, degrees of freedom above 0")
    if probability < 0.5:
        return -student_quantile(1 - probability, freedom)
    both_tails = 2 * (1 - probability)

    def too_small(t: float) -> bool:
        return beta_share(freedom / (freedom + t * t), freedom / 2, 0.5) > both_tails

    return first_false(too_small) if probability > 0.5 else 0.0


def beta_share(x: float, a: float, b: float) -> float:
    """I_x(a, b), the regularised incomplete beta function, by its continued fraction (Lentz).

    >>> round(beta_share(0.3, 2, 3), 4)
    0.3483
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    product = d
    for m in range(1, 1000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for part in (even, odd):
            d = 1 / _not_zero(1 + part * d)
            c = _not_zero(1 + part / c)
            product *= c * d
        if abs(c * d - 1) < _CLOSE * 10:
            break
    return front * product


def gamma_share(a: float, x: float) -> float:
    """P(a, x), the regularised lower incomplete gamma function: P(Poisson(x) >= a) for a whole a.

    >>> round(gamma_share(1, 1), 6)
    0.632121
    """
    if x <= 0:
        return 0.0
    front = exp(a * log(x) - x - lgamma(a))
    return front * _series(a, x) if x < a + 1 else 1 - front * _fraction(a, x)


def first_false(is_too_small: Callable[[float], bool]) -> float:
    """The number at or above 0 at which a falling condition turns false, by doubling and halving."""
    low, high = 0.0, 1.0
    while is_too_small(high):
        low, high = high, high * 2
        if high == inf:
            raise ValueError("there is no such number")
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if is_too_small(middle) else (low, middle)
    return high


def _series(a: float, x: float) -> float:
    term = total = 1 / a
    step = a
    while abs(term) > abs(total) * _CLOSE:
        step += 1
        term *= x / step
        total += term
    return total


def _fraction(a: float, x: float) -> float:
    b = x + 1 - a
    c, d = 1 / _TINY, 1 / _not_zero(b)
    product = d
    for i in range(1, 100_000):
        part = -i * (i - a)
        b += 2
        d = 1 / _not_zero(part * d + b)
        c = _not_zero(b + part / c)
        product *= c * d
        if abs(c * d - 1) < _CLOSE * 10:
            break
    return product


def _not_zero(number: float) -> float:
    return number if abs(number) > _TINY else _TINY
