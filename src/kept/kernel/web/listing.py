"""One reading of a list: which columns, which rows, what stands at the foot, where it goes on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kept.kernel.actor import Actor
from kept.kernel.money import Money

from . import filters, keyset
from .answers import etag_of
from .cells import show, show_figure
from .columns import Column

if TYPE_CHECKING:
    from .tables import Table

STEPS = ("after", "before", "export")
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


@dataclass(frozen=True)
class Act:
    url: str
    label: Any


@dataclass
class Listing:
    """A table read with a query string by an actor. Reads rows when asked, at most one more than a page."""

    table: type[Table]
    rows: QuerySet[Any]
    form: forms.Form | None
    query: QueryDict
    actor: Actor
    at: datetime

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The chosen columns, in the table's order."""
        wanted = {code for part in self.query.getlist("columns") for code in part.split(",")}
        wanted &= {column.code for column in self.table.columns}
        wanted = wanted or set(self.table.default) or {column.code for column in self.table.columns}
        return tuple(column for column in self.table.columns if column.code in wanted)

    @cached_property
    def narrowed(self) -> QuerySet[Any]:
        """All rows that match the filters, unordered."""
        if self.form is None:
            return self.rows
        return self.form.narrow(self.rows) if self.form.is_valid() else self.rows.none()  # type: ignore[attr-defined]

    @cached_property
    def sort(self) -> str:
        """The column code sorted by, with "-" when falling; empty for the table's own order."""
        asked = self.query.get("sort", "")
        allowed = {column.code for column in self.table.columns if column.sort}
        return asked if asked.removeprefix("-") in allowed else ""

    @cached_property
    def order(self) -> tuple[str, ...]:
        if not self.sort:
            return tuple(self.table.order)
        falling = self.sort.startswith("-")
        field = next(c.sort or "" for c in self.table.columns if c.code == self.sort.removeprefix("-"))
        flipped = field.removeprefix("-") if field.startswith("-") else f"-{field}"
        return (flipped if falling else field,)

    @cached_property
    def ranks(self) -> tuple[keyset.Rank, ...]:
        return keyset.ranks_of(self.rows.model, self.order)

    @cached_property
    def _page(self) -> tuple[list[Any], str, str]:
        try:
            return keyset.page(
                self.narrowed,
                self.ranks,
                after=self.query.get("after", ""),
                before=self.query.get("before", ""),
                size=self.table.size,
            )
        except (ValueError, ValidationError, OverflowError):
            return [], "", ""

    @property
    def records(self) -> list[Any]:
        return self._page[0]

    @cached_property
    def lines(self) -> list[Row]:
        return [self._line(record) for record in self.records]

    @property
    def previous(self) -> str:
        return self.address(before=self._page[1]) if self._page[1] else ""

    @property
    def next(self) -> str:
        return self.address(after=self._page[2]) if self._page[2] else ""

    @property
    def is_part(self) -> bool:
        """Whether there are rows before or after this page."""
        return bool(self._page[1] or self._page[2])

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chips)

    @cached_property
    def chips(self) -> list[filters.Chip]:
        return filters.chips(self.form, self.query)

    @cached_property
    def foot(self) -> list[tuple[Column, str]]:
        """Sums of the shown rows, one per column; empty when no column is summed."""
        if not any(column.total for column in self.columns) or not self.records:
            return []
        return [(column, self._sum(column) if column.total else "") for column in self.columns]

    @cached_property
    def acts(self) -> list[Act]:
        return self._acts(self.table.acts)

    @cached_property
    def bulk_acts(self) -> list[Act]:
        return self._acts(self.table.bulk_acts)

    @cached_property
    def empty_act(self) -> Act | None:
        offered = self._acts((self.table.empty_act,) if self.table.empty_act else ())
        return offered[0] if offered else None

    @cached_property
    def heads(self) -> list[tuple[Column, str, str]]:
        """For each column the address that sorts by it ("" if it cannot) and how it is sorted now."""
        return [(column, *self._head(column)) for column in self.columns]

    @cached_property
    def fingerprint(self) -> str:
        """Changes exactly when the shown rows do."""
        shown = "".join(f"{row.pk}|{cell.words};" for row in self.lines for cell in row.cells)
        return f"{shown}{self.previous}{self.next}{self.query.urlencode()}{get_language()}"

    @property
    def etag(self) -> str:
        return etag_of(self.fingerprint)

    @property
    def count_words(self) -> str:
        """How many rows stand here, and whether that is all."""
        count = len(self.records)
        if self.is_part:
            return _("%(count)d rows on this page") % {"count": count}
        return ngettext("%(count)d row", "%(count)d rows", count) % {"count": count}

    @property
    def has_team(self) -> bool:
        return bool(self.actor.only("team"))

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the filter form must hand on: order and columns."""
        return [(n, v) for n in ("sort", "columns") for v in self.query.getlist(n)]

    @property
    def carried_without_columns(self) -> list[tuple[str, str]]:
        """What the form of columns must hand on: filters and order."""
        gone = {*STEPS, "columns"}
        return [(n, v) for n, values in self.query.lists() if n not in gone for v in values if v]

    @property
    def exports(self) -> list[tuple[str, str]]:
        return [("CSV", self.address(export="csv")), ("Excel", self.address(export="xlsx"))]

    @property
    def kept_query(self) -> str:
        """What a saved view remembers: filters, order and columns, not the page."""
        return self.address().removeprefix("?")

    def address(self, **changes: str) -> str:
        """This list's query string with changes; a step to another page is forgotten unless given."""
        query = self.query.copy()
        for step in STEPS:
            query.pop(step, None)
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"?{query.urlencode()}"

    def _head(self, column: Column) -> tuple[str, str]:
        if not column.sort:
            return "", ""
        now = {column.code: "ascending", f"-{column.code}": "descending"}.get(self.sort, "none")
        turn = f"-{column.code}" if now == "ascending" else column.code
        return self.address(sort=turn), now

    def _line(self, record: Any) -> Row:
        cells = tuple(
            Cell(column, show(column, record, self.actor, self.at), self._css[column.code])
            for column in self.columns
        )
        links = (column.address(record, self.actor) for column in self.table.columns if column.link)
        return Row(record.pk, next(filter(None, links), ""), cells, record)

    @cached_property
    def _css(self) -> dict[str, str]:
        """How each column looks; on a phone the first few stay, as lines of a card."""
        css = {}
        for place, column in enumerate(self.columns):
            stays = place < ON_THE_PHONE if column.phone is None else column.phone
            words = ("figure" if column.is_figure else f"of-{column.kind}", "first" if place == 0 else "")
            css[column.code] = " ".join(filter(None, (*words, "" if stays else "wide")))
        return css

    def _sum(self, column: Column) -> str:
        values = [value for value in map(column.of, self.records) if value is not None]
        sums: dict[str, Any] = defaultdict(Decimal)
        for value in values:
            money = isinstance(value, Money)
            sums[value.currency if money else ""] += value.amount if money else Decimal(value)
        parts = (
            show_figure(column, Money(int(total), currency) if currency else total)
            for currency, total in sums.items()
        )
        return " + ".join(parts)

    def _acts(self, declared: tuple[tuple[Any, ...], ...]) -> list[Act]:
        return [
            Act(reverse(url), label)
            for url, label, *permission in declared
            if not permission or self.actor.may(permission[0])
        ]
