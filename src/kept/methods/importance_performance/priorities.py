"""What to improve first, and classes by the gap alone."""

from __future__ import annotations

from decimal import Decimal

from .matrix import Evaluation, ItemClass, ItemPlace


def by_priority(evaluation: Evaluation) -> tuple[ItemPlace, ...]:
    """Items above the line importance = performance, the widest gap first, ties by importance.

    Source: iso-rating line of importance-performance analysis.

    >>> from .case import published_case
    >>> from .matrix import importance_performance
    >>> [str(place.gap) for place in by_priority(importance_performance(published_case()))]
    ['2.8', '2.8', '1.2', '1', '0.8', '0.4']
    """
    short = (place for place in evaluation.items if place.gap > 0)
    return tuple(sorted(short, key=lambda place: (-place.gap, -place.importance)))


def class_by_gap(gap: Decimal, must_improve_from: Decimal = Decimal(2)) -> ItemClass:
    """A gap of 2 and more must be improved, any other shortfall is improved, none is maintained.

    Source: own work, for companies that class by the gap instead of the cells.

    >>> [str(class_by_gap(Decimal(gap))) for gap in ("2.8", "0.4", "-0.6")]
    ['must_improve', 'improve', 'maintain']
    """
    if gap >= must_improve_from:
        return ItemClass.MUST_IMPROVE
    return ItemClass.IMPROVE if gap > 0 else ItemClass.MAINTAIN
