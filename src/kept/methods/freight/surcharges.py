"""What is charged beside the base freight."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum


class Basis(StrEnum):
    """What the rate of a surcharge is applied to."""

    PER_SHIPMENT = "per_shipment"
    PER_KG = "per_kg"
    SHARE_OF_BASE = "share_of_base"
    SHARE_OF_DECLARED = "share_of_declared"
    SHARE_OF_COD = "share_of_cod"


@dataclass(frozen=True)
class Surcharge:
    """A surcharge of a tariff: its kind, what its rate is applied to, and the least that is charged."""

    kind: str
    basis: Basis
    rate: Decimal
    minimum: Decimal = Decimal(0)


@dataclass(frozen=True)
class ShareWithMinimum:
    """A share of an amount, at least the minimum."""

    amount: Decimal
    is_minimum: bool


@dataclass(frozen=True)
class Detention:
    """Free minutes, then a charge for each block of minutes begun."""

    free_minutes: int
    block_minutes: int
    block_charge: Decimal


def share_with_minimum(value: Decimal, rate: Decimal, minimum: Decimal = Decimal(0)) -> ShareWithMinimum:
    """charge = max(value * rate, minimum).

    Source: trade practice for declared value and cash on delivery. 0.3 % of 5,000:

    >>> share_with_minimum(Decimal(5000), Decimal("0.003")).amount
    Decimal('15.000')
    """
    if min(value, rate, minimum) < 0:
        raise ValueError("amounts, rates and minimum are not negative")
    share = value * rate
    return ShareWithMinimum(max(share, minimum), share < minimum)


def detention_charge(waited_minutes: Decimal, terms: Detention) -> tuple[int, Decimal]:
    """(blocks begun after the free time, blocks * charge).

    Source: trade practice. Free 120 minutes, 25 for each 30, 200 minutes waited:

    >>> detention_charge(Decimal(200), Detention(120, 30, Decimal(25)))
    (3, Decimal('75'))
    """
    if terms.block_minutes <= 0:
        raise ValueError("a block has at least a minute")
    over = max(waited_minutes - terms.free_minutes, Decimal(0))
    blocks = int((over / terms.block_minutes).to_integral_value(ROUND_CEILING))
    return blocks, blocks * terms.block_charge
