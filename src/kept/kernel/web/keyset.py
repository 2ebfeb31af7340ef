"""Pages of a long list by where the last one ended: no counting, no skipping, right with ties and nulls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import Any

from django.core import signing
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.expressions import OrderBy

SIGNER = signing.Signer(salt="kept.keyset")


@dataclass(frozen=True)
class Rank:
    """One field of an order. Nulls, where there can be any, stand last both ways."""

    path: str
    descending: bool
    nullable: bool

    def order(self, *, backwards: bool) -> OrderBy:
        field = F(self.path)
        if not self.nullable:
            return field.desc() if self.descending != backwards else field.asc()
        if backwards:
            return field.asc(nulls_first=True) if self.descending else field.desc(nulls_first=True)
        return field.desc(nulls_last=True) if self.descending else field.asc(nulls_last=True)

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})

    def past(self, value: Any, *, backwards: bool) -> Q:
        """Strictly behind a value in reading direction."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if backwards else Q(pk__in=[])
        lookup = "lt" if self.descending != backwards else "gt"
        behind = Q(**{f"{self.path}__{lookup}": value})
        if self.nullable and not backwards:
            behind |= Q(**{f"{self.path}__isnull": True})
        return behind


class Merged:
    """Rows of several models as one list. All carry the fields of the order; `row_place` parts equals."""

    def __init__(self, *parts: QuerySet[Any], order: Sequence[OrderBy] = ()) -> None:
        self.parts = parts
        self.order = order

    @classmethod
    def of(cls, *parts: QuerySet[Any]) -> Merged:
        return cls(*(part.annotate(row_place=Value(place)) for place, part in enumerate(parts)))

    @property
    def model(self) -> type[Model]:
        return self.parts[0].model

    def each(self, change: Callable[[QuerySet[Any]], QuerySet[Any]]) -> Merged:
        """The same list with every part changed alike."""
        return Merged(*(change(part) for part in self.parts), order=self.order)

    def none(self) -> Merged:
        return self.each(lambda part: part.none())

    def order_by(self, *order: OrderBy) -> Merged:
        return Merged(*(part.order_by(*order) for part in self.parts), order=order)

    def iterator(self, chunk_size: int = 2000) -> Iterator[Any]:
        """All rows in their order, which is held in memory: made for lists of work, not for archives."""
        ranks = tuple(
            Rank(str(getattr(order.expression, "name", "")), order.descending, nullable=True)
            for order in self.order
        )
        rows = [row for part in self.parts for row in part.iterator(chunk_size=chunk_size)]
        yield from _in_order(rows, ranks, backwards=False)


def ranks_of(model: type[Model], order: Sequence[str]) -> tuple[Rank, ...]:
    """An order such as ("-placed_at", "number"), made unique by the primary key."""
    names = list(order)
    if not names or names[-1].lstrip("-") not in ("pk", "id"):
        names.append("-pk" if names and names[0].startswith("-") else "pk")
    return tuple(
        Rank(name.lstrip("-"), name.startswith("-"), _may_be_null(model, name.lstrip("-"))) for name in names
    )


def page(
    rows: QuerySet[Any] | Merged, ranks: Sequence[Rank], *, after: str = "", before: str = "", size: int = 50
) -> tuple[list[Any], str, str]:
    """At most `size` rows, the cursor of the page before (or ""), and of the page after (or "")."""
    backwards = bool(before)
    values = _read(before or after, ranks)
    parts = rows.parts if isinstance(rows, Merged) else (rows,)
    heads = [_head(part, ranks, values, backwards=backwards)[: size + 1] for part in parts]
    found = list(heads[0]) if len(heads) == 1 else _in_order(chain(*heads), ranks, backwards=backwards)
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_previous = more if backwards else values is not None
    has_next = (values is not None) if backwards else more
    previous = _write(found[0], ranks) if found and has_previous else ""
    following = _write(found[-1], ranks) if found and has_next else ""
    return found, previous, following


def _head(
    rows: QuerySet[Any], ranks: Sequence[Rank], values: Sequence[Any] | None, *, backwards: bool
) -> QuerySet[Any]:
    ordered = _ranked(rows, ranks).order_by(*(rank.order(backwards=backwards) for rank in ranks))
    return ordered if values is None else ordered.filter(_beyond(ranks, values, backwards=backwards))


def _in_order(rows: Iterable[Any], ranks: Sequence[Rank], *, backwards: bool) -> list[Any]:
    """As the database orders one table: nulls last, and first when read backwards."""
    listed = list(rows)
    for rank in reversed(ranks):
        known = [row for row in listed if getattr(row, rank.path) is not None]
        unknown = [row for row in listed if getattr(row, rank.path) is None]
        known.sort(key=attrgetter(rank.path), reverse=rank.descending != backwards)
        listed = unknown + known if backwards else known + unknown
    return listed


def _beyond(ranks: Sequence[Rank], values: Sequence[Any], *, backwards: bool) -> Q:
    """Rows behind a key: behind in the first field, or level there and behind in the next, and so on."""
    level, reach = Q(), Q(pk__in=[])
    for rank, value in zip(ranks, values, strict=True):
        reach |= level & rank.past(value, backwards=backwards)
        level &= rank.same(value)
    first, value = ranks[0], values[0]
    if value is None or first.nullable:
        return reach
    bound = "lte" if first.descending != backwards else "gte"  # lets the index of the first field be used
    return Q(**{f"{first.path}__{bound}": value}) & reach


def _ranked(rows: QuerySet[Any], ranks: Sequence[Rank]) -> QuerySet[Any]:
    far = {f"rank_{place}": F(rank.path) for place, rank in enumerate(ranks) if "__" in rank.path}
    return rows.annotate(**far) if far else rows


def _key(record: Any, ranks: Sequence[Rank]) -> list[Any]:
    names = (f"rank_{place}" if "__" in rank.path else rank.path for place, rank in enumerate(ranks))
    return [_plain(getattr(record, name)) for name in names]


def _write(record: Any, ranks: Sequence[Rank]) -> str:
    return SIGNER.sign_object([_name(ranks), *_key(record, ranks)])


def _read(cursor: str, ranks: Sequence[Rank]) -> list[Any] | None:
    """The key in a cursor; None when there is none, or it was made for another order or by another hand."""
    try:
        name, *values = SIGNER.unsign_object(cursor)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return values if name == _name(ranks) and len(values) == len(ranks) else None


def _name(ranks: Sequence[Rank]) -> str:
    return ",".join(f"{'-' * rank.descending}{rank.path}" for rank in ranks)


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Model):
        return value.pk
    return value if value is None or isinstance(value, (int, float, str, bool)) else str(value)


def _may_be_null(model: type[Model], path: str) -> bool:
    here: Any = model
    for name in path.split("__"):
        if name == "pk":
            return False
        try:
            field = here._meta.get_field(name)
        except FieldDoesNotExist:
            return True
        if field.null or field.one_to_many or field.many_to_many:
            return True
        here = field.related_model or here
    return False
