"""Base freight: weight breaks, and first and continued weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal


@dataclass(frozen=True)
class WeightBreak:
    """From this weight on, this rate per kg."""

    from_kg: Decimal
    rate: Decimal


@dataclass(frozen=True)
class BreakCharge:
    """A charge by weight breaks: the break used, the weight charged, whether the minimum bound."""

    amount: Decimal
    weight_kg: Decimal
    charged_kg: Decimal
    used: WeightBreak
    minimum: Decimal
    is_minimum: bool

    @property
    def is_lifted(self) -> bool:
        """Charged as more than it weighs, because the next break is cheaper or the first is not reached."""
        return self.charged_kg > self.weight_kg


@dataclass(frozen=True)
class FirstAndContinued:
    """A price for the first weight, and one for each further step or part of it."""

    first_kg: Decimal
    first_charge: Decimal
    step_kg: Decimal
    step_charge: Decimal


def break_charge(
    weight_kg: Decimal, breaks: Sequence[WeightBreak], minimum: Decimal = Decimal(0)
) -> BreakCharge:
    """charge = max(minimum, min over breaks b of max(w, b) * rate_b).

    Source: air cargo and LTL tariff practice (deficit weight). Ties stay at the lower break.

    >>> tact = [WeightBreak(Decimal(kg), Decimal(rate)) for kg, rate in ((0, "5"), (45, "4.2"), (100, "3.6"))]
    >>> found = break_charge(Decimal(90), tact, Decimal(50))
    >>> found.amount, found.charged_kg, found.is_lifted
    (Decimal('360.0'), Decimal('100'), True)
    """
    if not breaks:
        raise ValueError("a rate needs at least one weight break")
    if weight_kg < 0 or minimum < 0 or any(one.from_kg < 0 or one.rate < 0 for one in breaks):
        raise ValueError("weights, rates and minimum are not negative")
    if len({one.from_kg for one in breaks}) < len(breaks):
        raise ValueError("two weight breaks begin at the same weight")
    ordered = sorted(breaks, key=lambda one: one.from_kg)
    used = min(ordered, key=lambda one: max(weight_kg, one.from_kg) * one.rate)
    charged = max(weight_kg, used.from_kg)
    amount = charged * used.rate
    return BreakCharge(max(minimum, amount), weight_kg, charged, used, minimum, amount < minimum)


def switch_weight(lower: WeightBreak, upper: WeightBreak) -> Decimal:
    """kg = rate_b * b / rate_lower: from here on the upper break is the cheaper one.

    >>> lower, upper = WeightBreak(Decimal(45), Decimal("4.2")), WeightBreak(Decimal(100), Decimal("3.6"))
    >>> round(switch_weight(lower, upper), 3)
    Decimal('85.714')
    """
    return upper.rate * upper.from_kg / lower.rate


def first_and_continued(weight_kg: Decimal, tariff: FirstAndContinued) -> Decimal:
    """charge = first + step charge * ceil((w - first kg) / step kg).

    Source: the rate form of Chinese express companies. First kg 12, each further kg 2:

    >>> kilo = FirstAndContinued(Decimal(1), Decimal(12), Decimal(1), Decimal(2))
    >>> first_and_continued(Decimal("3.2"), kilo)
    Decimal('18')
    """
    if weight_kg < 0 or tariff.step_kg <= 0:
        raise ValueError("a weight is not negative and a step is above 0")
    over = max(weight_kg - tariff.first_kg, Decimal(0))
    steps = (over / tariff.step_kg).to_integral_value(ROUND_CEILING)
    return tariff.first_charge + steps * tariff.step_charge
