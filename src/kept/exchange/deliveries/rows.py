"""Rows of a file as deliveries: each with its key, or with the reason why it is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from hashlib import blake2b
from typing import Any, Final

from ..enums import RejectReason, reason_words
from .cells import Marked, Moment, Problem, Read, reader_of
from .files import Cell, Row, Source
from .mapping import BadMapping, Mapping

KEY_COLUMN: Final = "kept_key"
REASON_COLUMN: Final = "kept_reason"
OWN_COLUMNS: Final = (KEY_COLUMN, REASON_COLUMN)
"""Columns that a file of rejected rows has beside its own; they are never part of a row's hash."""

DAY_ENDS: Final = time(23, 59, 59)
MIDDAY: Final = time(12)


@dataclass(frozen=True, kw_only=True)
class DeliveryRead:
    """What one row says. Parties are named as in the file; what it does not say is None."""

    key: str
    customer: str
    customer_name: str
    carrier: str | None
    carrier_name: str | None
    branch: str | None
    service: str | None
    reference: str
    origin: str
    destination: str
    receiver: str
    promised_from: datetime | None
    promised_at: datetime | None
    is_day: bool
    picked_up_at: datetime | None
    happened_at: datetime | None
    outcome: str
    condition: str
    attempt_no: int
    pieces: int | None
    pieces_delivered: int | None
    weight_kg: Decimal | None
    volume_m3: Decimal | None
    freight_cost: Decimal | None
    papers_ok: bool | None


@dataclass(frozen=True)
class RowRead:
    """A row: its number, its cells, and either a delivery or a problem."""

    number: int
    cells: Sequence[Cell]
    key: str
    delivery: DeliveryRead | None = None
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
            read = reader_of(rule, self.mapping.zone)
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
        told = self._delivery(key, values)
        if isinstance(told, Problem):
            return RowRead(number, cells, key, problem=told)
        return RowRead(number, cells, key, delivery=told, marked=tuple(marked))

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

    def _delivery(self, key: str, values: dict[str, Any]) -> DeliveryRead | Problem:
        promised, since = values.get("promised_at"), values.get("promised_from")
        picked_up, happened = values.get("picked_up_at"), values.get("happened_at")
        is_day = promised is not None and promised.is_day
        told = DeliveryRead(
            key=key,
            customer=values["customer"],
            customer_name=values.get("customer_name") or values["customer"],
            carrier=values.get("carrier"),
            carrier_name=values.get("carrier_name") or values.get("carrier"),
            branch=values.get("branch"),
            service=values.get("service"),
            reference=values.get("reference") or "",
            origin=values.get("origin") or "",
            destination=values.get("destination") or "",
            receiver=values.get("receiver") or "",
            promised_from=_start(since) if since else (_start(promised) if is_day else None),
            promised_at=_end(promised),
            is_day=is_day,
            picked_up_at=_start(picked_up),
            happened_at=_middle(happened),
            outcome=values.get("outcome") or "delivered",
            condition=values.get("condition") or "",
            attempt_no=values.get("attempt_no") or 1,
            pieces=values.get("pieces"),
            pieces_delivered=values.get("pieces_delivered"),
            weight_kg=values.get("weight_kg"),
            volume_m3=values.get("volume_m3"),
            freight_cost=values.get("freight_cost"),
            papers_ok=values.get("papers_ok"),
        )
        return self._sound(told) or told

    def _sound(self, told: DeliveryRead) -> Problem | None:
        """What must hold between the fields of a row."""
        if told.promised_from and told.promised_at and told.promised_at < told.promised_from:
            return self._backwards("promised_at", told.promised_at, told.promised_from)
        if told.picked_up_at and told.happened_at and told.happened_at < told.picked_up_at:
            return self._backwards("happened_at", told.happened_at, told.picked_up_at)
        if (
            told.pieces is not None
            and told.pieces_delivered is not None
            and told.pieces_delivered > told.pieces
        ):
            column = self.mapping.fields["pieces_delivered"].title
            return Problem(column, RejectReason.MORE_PIECES, str(told.pieces_delivered), str(told.pieces))
        if told.happened_at is None and told.promised_at is None:
            return Problem(self.mapping.fields["happened_at"].title, RejectReason.MISSING)
        return None

    def _backwards(self, name: str, later: datetime, earlier: datetime) -> Problem:
        title = self.mapping.fields[name].title
        return Problem(title, RejectReason.BACKWARDS, f"{later:%Y-%m-%d %H:%M}", f"{earlier:%Y-%m-%d %H:%M}")


def _constant(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, (str, date)) else str(value)


def _joined(cells: Sequence[Cell], places: list[int], join: str) -> str:
    parts = [str(cells[place]).strip() for place in places]
    return join.join(parts) if any(parts) else ""


def _start(moment: Moment | None) -> datetime | None:
    if moment is None:
        return None
    return datetime.combine(moment.at, time(), moment.at.tzinfo) if moment.is_day else moment.at


def _middle(moment: Moment | None) -> datetime | None:
    """Of a day without a time: its noon, which is the same day in the zones near."""
    if moment is None:
        return None
    return datetime.combine(moment.at, MIDDAY, moment.at.tzinfo) if moment.is_day else moment.at


def _end(moment: Moment | None) -> datetime | None:
    if moment is None:
        return None
    return datetime.combine(moment.at, DAY_ENDS, moment.at.tzinfo) if moment.is_day else moment.at


def columns_of(rows: Source) -> list[str]:
    """The file's own columns, as a file of rejected rows repeats them."""
    return [name for name in rows.columns if name not in OWN_COLUMNS]
