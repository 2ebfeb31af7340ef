"""Pages of a long list by where the last one ended: no counting, no skipping, right with ties and nulls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core import signing
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, Q, QuerySet
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


def ranks_of(model: type[Model], order: Sequence[str]) -> tuple[Rank, ...]:
    """An order such as ("-placed_at", "number"), made unique by the primary key."""
    names = list(order)
    if not names or names[-1].lstrip("-") not in ("pk", "id"):
        names.append("-pk" if names and names[0].startswith("-") else "pk")
    return tuple(
        Rank(name.lstrip("-"), name.startswith("-"), _may_be_null(model, name.lstrip("-"))) for name in names
    )


def page(
    rows: QuerySet[Any], ranks: Sequence[Rank], *, after: str = "", before: str = "", size: int = 50
) -> tuple[list[Any], str, str]:
    """At most `size` rows, the cursor of the page before (or ""), and of the page after (or "")."""
    backwards = bool(before)
    cursor = before or after
    values = _read(cursor, ranks)
    ordered = _ranked(rows, ranks).order_by(*(rank.order(backwards=backwards) for rank in ranks))
    if values is not None:
        ordered = ordered.filter(_beyond(ranks, values, backwards=backwards))
    found = list(ordered[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_previous = more if backwards else values is not None
    has_next = (values is not None) if backwards else more
    previous = _write(found[0], ranks) if found and has_previous else ""
    following = _write(found[-1], ranks) if found and has_next else ""
    return found, previous, following


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
