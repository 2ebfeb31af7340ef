"""A price, line by line, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .tariff import Tariff
from .weight import ChargeableWeight

Clause = Mapping[str, str]
"""Why a line costs what it costs: `rule` names the clause, the other entries are its numbers as text."""


@dataclass(frozen=True)
class PricedLine:
    """One line and its tax; `basis * rate` is its amount unless the clause says otherwise."""

    kind: str
    amount_minor: int
    basis: Decimal
    rate: Decimal
    clause: Clause
    tax_rate: Decimal
    tax_minor: int


@dataclass(frozen=True)
class Priced:
    """All lines of a price, in minor units of the currency."""

    lines: tuple[PricedLine, ...]
    weight: ChargeableWeight

    @property
    def net_minor(self) -> int:
        return sum(line.amount_minor for line in self.lines)

    @property
    def tax_minor(self) -> int:
        return sum(line.tax_minor for line in self.lines)

    @property
    def total_minor(self) -> int:
        return self.net_minor + self.tax_minor


def priced_line(
    kind: str, amount: Decimal, basis: Decimal, rate: Decimal, clause: Clause, tariff: Tariff
) -> PricedLine:
    """A line in minor units, with the tax that the tariff puts on its kind."""
    minor = _half_up(amount.scaleb(tariff.minor_digits))
    tax_rate = tariff.tax_rates.get(kind, tariff.tax_rate)
    return PricedLine(kind, minor, basis, rate, clause, tax_rate, _half_up(minor * tax_rate))


def _half_up(amount: Decimal) -> int:
    return int(amount.to_integral_value(ROUND_HALF_UP))


def as_text(value: Decimal) -> str:
    """A number without an exponent or trailing zeros."""
    shown = format(value, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
