"""How service and cost moved from one span of months to the next: the four relations, per party."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.methods.cost_of_service import ServiceCostChange, change_between, classify_change

from ..catalogue.indicators import COMPONENTS
from ..enums import ServiceBy
from ..rules import COST_TOLERANCE, SERVICE_TOLERANCE
from .costs import Spent, spent_by, spent_in, together
from .levels import Reached, reached, reached_by
from .reading import Whose
from .targets import Levels, title_of


@dataclass(frozen=True)
class Span:
    first: date
    last: date

    def before(self) -> Span:
        """As many months, directly before."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return Span(months_back(self.first, months), months_back(self.last, months))

    def a_year_before(self) -> Span:
        return Span(months_back(self.first, 12), months_back(self.last, 12))


@dataclass(frozen=True)
class Side:
    """Service and cost of one span; what is missing says why."""

    service: Decimal | None
    per_delivery: Decimal | None
    currency: str
    deliveries: int
    reason: str


@dataclass(frozen=True)
class Relation:
    """Before and after of somebody, and which of the four it is; None where a side has no data."""

    name: str
    whose: Whose
    before: Side
    after: Side
    change: ServiceCostChange | None
    reason: str


def relations(
    actor: Actor, *, by: str, service: str, span: Span, before: Span, whose: Whose | None = None
) -> tuple[Relation, list[Relation]]:
    """Of all together or of one slice, and of each customer or branch, the largest first.

    As many statements for few as for many.
    """
    whose, levels = whose or Whose(), Levels()
    sides: list[dict[int, Side]] = []
    names: dict[int, str] = {}
    totals = []
    for each in (before, span):
        spent = spent_by(actor, by, each.first, each.last)
        side = {}
        for party, found_level in reached_by(actor, by, each.first, each.last, levels):
            side[party.pk] = _side(found_level, spent.get(party.pk, Spent()), service)
            names[party.pk] = str(party)
        sides.append(side)
        whole = reached(actor, whose, each.first, each.last, levels)
        all_spent = together(spent_in(actor, whose, each.first, each.last).values())
        totals.append(_side(whole, all_spent, service))
    tolerances = rule(SERVICE_TOLERANCE), rule(COST_TOLERANCE)
    found = [
        _relation(names[pk], Whose(by, pk), sides[0].get(pk), sides[1].get(pk), tolerances) for pk in names
    ]
    found.sort(key=lambda each: (each.change is None, -each.after.deliveries, each.name))
    before_all, after_all = (
        total if side or total.deliveries else None for total, side in zip(totals, sides, strict=True)
    )
    return _relation(whose.words, whose, before_all, after_all, tolerances), found


def level_of(found: Reached, service: str) -> tuple[Decimal | None, str]:
    """The level by one of the three ways to measure it, or why there is none."""
    if service == ServiceBy.PRODUCT:
        lacking = [code for code in COMPONENTS if found.told[code].value is None]
        reason = _("; ").join(f"{title_of(code)}{_(': ')}{found.told[code].reason}" for code in lacking)
        return found.achieved, reason
    told = found.told[service]
    return told.value, told.reason


NOTHING = Side(None, None, "", 0, "")


def _side(found: Reached, spent: Spent, service: str) -> Side:
    level, reason = level_of(found, service)
    lacking = _("; ").join(filter(None, (reason if level is None else "", spent.reason)))
    currency = spent.cost.currency if spent.cost else ""
    return Side(level, spent.per_delivery, currency, spent.deliveries, lacking)


def _relation(
    name: str, whose: Whose, before: Side | None, after: Side | None, tolerances: tuple[Decimal, Decimal]
) -> Relation:
    was, now = before or NOTHING, after or NOTHING
    if before is None or after is None:
        missing = _("nothing before") if before is None else _("nothing in these months")
        return Relation(name, whose, was, now, None, missing)
    if was.service is None or now.service is None or was.per_delivery is None or now.per_delivery is None:
        return Relation(name, whose, was, now, None, was.reason or now.reason)
    if was.currency != now.currency:
        return Relation(name, whose, was, now, None, _("amounts in several currencies are not compared"))
    service, cost = change_between((was.service, now.service), (was.per_delivery, now.per_delivery))
    if cost is None:
        return Relation(name, whose, was, now, None, _("nothing was spent before"))
    change = classify_change(service, cost, service_tolerance=tolerances[0], cost_tolerance=tolerances[1])
    return Relation(name, whose, was, now, change, "")


def months_back(month: date, count: int) -> date:
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def counted(found: list[Relation]) -> Mapping[Any, int]:
    """How many parties there are of each type."""
    counts: dict[Any, int] = {}
    for each in found:
        if each.change is not None:
            counts[each.change.type] = counts.get(each.change.type, 0) + 1
    return counts
