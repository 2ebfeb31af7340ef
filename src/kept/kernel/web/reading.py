"""What the address of a list asks for: columns, order, and the addresses of what differs from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import QueryDict

from .columns import Column

if TYPE_CHECKING:
    from .tables import Table

STEPS = ("after", "before", "export")


@dataclass
class Reading:
    """A table and a query string."""

    table: type[Table]
    query: QueryDict

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The chosen columns, in the table's order."""
        wanted = {code for part in self.query.getlist("columns") for code in part.split(",")}
        wanted &= {column.code for column in self.table.columns}
        wanted = wanted or set(self.table.default) or {column.code for column in self.table.columns}
        return tuple(column for column in self.table.columns if column.code in wanted)

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
        field = next(c.sort or "" for c in self.table.columns if c.code == self.sort.removeprefix("-"))
        flipped = field.removeprefix("-") if field.startswith("-") else f"-{field}"
        return (flipped if self.sort.startswith("-") else field,)

    @cached_property
    def heads(self) -> list[tuple[Column, str, str]]:
        """For each column the address that sorts by it ("" if it cannot) and how it is sorted now."""
        return [(column, *self._head(column)) for column in self.columns]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the filter form must hand on: order and columns."""
        return [(name, value) for name in ("sort", "columns") for value in self.query.getlist(name)]

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
