"""Importance-performance analysis in four quadrants around a crosshair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from .answers import Answer, Centre, Scale, as_decimal, item_centres, middle


class Crosshair(StrEnum):
    """Where the axes cross: mean or median of the items' centres, or the middle of the scale."""

    MEAN = "mean"
    MEDIAN = "median"
    MIDPOINT = "midpoint"


class Quadrant(StrEnum):
    """Four answers; high is at or above the crosshair."""

    CONCENTRATE = "concentrate"
    KEEP_UP = "keep_up"
    LOW_PRIORITY = "low_priority"
    OVERKILL = "overkill"


@dataclass(frozen=True)
class QuadrantMap:
    """Where the axes cross, by which rule, and the quadrant of each item."""

    crosshair: Crosshair
    importance: Decimal
    performance: Decimal
    of_item: Mapping[str, Quadrant]


def quadrants(
    answers: Iterable[Answer],
    *,
    crosshair: Crosshair = Crosshair.MEAN,
    scale: Scale = (1, 7),
    centre: Centre = Centre.MEAN,
) -> QuadrantMap:
    """Important and badly done: concentrate; both high: keep up; both low: low priority; else overkill.

    Source: Martilla and James (1977). A crosshair of the data may hide a badly served item: show its rule.

    >>> from .case import published_case
    >>> found = quadrants(published_case())
    >>> found.importance, found.performance
    (Decimal('5.575'), Decimal('4.575'))
    >>> str(found.of_item["price"]), str(found.of_item["urgent delivery"])
    ('concentrate', 'low_priority')
    """
    centres = item_centres(answers, scale, centre)
    if not centres:
        raise ValueError("no answers, no crosshair")
    importance = _cross(crosshair, [one.importance for one in centres], scale)
    performance = _cross(crosshair, [one.performance for one in centres], scale)
    placed = {
        one.item: _QUADRANTS[one.importance >= importance, one.performance >= performance] for one in centres
    }
    return QuadrantMap(crosshair, as_decimal(importance), as_decimal(performance), placed)


_QUADRANTS = {
    (True, False): Quadrant.CONCENTRATE,
    (True, True): Quadrant.KEEP_UP,
    (False, False): Quadrant.LOW_PRIORITY,
    (False, True): Quadrant.OVERKILL,
}


def _cross(crosshair: Crosshair, centres: list[Fraction], scale: Scale) -> Fraction:
    if crosshair is Crosshair.MIDPOINT:
        return (Fraction(scale[0]) + Fraction(scale[1])) / 2
    return middle(centres, Centre.MEDIAN if crosshair is Crosshair.MEDIAN else Centre.MEAN)
