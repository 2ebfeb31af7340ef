"""Marks: what a later room says beside a row of an earlier one, such as for whose word it was done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model

EVENT: Final = "kernel.eventrecord"
Find = Callable[[Sequence[int]], Mapping[int, "Mark"]]


@dataclass(frozen=True)
class Mark:
    """Words and a number that leads to the record which says so."""

    words: Any
    number: str
    address: str


@dataclass(frozen=True)
class Marker:
    find: Find
    among: frozenset[str]


MARKERS: dict[str, list[Marker]] = {}


def marker(type_name: str, *, among: Collection[str] = ()) -> Callable[[Find], Find]:
    """Mark rows of a kind: `find(ids)` gives marks by id.

    Events are marked only in histories of the kinds of records named by `among`; others cost nothing.
    """

    def register(find: Find) -> Find:
        MARKERS.setdefault(type_name, []).append(Marker(find, frozenset(among)))
        return find

    return register


def marks_of(
    type_name: str, rows: Sequence[Model], *, among: Collection[str] | None = None
) -> dict[int, Mark]:
    """The marks of rows, by id; one statement for each room that marks such rows."""
    found: dict[int, Mark] = {}
    ids = [row.pk for row in rows]
    for each in MARKERS.get(type_name, ()):
        if ids and (among is None or each.among & set(among)):
            found |= each.find(ids)
    return found
