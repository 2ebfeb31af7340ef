"""Scores from 0 to 100, and their weighted mean up a tree."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

_HUNDRED = Decimal(100)
_NOTHING = Decimal(0)


def linear_score(value: Decimal, *, worst: Decimal, target: Decimal) -> Decimal:
    """100 (x - worst) / (target - worst), kept within 0 and 100; for a cost the worst lies above the target.

    >>> round(linear_score(Decimal("0.93"), worst=Decimal("0.85"), target=Decimal("0.98")), 3)
    Decimal('61.538')
    >>> linear_score(Decimal(36), worst=Decimal(48), target=Decimal(24))
    Decimal('50')
    """
    if worst == target:
        raise ValueError("the target differs from the worst")
    return min(max(_HUNDRED * (value - worst) / (target - worst), _NOTHING), _HUNDRED)


def band_score(value: Decimal, *, band: tuple[Decimal, Decimal], limits: tuple[Decimal, Decimal]) -> Decimal:
    """100 inside the band, falling in a line to 0 at the outer limits.

    >>> band, limits = (Decimal(4), Decimal(6)), (Decimal(0), Decimal(10))
    >>> [str(band_score(Decimal(value), band=band, limits=limits)) for value in (5, 3, 9, 11)]
    ['100', '75', '25', '0']
    """
    if not limits[0] < band[0] <= band[1] < limits[1]:
        raise ValueError("the band lies inside its limits")
    if value < band[0]:
        return linear_score(value, worst=limits[0], target=band[0])
    return linear_score(value, worst=limits[1], target=band[1]) if value > band[1] else _HUNDRED


def score_of_scale(mark: Decimal, scale: tuple[int, int] = (1, 7)) -> Decimal:
    """(x - lowest) / (highest - lowest) * 100 of a judged mark.

    >>> score_of_scale(Decimal(4))
    Decimal('50')
    """
    low, high = scale
    if not low <= mark <= high:
        raise ValueError(f"the mark lies off the scale {low} to {high}")
    return (mark - low) * 100 / (high - low)


def composite_score(
    parts: Iterable[tuple[Decimal | None, Decimal]], least_weight: Decimal = Decimal("0.7")
) -> Decimal | None:
    """sum w s / sum w over the parts with data; None when less than `least_weight` of the weight has data.

    Parts are (score, weight) and the weights of all parts sum to 1.

    >>> parts = [(Decimal(80), Decimal("0.5")), (Decimal(50), Decimal("0.3")), (None, Decimal("0.2"))]
    >>> composite_score(parts)
    Decimal('68.75')
    """
    known = list(parts)
    if abs(sum((weight for _, weight in known), _NOTHING) - 1) > Decimal("1e-9"):
        raise ValueError("the weights of a node sum to 1")
    scored = [(score, weight) for score, weight in known if score is not None]
    weight_known = sum((weight for _, weight in scored), _NOTHING)
    if weight_known < least_weight or not weight_known:
        return None
    return sum((score * weight for score, weight in scored), _NOTHING) / weight_known
