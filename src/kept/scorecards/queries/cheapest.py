"""The inverse question: the cheapest levels of the components that reach a service level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_UP, Decimal
from enum import StrEnum
from math import log

from kept.kernel.money import Money
from kept.methods.least_cost import Effort, OutOfReach, least_cost_levels

from ..catalogue.indicators import COMPONENTS
from ..enums import Slice
from ..models import ComponentCost
from .levels import Reached

FINEST = Decimal("0.000001")


class Obstacle(StrEnum):
    """Why there is no answer."""

    NO_FIGURE = "no_figure"
    NO_COST = "no_cost"
    CURRENCIES = "currencies"
    OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True)
class Wanted:
    """A component: where it stands, where it should go, and what that adds a month."""

    component: str
    now: Decimal | None
    to: Decimal | None
    cost: ComponentCost | None
    added: Money | None


@dataclass(frozen=True)
class Cheapest:
    """The answer, or what stands in its way; `highest` is the level of all ceilings together."""

    target: Decimal
    parts: tuple[Wanted, ...]
    achieved: Decimal | None = None
    added: Money | None = None
    highest: Decimal | None = None
    obstacle: Obstacle | None = None

    @property
    def spent(self) -> Money | None:
        """What the components cost today, where each says it."""
        known = [part.cost.now for part in self.parts if part.cost is not None]
        if len(known) < len(self.parts) or any(each is None for each in known):
            return None
        return Money(sum(each.amount for each in known if each), known[0].currency) if known[0] else None


def costs_in_force(customer_id: int | None, on: date) -> dict[str, ComponentCost]:
    """Of each component the newest cost: the customer's own, else that for all. One statement."""
    found: dict[str, ComponentCost] = {}
    for cost in ComponentCost.objects.in_force(on):
        if cost.customer_id is not None and cost.customer_id != customer_id:
            continue
        kept = found.get(cost.component)
        if kept is None or (kept.customer_id is None and cost.customer_id is not None):
            found[cost.component] = cost
    return found


def cheapest(reached: Reached, target: Decimal, *, on: date) -> Cheapest:
    """Where each component has to go so that their product is the target, at least added cost."""
    customer = reached.whose.id if reached.whose.slice == Slice.CUSTOMER else None
    costs = costs_in_force(customer, on)
    now = {code: reached.told[code].value for code in COMPONENTS}
    parts = tuple(Wanted(code, now[code], None, costs.get(code), None) for code in COMPONENTS)
    if any(value is None for value in now.values()):
        return Cheapest(target, parts, obstacle=Obstacle.NO_FIGURE)
    if any(part.cost is None for part in parts):
        return Cheapest(target, parts, obstacle=Obstacle.NO_COST)
    if len({cost.currency for cost in costs.values()}) > 1:
        return Cheapest(target, parts, obstacle=Obstacle.CURRENCIES)
    rates = {code: value for code, value in now.items() if value is not None}
    highest = _product({code: max(rates[code], costs[code].ceiling) for code in COMPONENTS})
    efforts = efforts_of(rates, costs)
    try:
        levels = least_cost_levels(float(target), efforts).levels if efforts else {}
        if not efforts and target > 1:
            raise OutOfReach
    except OutOfReach:
        return Cheapest(target, parts, highest=highest, obstacle=Obstacle.OUT_OF_REACH)
    found = tuple(_wanted(part, levels, efforts) for part in parts)
    currency = costs[COMPONENTS[0]].currency
    return Cheapest(
        target,
        found,
        achieved=_product({part.component: part.to or Decimal(0) for part in found}),
        added=Money(sum(part.added.amount for part in found if part.added), currency),
        highest=highest,
    )


def efforts_of(rates: Mapping[str, Decimal], costs: Mapping[str, ComponentCost]) -> dict[str, Effort]:
    """The cost curve of each component that is not perfect already."""
    return {
        code: Effort.of_point(float(rate), costs[code].cost_of_point, float(costs[code].ceiling))
        for code, rate in rates.items()
        if rate < 1
    }


def curve(reached: Reached, found: Cheapest, *, steps: int = 12) -> list[tuple[Decimal, int]]:
    """What each level between today's and the highest costs at least, in minor units a month."""
    now, highest = reached.level.achieved, found.highest
    if now is None or highest is None or highest <= now:
        return []
    costs = {part.component: part.cost for part in found.parts if part.cost is not None}
    rates = {part.component: part.now for part in found.parts if part.now is not None}
    efforts = efforts_of(rates, costs)
    most = min(highest, Decimal("0.999"))
    levels = [now + (most - now) * step / steps for step in range(steps + 1)]
    return [(level, round(least_cost_levels(float(level), efforts).cost)) for level in levels if level < most]


def _wanted(part: Wanted, levels: Mapping[str, float], efforts: Mapping[str, Effort]) -> Wanted:
    """Rounded up to six places, so that the product still reaches what is wanted."""
    assert part.now is not None and part.cost is not None
    level = levels.get(part.component, 1.0)
    effort = efforts.get(part.component)
    if effort is None or level <= effort.level:
        return Wanted(part.component, part.now, part.now, part.cost, Money(0, part.cost.currency))
    to = min(Decimal(str(level)).quantize(FINEST, ROUND_UP), max(part.now, part.cost.ceiling))
    added = Money(round(effort.cost_of(level)), part.cost.currency)
    return Wanted(part.component, part.now, to, part.cost, added)


def halving(cost: ComponentCost, now: Decimal) -> Money:
    """What halving today's failures costs: c ln 2."""
    effort = Effort.of_point(float(now), cost.cost_of_point, float(cost.ceiling))
    return Money(round(effort.unit_cost * log(2)), cost.currency)


def _product(levels: Mapping[str, Decimal]) -> Decimal:
    product = Decimal(1)
    for level in levels.values():
        product *= level
    return product
