"""The kinds of report that there are. Each is declared beside the query that gathers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kept.documents.papers import Paper
from kept.kernel.actor import Actor

from ..enums import About, Shelf, Span
from .asking import Ask

Gather = Callable[[Ask], Paper]


@dataclass(frozen=True)
class Kind:
    """A report: what it is called, what it must be told, and which permission its records ask for."""

    code: str
    title: Any
    means: Any
    shelf: Shelf
    about: About
    spans: tuple[Span, ...]
    needs: str
    gather: Gather
    for_customers: bool = False
    number: Any = ""

    @property
    def is_regular(self) -> bool:
        """Whether it can be sent regularly: a record's paper has no next time."""
        return bool(self.spans) and self.about != About.RECORD

    def is_for(self, actor: Actor) -> bool:
        return actor.may(self.needs)


KINDS: dict[str, Kind] = {}


def report(
    code: str,
    title: Any,
    means: Any,
    *,
    shelf: Shelf,
    about: About,
    spans: tuple[Span, ...] = (),
    needs: str,
    for_customers: bool = False,
    number: Any = "",
) -> Callable[[Gather], Gather]:
    """Declare a report by the query that gathers it."""

    def declare(gather: Gather) -> Gather:
        KINDS[code] = Kind(code, title, means, shelf, about, spans, needs, gather, for_customers, number)
        return gather

    return declare


def title_of(code: str) -> str:
    """What a report is called; its code where this house knows it no more."""
    return str(KINDS[code].title) if code in KINDS else code


def kinds_for(actor: Actor) -> list[Kind]:
    return [kind for kind in KINDS.values() if kind.is_for(actor)]
