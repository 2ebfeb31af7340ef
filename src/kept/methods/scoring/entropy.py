"""Weights from the data itself: what differs much between the things compared tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, log

Rows = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Entropy:
    """For each criterion its entropy and its weight; no weights when nothing differs anywhere."""

    entropies: tuple[float, ...]
    weights: tuple[float, ...] | None


def entropy_weights(rows: Rows) -> Entropy:
    """p_ij = x_ij / sum x_ij; E_j = -sum p ln p / ln m; w_j = (1 - E_j) / sum (1 - E).

    Source: Shannon's entropy as in Hwang and Yoon, Multiple Attribute Decision Making (1981), whose four
    fighter aircraft are the example. Rows are the things compared, figures not below nought. A constant
    column weighs nothing.

    >>> fighters = ((2.0, 1500, 20000, 5.5, 5, 9), (2.5, 2700, 18000, 6.5, 3, 5),
    ...             (1.8, 2000, 21000, 4.5, 7, 7), (2.2, 1800, 20000, 5.0, 5, 5))
    >>> found = entropy_weights(fighters)
    >>> [round(each, 6) for each in found.entropies]
    [0.994689, 0.982948, 0.998888, 0.993271, 0.970323, 0.977141]
    >>> [round(each, 6) for each in found.weights]
    [0.06419, 0.206088, 0.013445, 0.081326, 0.35868, 0.276272]
    """
    if len(rows) < 2:
        raise ValueError("weights by entropy compare at least two things")
    entropies = tuple(_entropy(column, len(rows)) for column in zip(*rows, strict=True))
    spread = [max(1 - each, 0.0) for each in entropies]
    spread = [each if each > 1e-12 else 0.0 for each in spread]
    total = fsum(spread)
    return Entropy(entropies, tuple(each / total for each in spread) if total else None)


def blended(judged: Sequence[float], weights: Sequence[float]) -> tuple[float, ...]:
    """L_j w_j / sum L w: what was judged, times what the data say.

    Source: Hwang and Yoon (1981), same example.

    >>> data = (0.064190, 0.206088, 0.013445, 0.081326, 0.358680, 0.276272)
    >>> [round(each, 4) for each in blended((0.2, 0.1, 0.1, 0.1, 0.2, 0.3), data)]
    [0.065, 0.1043, 0.0068, 0.0412, 0.3631, 0.4196]
    """
    products = [a * b for a, b in zip(judged, weights, strict=True)]
    total = fsum(products)
    if total <= 0:
        raise ValueError("the two kinds of weight have nothing in common")
    return tuple(each / total for each in products)


def benefit_scale(rows: Rows, benefits: Sequence[bool], shift: float = 0.01) -> tuple[tuple[float, ...], ...]:
    """(x - min) / (max - min) + shift, for a cost (max - x) / (max - min) + shift: more is better, none is 0.

    The choice of scale changes weights by entropy, so whoever uses it says so. A constant column becomes 1.

    >>> benefit_scale(((10, 3), (30, 1)), (True, False), shift=0)
    ((0.0, 0.0), (1.0, 1.0))
    """
    columns = [
        _scaled(column, more, shift) for column, more in zip(zip(*rows, strict=True), benefits, strict=True)
    ]
    return tuple(zip(*columns, strict=True))


def _entropy(column: Sequence[float], count: int) -> float:
    if min(column) < 0:
        raise ValueError("figures below nought are put on a scale first")
    total = fsum(column)
    if not total:
        return 1.0
    shares = [value / total for value in column]
    return -fsum(share * log(share) for share in shares if share > 0) / log(count)


def _scaled(column: Sequence[float], more_is_better: bool, shift: float) -> list[float]:
    low, high = min(column), max(column)
    if low == high:
        return [1.0 for _ in column]
    start, reach = (low, high - low) if more_is_better else (high, low - high)
    return [(value - start) / reach + shift for value in column]
