"""Lines of a list as the page shows them, and the sums under them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from kept.kernel.actor import Actor
from kept.kernel.money import Money

from .cells import show, show_figure
from .columns import Column

ON_THE_PHONE = 5
PRESSING = frozenset(("promise", "state"))
"""Kinds of columns that a card on a phone shows wherever they stand."""


@dataclass(frozen=True)
class Row:
    """One line of the page; its cells are drawn already."""

    pk: Any
    url: str
    cells: SafeString
    record: Any
    beside: str = ""

    @property
    def key(self) -> str:
        """How a choice of rows names this one; in a list of several models with its model."""
        return str(getattr(self.record, "row_key", self.pk))

    def drawn(self, choosing: str) -> str:
        """As the table shows it, with a box to choose it by where `choosing` says what that is for."""
        key = conditional_escape(self.key)
        leads = f' data-href="{conditional_escape(self.url)}"' if self.url else ""
        if self.beside:
            leads += (
                f' id="row-{key}" data-beside hx-get="{conditional_escape(self.beside)}"'
                ' hx-trigger="stand delay:120ms" hx-target="#beside" hx-swap="innerHTML"'
                ' hx-sync="#beside:replace"'
            )
        box = (
            f'<td class="pick"><input type="checkbox" name="pk" value="{key}" form="bulk"'
            f' aria-label="{conditional_escape(choosing)}"></td>'
        )
        return f'<tr data-row{leads} tabindex="-1">{box if choosing else ""}{self.cells}</tr>\n'


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
    drawn = list(zip(shown, _openings(shown), strict=True))

    def line(record: Any) -> Row:
        cells = "".join(f"{opening}{show(column, record, actor, at)}</td>" for column, opening in drawn)
        links = (column.address(record, actor) for column in linked)
        url = next(filter(None, links), "")
        return Row(record.pk, url, SafeString(cells), record, beside(record) if beside else "")

    return [line(record) for record in records]


def _openings(columns: Sequence[Column]) -> list[str]:
    """How a cell of each column begins: the same in every line, so it is said once."""
    heads = zip(columns, css_of(columns), strict=True)
    return [format_html('<td class="{}" data-label="{}">', css, column.title) for column, css in heads]


def css_of(columns: Sequence[Column]) -> list[str]:
    """How each column looks; on a phone the first few stay, and what presses, as lines of a card."""
    return [" ".join(filter(None, _css(place, column))) for place, column in enumerate(columns)]


def sum_words(column: Column, records: Iterable[Any]) -> str:
    """The sum of a column; one sum for each currency."""
    sums: dict[str, Any] = defaultdict(Decimal)
    for value in filter(lambda value: value is not None, map(column.of, records)):
        money = isinstance(value, Money)
        sums[value.currency if money else ""] += value.amount if money else Decimal(value)
    totals = (Money(int(total), currency) if currency else total for currency, total in sums.items())
    words = " + ".join(show_figure(column, total) for total in totals)
    return f"{words} {column.unit}" if words and column.unit else words


def _css(place: int, column: Column) -> tuple[str, ...]:
    stays = place < ON_THE_PHONE or column.kind in PRESSING if column.phone is None else column.phone
    kind = "figure" if column.is_figure else f"of-{column.kind}"
    return kind, "first" if place == 0 else "", "" if stays else "wide"
