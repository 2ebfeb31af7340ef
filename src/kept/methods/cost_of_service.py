"""Four types of change of service and cost between two periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class ChangeType(StrEnum):
    """The four relations of service and cost (R501-R504), and none of them."""

    COST_REDUCTION = "cost_reduction"
    VALUE_FOR_MONEY = "value_for_money"
    EFFICIENCY = "efficiency"
    BREAKTHROUGH = "breakthrough"
    NONE = "none"


@dataclass(frozen=True)
class ServiceCostChange:
    """The type of a change; `cost_per_point` is the relative cost of one percentage point where both rose.

    `worsened` names the sides that got worse by more than the tolerance: service, cost.
    """

    type: ChangeType
    service_change: Decimal
    cost_change: Decimal
    cost_per_point: Decimal | None = None
    worsened: tuple[str, ...] = ()


def classify_change(
    service_change: Decimal,
    cost_change: Decimal,
    *,
    service_tolerance: Decimal = Decimal("0.005"),
    cost_tolerance: Decimal = Decimal("0.01"),
) -> ServiceCostChange:
    """Service same and cost down, both up, cost same and service up, or cost down and service up.

    Source: the requirement list, R501-R504; tolerances half a point of service and 1 % of cost, own work.
    `service_change` is a difference of rates, `cost_change` a share of the cost before.

    >>> change = classify_change(Decimal("0.02"), Decimal("0.03"))
    >>> str(change.type), change.cost_per_point
    ('value_for_money', Decimal('0.015'))
    """
    service = _direction(service_change, service_tolerance)
    cost = _direction(cost_change, cost_tolerance)
    kind = _TYPES.get((service, cost), ChangeType.NONE)
    per_point = cost_change / (service_change * 100) if kind is ChangeType.VALUE_FOR_MONEY else None
    worsened = tuple(name for name, worse in (("service", service < 0), ("cost", cost > 0)) if worse)
    if kind is not ChangeType.NONE:
        worsened = ()
    return ServiceCostChange(kind, service_change, cost_change, per_point, worsened)


def change_between(
    service: tuple[Decimal, Decimal], cost: tuple[Decimal, Decimal]
) -> tuple[Decimal, Decimal | None]:
    """(after - before) of the service and (after - before) / before of the cost, None from no cost.

    >>> change_between((Decimal("0.93"), Decimal("0.95")), (Decimal(200), Decimal(206)))
    (Decimal('0.02'), Decimal('0.03'))
    """
    spent, spends = cost
    return service[1] - service[0], (spends - spent) / spent if spent else None


@dataclass(frozen=True)
class Offer:
    """A service level with what it earns and what it costs."""

    name: str
    level: Decimal
    income: Decimal
    cost: Decimal

    @property
    def profit(self) -> Decimal:
        return self.income - self.cost


def best_offer(offers: Sequence[Offer]) -> Offer | None:
    """profit = income - cost; the largest is best, of equal ones the higher level. None of none.

    Source: the requirement list, R505 and R506: income from sales at a level less the cost of that level.

    >>> low, high = Offer("low", Decimal("0.90"), Decimal(100), Decimal(60)), Offer(
    ...     "high", Decimal("0.99"), Decimal(130), Decimal(100))
    >>> middle = Offer("middle", Decimal("0.95"), Decimal(120), Decimal(72))
    >>> best_offer([low, middle, high]).name, middle.profit
    ('middle', Decimal('48'))
    """
    return max(offers, key=lambda offer: (offer.profit, offer.level), default=None)


def frontier(points: Mapping[str, tuple[Decimal, Decimal]]) -> list[str]:
    """The names of the (cost, level) that no other beats: none gives as much service for less, or more for
    as much. By rising cost.

    Source: V. Pareto; R. Shephard's efficient frontier.

    >>> frontier({"a": (Decimal(5), Decimal("0.9")), "b": (Decimal(6), Decimal("0.8")),
    ...           "c": (Decimal(8), Decimal("0.95"))})
    ['a', 'c']
    """
    kept: list[str] = []
    highest: Decimal | None = None
    for name, (_cost, level) in sorted(points.items(), key=lambda pair: (pair[1][0], -pair[1][1])):
        if highest is None or level > highest:
            kept.append(name)
            highest = level
    return kept


_TYPES = {
    (0, -1): ChangeType.COST_REDUCTION,
    (1, 1): ChangeType.VALUE_FOR_MONEY,
    (1, 0): ChangeType.EFFICIENCY,
    (1, -1): ChangeType.BREAKTHROUGH,
}


def _direction(change: Decimal, tolerance: Decimal) -> int:
    return 0 if abs(change) <= tolerance else 1 if change > 0 else -1
