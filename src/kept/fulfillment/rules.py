"""What stands in a tracking table, and what a pasted line of numbers means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused
from kept.kernel.numbers import number_rule

MOST_NUMBERS = number_rule(
    "fulfillment.most_numbers", 50, _("Numbers asked for at once"), lowest=1, highest=500
)
TAIL_DAYS = number_rule(
    "fulfillment.tail_days",
    60,
    _("Days back in which the tail of a phone finds shipments"),
    unit="d",
    lowest=1,
)
TAIL: Final = 4
APART: Final = re.compile(r"[\s,;，；、|]+")


class TooManyNumbers(Refused):
    default = _("At most %(most)d numbers at once; these are %(count)d.")


class NoNumbers(Refused):
    default = _("Paste at least one number.")


def split_numbers(text: str, most: int) -> list[str]:
    """The numbers of a pasted text, each once, in their order. Raises TooManyNumbers or NoNumbers."""
    numbers = list(dict.fromkeys(part for part in APART.split(text.strip()) if part))
    if not numbers:
        raise NoNumbers(field="numbers")
    if len(numbers) > most:
        said = TooManyNumbers.default % {"most": most, "count": len(numbers)}
        raise TooManyNumbers(said, field="numbers")
    return numbers


def phone_tail(number: str) -> str:
    """The last four digits of what may be a phone; empty when it cannot be one.

    >>> phone_tail("138-1234-5678"), phone_tail("WB-2603-000001")
    ('5678', '')
    """
    digits = re.sub(r"[\s\-+()]", "", number)
    return digits[-TAIL:] if digits.isdecimal() and len(digits) >= TAIL else ""


Rows = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Changes:
    """What a table says otherwise than the one before: new rows, gone rows, changed cells by row."""

    new: frozenset[str] = frozenset()
    gone: tuple[str, ...] = ()
    cells: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.new) + len(self.gone) + len(self.cells)

    def is_new(self, number: str) -> bool:
        return number in self.new

    def changed(self, number: str) -> frozenset[str]:
        return self.cells.get(number, frozenset())


def compare(now: Rows, before: Rows | None, columns: Sequence[str]) -> Changes:
    """Changes since the table before; a first table has none."""
    if before is None:
        return Changes()
    cells = {
        number: frozenset(code for code in columns if row.get(code) != before[number].get(code))
        for number, row in now.items()
        if number in before
    }
    return Changes(
        new=frozenset(now.keys() - before.keys()),
        gone=tuple(sorted(before.keys() - now.keys())),
        cells={number: codes for number, codes in cells.items() if codes},
    )
