"""Lines of a list as the page shows them, and the sums under them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from kept.kernel.actor import Actor
from kept.kernel.money import Money

from .cells import show, show_figure
from .columns import Column

ON_THE_PHONE = 5


@dataclass(frozen=True)
class Cell:
    column: Column
    words: SafeString
    css: str


@dataclass(frozen=True)
class Row:
    """One line of the page."""

    pk: Any
    url: str
    cells: tuple[Cell, ...]
    record: Any
    beside: str = ""

    @property
    def key(self) -> str:
        """How a choice of rows names this one; in a list of several models with its model."""
        return str(getattr(self.record, "row_key", self.pk))


def lines_of(
    records: Iterable[Any],
    shown: Sequence[Column],
    linked: Sequence[Column],
    *,
    actor: Actor,
    at: datetime,
    beside: Callable[[Any], str] | None = None,
) -> list[Row]:
    """Each record in the shown columns; it opens where the first column that links leads."""
    looks = css_of(shown)

    def line(record: Any) -> Row:
        cells = tuple(Cell(c, show(c, record, actor, at), css) for c, css in zip(shown, looks, strict=True))
        links = (column.address(record, actor) for column in linked)
        url = next(filter(None, links), "")
        return Row(record.pk, url, cells, record, beside(record) if beside else "")

    return [line(record) for record in records]


def css_of(columns: Sequence[Column]) -> list[str]:
    """How each column looks; on a phone the first few stay, as lines of a card."""
    return [" ".join(filter(None, _css(place, column))) for place, column in enumerate(columns)]


def sum_words(column: Column, records: Iterable[Any]) -> str:
    """The sum of a column; one sum for each currency."""
    sums: dict[str, Any] = defaultdict(Decimal)
    for value in filter(lambda value: value is not None, map(column.of, records)):
        money = isinstance(value, Money)
        sums[value.currency if money else ""] += value.amount if money else Decimal(value)
    totals = (Money(int(total), currency) if currency else total for currency, total in sums.items())
    return " + ".join(show_figure(column, total) for total in totals)


def _css(place: int, column: Column) -> tuple[str, ...]:
    stays = place < ON_THE_PHONE if column.phone is None else column.phone
    kind = "figure" if column.is_figure else f"of-{column.kind}"
    return kind, "first" if place == 0 else "", "" if stays else "wide"
