"""What a price depends on: the rates of a lane, and the consignment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .rates import FirstAndContinued, WeightBreak
from .surcharges import Detention, Surcharge
from .weight import WeightRule


@dataclass(frozen=True)
class Tariff:
    """The rates of one lane: base by weight breaks or by first and continued weight, surcharges and tax.

    `tax_rates` are by kind of line, `tax_rate` for all other kinds; `minor_digits` are those of the currency.
    """

    rate: Sequence[WeightBreak] | FirstAndContinued
    minimum: Decimal = Decimal(0)
    weight_rule: WeightRule = WeightRule.GREATER
    divisor: Decimal = Decimal(6000)
    step_kg: Decimal | None = None
    fuel_share: Decimal = Decimal(0)
    surcharges: Sequence[Surcharge] = ()
    detention: Detention | None = None
    tax_rate: Decimal = Decimal(0)
    tax_rates: Mapping[str, Decimal] = field(default_factory=dict)
    minor_digits: int = 2


@dataclass(frozen=True)
class Consignment:
    """What is carried, as far as the price depends on it."""

    weight_kg: Decimal
    volume_m3: Decimal = Decimal(0)
    declared_value: Decimal = Decimal(0)
    cod_amount: Decimal = Decimal(0)
    waited_minutes: Decimal = Decimal(0)
