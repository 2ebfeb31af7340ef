"""Whether the fact files say what the rows say."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kept.kernel.facts import FACTS

from ..models import FactCursor
from .readers import reader

CLOSE = Decimal("0.01")
"""Sums of weights and amounts may differ by what a database loses in adding very many."""


@dataclass(frozen=True)
class Compared:
    """One figure, from the files and from the rows."""

    table: str
    figure: str
    in_facts: Decimal
    in_rows: Decimal

    @property
    def agrees(self) -> bool:
        return abs(self.in_facts - self.in_rows) < CLOSE


def compare_facts() -> list[Compared]:
    """Every declared check of every table; what has not been carried over yet shows as a difference."""
    compared = []
    with reader() as facts:
        for table in FACTS.values():
            cursor = FactCursor.objects.filter(table=table.name).first()
            if cursor is None or not table.checks:
                continue
            asked = ", ".join(f'{check.sql} AS "{name}"' for name, check in table.checks.items())
            told = facts.read(f"SELECT {asked} FROM {facts.source(table, cursor.as_of)}")
            for (name, check), found in zip(table.checks.items(), told.rows[0], strict=True):
                compared.append(Compared(table.name, name, _decimal(found), _decimal(check.truth())))
    return compared


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value)).normalize() + 0
