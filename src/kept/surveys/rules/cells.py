"""The class of each cell of the matrix, as data that a manager may change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kept.methods.importance_performance import DEFAULT_CLASSES, Band, Cell, ItemClass

BANDS_DOWN = (Band.HIGH, Band.MEDIUM, Band.LOW)
BANDS_ACROSS = (Band.LOW, Band.MEDIUM, Band.HIGH)


def classes_of(changed: Mapping[str, str]) -> dict[Cell, ItemClass]:
    """The usual classes, and where `changed` ("high/low": "improve") says so another.

    >>> classes_of({"high/high": "improve"})[Cell(Band.HIGH, Band.HIGH)].value
    'improve'
    """
    return {cell: ItemClass(changed.get(str(cell), usual)) for cell, usual in DEFAULT_CLASSES.items()}


def cells_by_rows() -> Iterator[tuple[Cell, ...]]:
    """As the matrix is read: the most important row first, performance rising to the right."""
    for importance in BANDS_DOWN:
        yield tuple(Cell(importance, performance) for performance in BANDS_ACROSS)
