"""The performance evaluation matrix: importance by performance, three bands each, a class per cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from .answers import Answer, Centre, Number, Scale, as_decimal, item_centres, middle


class Band(StrEnum):
    """A third of an axis; a value on a cut belongs to the upper band."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ItemClass(StrEnum):
    """What to do about an item."""

    MUST_IMPROVE = "must_improve"
    IMPROVE = "improve"
    MAINTAIN = "maintain"
    REDUCE = "reduce"


@dataclass(frozen=True)
class Cell:
    """One of the nine cells."""

    importance: Band
    performance: Band

    def __str__(self) -> str:
        return f"{self.importance}/{self.performance}"


DEFAULT_CLASSES: Mapping[Cell, ItemClass] = {
    Cell(Band.HIGH, Band.LOW): ItemClass.MUST_IMPROVE,
    Cell(Band.HIGH, Band.MEDIUM): ItemClass.IMPROVE,
    Cell(Band.HIGH, Band.HIGH): ItemClass.MAINTAIN,
    Cell(Band.MEDIUM, Band.LOW): ItemClass.IMPROVE,
    Cell(Band.MEDIUM, Band.MEDIUM): ItemClass.MAINTAIN,
    Cell(Band.MEDIUM, Band.HIGH): ItemClass.REDUCE,
    Cell(Band.LOW, Band.LOW): ItemClass.MAINTAIN,
    Cell(Band.LOW, Band.MEDIUM): ItemClass.REDUCE,
    Cell(Band.LOW, Band.HIGH): ItemClass.REDUCE,
}


@dataclass(frozen=True)
class MatrixOptions:
    """Scale, cuts per axis, centre, and the class of each cell."""

    scale: Scale = (1, 7)
    importance_cuts: tuple[Number, Number] = (3, 5)
    performance_cuts: tuple[Number, Number] = (3, 5)
    centre: Centre = Centre.MEAN
    classes: Mapping[Cell, ItemClass] = field(default_factory=lambda: DEFAULT_CLASSES)

    def __post_init__(self) -> None:
        low, high = self.scale
        for first, second in (self.importance_cuts, self.performance_cuts):
            if not low <= first < second <= high:
                raise ValueError(f"the cuts {first} and {second} do not divide the scale {low} to {high}")
        if len(self.classes) != len(Band) ** 2:
            raise ValueError("each of the nine cells needs a class")


@dataclass(frozen=True)
class ItemPlace:
    """An item in the matrix; a positive gap (importance less performance) is a shortfall."""

    item: str
    n: int
    importance: Decimal
    performance: Decimal
    gap: Decimal
    cell: Cell
    class_: ItemClass


@dataclass(frozen=True)
class Evaluation:
    """All items in the matrix, and the centre of their centres."""

    items: tuple[ItemPlace, ...]
    importance: Decimal | None
    performance: Decimal | None
    options: MatrixOptions

    def of_class(self, wanted: ItemClass) -> tuple[str, ...]:
        """The names of the items of one class."""
        return tuple(place.item for place in self.items if place.class_ is wanted)


def importance_performance(answers: Iterable[Answer], options: MatrixOptions | None = None) -> Evaluation:
    """gap = mean importance - mean performance; class = the cell of (importance band, performance band).

    Source: the requirement list, R539-R543; the matrix is that of Lambert's customer-service audit, cut at 3
    and 5 on a scale of 1 to 7. Cuts are compared with exact fractions.

    >>> from .case import published_case
    >>> found = importance_performance(published_case())
    >>> found.of_class(ItemClass.MUST_IMPROVE), found.of_class(ItemClass.IMPROVE)
    (('urgent delivery',), ('price', 'completeness of assortment', 'scheduled delivery date'))
    >>> str(found.items[0].gap), str(found.items[0].cell)
    ('2.8', 'high/medium')
    """
    options = options or MatrixOptions()
    centres = item_centres(answers, options.scale, options.centre)
    places = []
    for one in centres:
        cell = Cell(
            _band(one.importance, options.importance_cuts), _band(one.performance, options.performance_cuts)
        )
        gap = as_decimal(one.importance - one.performance)
        means = as_decimal(one.importance), as_decimal(one.performance)
        places.append(ItemPlace(one.item, one.n, *means, gap, cell, options.classes[cell]))
    if not centres:
        return Evaluation((), None, None, options)
    importance = middle([one.importance for one in centres], options.centre)
    performance = middle([one.performance for one in centres], options.centre)
    return Evaluation(tuple(places), as_decimal(importance), as_decimal(performance), options)


def _band(value: Fraction, cuts: tuple[Number, Number]) -> Band:
    first, second = cuts
    return Band.LOW if value < first else Band.MEDIUM if value < second else Band.HIGH
