"""The weight to be charged: actual, volumetric, or the mean of both."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

_CUBIC_CM = Decimal(1_000_000)


class WeightRule(StrEnum):
    """How a bulky consignment is charged."""

    GREATER = "greater"
    HALF_THROW = "half_throw"
    ACTUAL = "actual"


@dataclass(frozen=True)
class ChargeableWeight:
    """The weight charged, and how it came about: kg before rounding and the step it was rounded up to."""

    actual_kg: Decimal
    volumetric_kg: Decimal
    rule: WeightRule
    unrounded_kg: Decimal
    step_kg: Decimal | None
    kg: Decimal


def box_volume(length_cm: Decimal, width_cm: Decimal, height_cm: Decimal, count: int = 1) -> Decimal:
    """m3 = length * width * height / 1,000,000, for boxes measured in centimetres.

    >>> box_volume(Decimal(60), Decimal(40), Decimal(20), 8)
    Decimal('0.384')
    """
    if min(length_cm, width_cm, height_cm, Decimal(count)) < 0:
        raise ValueError("sizes and counts are not negative")
    return length_cm * width_cm * height_cm * count / _CUBIC_CM


def volumetric_weight(volume_m3: Decimal, divisor: Decimal = Decimal(6000)) -> Decimal:
    """kg = cubic centimetres / divisor; air cargo 6000, many couriers 5000, domestic road 6000 to 12000.

    Source: published carrier rules (CBR Express, Mainfreight). Eight boxes of 60 x 40 x 20 cm:

    >>> volumetric_weight(Decimal("0.384"))
    Decimal('64.000')
    """
    if divisor <= 0 or volume_m3 < 0:
        raise ValueError("a divisor is above 0 and a volume is not negative")
    return volume_m3 * _CUBIC_CM / divisor


def chargeable_weight(
    *,
    actual_kg: Decimal,
    volumetric_kg: Decimal = Decimal(0),
    rule: WeightRule = WeightRule.GREATER,
    step_kg: Decimal | None = None,
) -> ChargeableWeight:
    """kg = max(actual, volumetric), rounded up to the tariff step after the maximum.

    Half-throw charges a bulky consignment the mean of both; the actual weight is never undercut.
    Source: published carrier rules (Hemisphere Freight and others); the order of rounding is trade practice.

    >>> chargeable_weight(actual_kg=Decimal(45), volumetric_kg=Decimal(64)).kg
    Decimal('64')
    >>> half, step = WeightRule.HALF_THROW, Decimal("0.5")
    >>> actual, volumetric = Decimal(5), Decimal("10.6")
    >>> found = chargeable_weight(actual_kg=actual, volumetric_kg=volumetric, rule=half, step_kg=step)
    >>> found.unrounded_kg, found.kg
    (Decimal('7.8'), Decimal('8.0'))
    """
    if actual_kg < 0 or volumetric_kg < 0 or (step_kg is not None and step_kg <= 0):
        raise ValueError("weights are not negative and a step is above 0")
    candidate = {
        WeightRule.GREATER: volumetric_kg,
        WeightRule.HALF_THROW: (actual_kg + volumetric_kg) / 2,
        WeightRule.ACTUAL: actual_kg,
    }[rule]
    unrounded = max(actual_kg, candidate)
    charged = _round_up(unrounded, step_kg) if step_kg else unrounded
    return ChargeableWeight(actual_kg, volumetric_kg, rule, unrounded, step_kg, charged)


def _round_up(weight: Decimal, step: Decimal) -> Decimal:
    return (weight / step).to_integral_value(ROUND_CEILING) * step
