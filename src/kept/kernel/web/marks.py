"""Marks: what a later room says beside a row of an earlier one, such as for whose word it was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

EVENT: Final = "kernel.eventrecord"
Find = Callable[[Sequence[Any]], Mapping[int, "Mark"]]


@dataclass(frozen=True)
class Mark:
    """Words and a number that leads to the record which says so."""

    words: Any
    number: str
    address: str


MARKERS: dict[str, list[Find]] = {}


def marker(type_name: str) -> Callable[[Find], Find]:
    """Mark rows of a kind: `find(rows)` gives marks by id, in one statement at most.

    A history is read often: its events are marked from what they say themselves, without a statement.
    """

    def register(find: Find) -> Find:
        MARKERS.setdefault(type_name, []).append(find)
        return find

    return register


def marks_of(type_name: str, rows: Sequence[Any]) -> dict[int, Mark]:
    """The marks of rows, by id."""
    found: dict[int, Mark] = {}
    for find in MARKERS.get(type_name, ()) if rows else ():
        found |= find(rows)
    return found
