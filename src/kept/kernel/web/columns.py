"""Columns of a list: how a record's value is found, shown and written to a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from functools import reduce
from typing import Any, Literal

from django.urls import reverse
from django.utils.text import slugify

from kept.kernel.actor import Actor

Kind = Literal["text", "number", "money", "percent", "moment", "day", "promise", "state", "yesno"]
FIGURES: frozenset[str] = frozenset({"number", "money", "percent"})


@dataclass(frozen=True)
class Column:
    """One column. `value` is a dotted path or a callable of the record; without it the code is the path."""

    code: str
    title: Any
    _: KW_ONLY
    kind: Kind = "text"
    value: str | Callable[[Any], Any] | None = None
    sort: str | None = None
    link: str | Callable[[Any], str] | None = None
    link_by: str = "number"
    link_permission: str = ""
    unit: Any = ""
    total: bool = False
    digits: int | None = None
    hint: str | Callable[[Any], Any] | None = None
    phone: bool | None = None

    @property
    def is_figure(self) -> bool:
        return self.kind in FIGURES

    @property
    def css(self) -> str:
        return slugify(self.code)

    def of(self, record: Any) -> Any:
        """The record's value, None where the path ends early."""
        return find(record, self.code if self.value is None else self.value)

    def second(self, record: Any) -> Any:
        """The quieter second line of a cell, if the column has one."""
        return "" if self.hint is None else find(record, self.hint)

    def address(self, record: Any, actor: Actor) -> str:
        """Where the cell leads for this actor; empty for nowhere."""
        if self.link is None or (self.link_permission and not actor.may(self.link_permission)):
            return ""
        if callable(self.link):
            return self.link(record) or ""
        by = find(record, self.link_by)
        return reverse(self.link, args=[by]) if by not in (None, "") else ""


def find(record: Any, path: str | Callable[[Any], Any]) -> Any:
    """Follow a dotted path, calling what can be called; None as soon as something is missing."""
    return path(record) if callable(path) else reduce(_step, path.split("."), record)


def _step(thing: Any, name: str) -> Any:
    if thing is None:
        return None
    found = thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
    return found() if callable(found) else found
