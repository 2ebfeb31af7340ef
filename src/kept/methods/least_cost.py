"""The inverse question: which levels of the components reach a service level at least cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log, prod


class OutOfReach(ValueError):
    """No allowed choice of levels reaches the service level."""


@dataclass(frozen=True)
class Effort:
    """Where a component stands, what halving its failures costs (`unit_cost * ln 2`), how far it can go."""

    level: float
    unit_cost: float
    ceiling: float = 1.0

    @classmethod
    def of_point(cls, level: float, cost_of_point: float, ceiling: float = 1.0) -> Effort:
        """c = 100 K (1 - p0): what the next point costs at today's level, as the slope of the curve there.

        >>> round(Effort.of_point(0.95, 0.2).unit_cost, 9)
        1.0
        """
        return cls(level, 100 * cost_of_point * (1 - level), ceiling)

    def cost_of(self, level: float) -> float:
        """c ln((1 - p0) / (1 - p)); nothing for a level that is there already."""
        return self.unit_cost * log((1 - self.level) / (1 - level)) if level > self.level else 0.0


@dataclass(frozen=True)
class LeastCost:
    """The levels to bring the components to, the cost, the level they reach and the multiplier found."""

    levels: Mapping[str, float]
    cost: float
    achieved: float
    multiplier: float


@dataclass(frozen=True)
class Measure:
    """One option of a menu: a level and what it costs."""

    level: Decimal
    cost: Decimal


@dataclass(frozen=True)
class MenuChoice:
    """One measure per component, their cost and the level that they reach."""

    measures: Mapping[str, Measure]
    cost: Decimal
    achieved: Decimal


def least_cost_levels(set_level: float, efforts: Mapping[str, Effort]) -> LeastCost:
    """Least sum of c_i ln((1 - p_i0) / (1 - p_i)) with p1 * ... * pn >= T: p_i = max(p_i0, L / (L + c_i)).

    No level goes beyond its ceiling; raises OutOfReach where the ceilings together lie below T.
    Source: own derivation (Lagrange); L is found by bisection, since the product rises with L.

    >>> found = least_cost_levels(0.95, {name: Effort(0.95, 1) for name in "abcd"})
    >>> round(found.multiplier, 6), round(found.cost, 6), round(found.levels["a"], 6)
    (77.483972, 5.468649, 0.987259)
    """
    _check(set_level, efforts)
    now = {name: effort.level for name, effort in efforts.items()}
    if prod(now.values()) >= set_level:
        return LeastCost(now, 0.0, prod(now.values()), 0.0)
    if prod(max(effort.level, effort.ceiling) for effort in efforts.values()) < set_level:
        raise OutOfReach("the ceilings together lie below the level")
    low, high = 0.0, 1.0
    while prod(_levels(efforts, high).values()) < set_level:
        low, high = high, high * 2
    for _ in range(200):
        middle = (low + high) / 2
        if prod(_levels(efforts, middle).values()) < set_level:
            low = middle
        else:
            high = middle
    levels = _levels(efforts, high)
    cost = sum(effort.cost_of(levels[name]) for name, effort in efforts.items())
    return LeastCost(levels, cost, prod(levels.values()), high)


def cheapest_menu(set_level: Decimal, menus: Mapping[str, Sequence[Measure]]) -> MenuChoice:
    """Least sum of costs over one measure per component with the product of levels >= T.

    Source: own work, exact search over the choices that no other choice beats. Ties of cost go to the higher
    level, then to the order of the options.

    >>> cheap, dear = Measure(Decimal("0.95"), Decimal(0)), Measure(Decimal("0.99"), Decimal(8))
    >>> cheapest_menu(Decimal("0.94"), {"time": [cheap, dear], "papers": [dear]}).cost
    Decimal('8')
    """
    partial: list[tuple[Decimal, Decimal, tuple[int, ...]]] = [(Decimal(0), Decimal(1), ())]
    for measures in menus.values():
        grown = [
            (cost + measure.cost, level * measure.level, (*chosen, place))
            for cost, level, chosen in partial
            for place, measure in enumerate(measures)
        ]
        partial = _unbeaten(grown)
    for cost, level, chosen in partial:
        if level >= set_level:
            picked = {name: menu[place] for (name, menu), place in zip(menus.items(), chosen, strict=True)}
            return MenuChoice(picked, cost, level)
    raise OutOfReach("no choice of measures reaches the level")


def _check(set_level: float, efforts: Mapping[str, Effort]) -> None:
    if not efforts or any(not 0 <= effort.level < 1 or effort.unit_cost <= 0 for effort in efforts.values()):
        raise ValueError("each component stands from 0 to below 1 and costs more than nothing")
    if not 0 < set_level < 1:
        raise OutOfReach("a level of 1 is never reached: the last failure costs without end")


def _levels(efforts: Mapping[str, Effort], multiplier: float) -> dict[str, float]:
    return {
        name: max(effort.level, min(effort.ceiling, multiplier / (multiplier + effort.unit_cost)))
        for name, effort in efforts.items()
    }


def _unbeaten(
    choices: list[tuple[Decimal, Decimal, tuple[int, ...]]],
) -> list[tuple[Decimal, Decimal, tuple[int, ...]]]:
    """Choices sorted by cost, each reaching higher than all cheaper ones."""
    kept: list[tuple[Decimal, Decimal, tuple[int, ...]]] = []
    for choice in sorted(choices, key=lambda known: (known[0], -known[1], known[2])):
        if not kept or choice[1] > kept[-1][1]:
            kept.append(choice)
    return kept
