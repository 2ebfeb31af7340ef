"""Rows of a file: each with its key and what it says, or with the reason why it is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any

from ..enums import RejectReason, reason_words
from .cells import Marked, Problem, Read, reader_of
from .files import KEY_COLUMN, OWN_COLUMNS, Cell, Row, Source
from .kinds import Told
from .mapping import BadMapping, Mapping


@dataclass(frozen=True)
class RowRead:
    """A row: its number, its cells, and either what it says or a problem."""

    number: int
    cells: Sequence[Cell]
    key: str
    told: Told | None = None
    problem: Problem | None = None
    marked: tuple[Marked, ...] = ()


@dataclass
class RowReader:
    """Reads the rows of one file through a mapping. Knows the keys seen so far."""

    mapping: Mapping
    source: Source
    seen: dict[bytes, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        places = {name: place for place, name in enumerate(self.source.columns)}
        self.width = len(self.source.columns)
        self.own = [place for name, place in places.items() if name not in OWN_COLUMNS]
        self.kept_key = places.get(KEY_COLUMN)
        self.key_places = [places[name] for name in self.mapping.key]
        self.fields: list[tuple[str, list[int], str, Read]] = []
        self.constants: dict[str, Any] = {}
        for name, rule in self.mapping.fields.items():
            read = reader_of(rule, self.mapping.kind, self.mapping.zone)
            if rule.columns:
                self.fields.append((name, [places[column] for column in rule.columns], rule.join, read))
            else:
                self.constants[name] = value = read(_constant(rule.value))
                if isinstance(value, Problem):
                    reason = reason_words(value.reason, value=value.value, limit=value.limit)
                    raise BadMapping(rule.table, "value", reason)

    def rows(self) -> Iterator[RowRead]:
        return (self.read(row) for row in self.source.rows())

    def after(self, row: Row, last: int) -> RowRead | None:
        """The row, if it comes after the last one that is in; of those before it only the key is learned."""
        if row[0] > last:
            return self.read(row)
        if not self._is_wide(row[1]):
            self._key(row[0], self._fitted(row[1]))
        return None

    def read(self, row: Row) -> RowRead:
        number, cells = row
        if self._is_wide(cells):
            wide = Problem("", RejectReason.CELLS, str(len(cells)), str(self.width))
            return RowRead(number, cells, "", problem=wide)
        cells = self._fitted(cells)
        key, problem = self._key(number, cells)
        if problem is not None:
            return RowRead(number, cells, key, problem=problem)
        values, marked = dict(self.constants), []
        for name, places, join, read in self.fields:
            cell = cells[places[0]] if len(places) == 1 else _joined(cells, places, join)
            value = read(cell)
            if isinstance(value, Problem):
                return RowRead(number, cells, key, problem=value)
            if isinstance(value, Marked):
                marked.append(value)
                value = None
            values[name] = value
        told = self.mapping.kind.tell(key, values, self.mapping.fields)
        if isinstance(told, Problem):
            return RowRead(number, cells, key, problem=told)
        return RowRead(number, cells, key, told=told, marked=tuple(marked))

    def _is_wide(self, cells: Sequence[Cell]) -> bool:
        return len(cells) > self.width and any(cells[self.width :])

    def _fitted(self, cells: Sequence[Cell]) -> Sequence[Cell]:
        """As wide as the head."""
        if len(cells) == self.width:
            return cells
        return [*cells[: self.width], *([""] * (self.width - len(cells)))]

    def _key(self, number: int, cells: Sequence[Cell]) -> tuple[str, Problem | None]:
        """The row's own key, else its key columns, else its hash and how often it has come so far."""
        if self.kept_key is not None and cells[self.kept_key]:
            given = str(cells[self.kept_key]).strip()
            return given, self._twice(given, number)
        if self.key_places:
            parts = [str(cells[place]).strip() for place in self.key_places]
            if not all(parts):
                return "", Problem(", ".join(self.mapping.key), RejectReason.MISSING)
            key = f"{self.mapping.prefix}:{'/'.join(parts)}"
            if len(key) > 160:
                return "", Problem(", ".join(self.mapping.key), RejectReason.TOO_LONG, key[:100], "160")
            return key, self._twice(key, number)
        text = "\x1f".join([str(cells[place]) for place in self.own])
        found = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12)
        occurrence = self.seen[found.digest()] = self.seen.get(found.digest(), 0) + 1
        return f"{self.mapping.prefix}:{found.hexdigest()}#{occurrence}", None

    def _twice(self, key: str, number: int) -> Problem | None:
        mark = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=12).digest()
        first = self.seen.setdefault(mark, number)
        if first == number:
            return None
        return Problem(", ".join(self.mapping.key), RejectReason.TWICE, key.partition(":")[2], str(first))


def _constant(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, (str, date)) else str(value)


def _joined(cells: Sequence[Cell], places: list[int], join: str) -> str:
    parts = [str(cells[place]).strip() for place in places]
    return join.join(parts) if any(parts) else ""


def columns_of(rows: Source) -> list[str]:
    """The file's own columns, as a file of rejected rows repeats them."""
    return [name for name in rows.columns if name not in OWN_COLUMNS]
