"""Kept figures for a reader: summed over a span of months, by whose they are or by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.kernel.facts import FACTS
from kept.parties.models import Customer, Partner
from kept.people.models import Branch

from ..catalogue import INDICATORS, MEASURES, Indicator
from ..enums import Slice
from ..models import FactCursor, Score
from ..permissions import VIEW
from .engine import MONEY

PARTY = {
    Slice.CUSTOMER.value: ("customer", Customer),
    Slice.BRANCH.value: ("branch", Branch),
    Slice.SUBCONTRACTOR.value: ("partner", Partner),
    Slice.SERVICE.value: ("service", Service),
}


@dataclass(frozen=True)
class Whose:
    """A slice: the whole company, or one customer, branch, subcontractor or service."""

    slice: str = Slice.ALL.value
    id: int | None = None

    @cached_property
    def record(self) -> Any:
        if self.slice not in PARTY or self.id is None:
            return None
        return PARTY[self.slice][1]._base_manager.filter(pk=self.id).first()

    @property
    def words(self) -> str:
        return str(self.record or "") if self.id is not None else str(Slice(self.slice).label)

    @property
    def slice_words(self) -> str:
        return str(Slice(self.slice).label)

    def query(self) -> dict[str, str]:
        """As it stands in an address."""
        return {} if self.id is None else {"slice": self.slice, "id": str(self.id)}


@dataclass(frozen=True)
class Told:
    """A figure over a span, with its basis; without one, why not."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    reason: str = ""
    currency: str = ""


def scores(actor: Actor) -> QuerySet[Score]:
    """The kept figures that this actor may see."""
    return Score.objects.permitted(actor, VIEW)


def whose_of(actor: Actor) -> Whose:
    """What this actor sees first: the company, else what he has a grant for."""
    scopes = list(actor.scopes_of(VIEW))
    if actor.kind == "system" or any(scope.kind == "company" for scope in scopes):
        return Whose()
    kinds = {"customer": Slice.CUSTOMER, "branch": Slice.BRANCH, "partner": Slice.SUBCONTRACTOR}
    own = ((kinds[scope.kind], scope.id) for scope in scopes if scope.kind in kinds)
    slice, id = next(own, (Slice.ALL, None))
    return Whose(str(slice.value), id)


def may_read(actor: Actor, whose: Whose) -> bool:
    """Whether figures of this slice are for this actor."""
    if actor.kind == "system":
        return True
    kinds = {"customer": Slice.CUSTOMER, "branch": Slice.BRANCH, "partner": Slice.SUBCONTRACTOR}
    return any(
        scope.kind == "company"
        or (scope.kind in kinds and kinds[scope.kind] == whose.slice and scope.id == whose.id)
        for scope in actor.scopes_of(VIEW)
    )


def of(rows: QuerySet[Score], whose: Whose) -> QuerySet[Score]:
    narrowed = rows.filter(slice=whose.slice)
    return narrowed if whose.id is None else narrowed.filter(**{f"{PARTY[whose.slice][0]}_id": whose.id})


def between(rows: QuerySet[Score], first: date, last: date) -> QuerySet[Score]:
    return rows.filter(month__gte=first, month__lte=last)


def by_month(
    rows: QuerySet[Score], indicators: Sequence[str], months: Sequence[date]
) -> dict[str, dict[date, Told]]:
    """For each indicator its figure in each of the months."""
    found: dict[str, dict[date, Told]] = {code: {} for code in indicators}
    for row in between(rows, months[0], months[-1]).filter(indicator__in=indicators) if months else ():
        found[row.indicator][row.month] = Told(
            row.value, row.numerator, row.denominator, currency=row.currency
        )
    return {
        code: {month: told.get(month) or nothing(INDICATORS[code]) for month in months}
        for code, told in found.items()
    }


def over(rows: QuerySet[Score], indicators: Iterable[str], first: date, last: date) -> dict[str, Told]:
    """For each indicator its figure over the whole span; one statement."""
    kept: dict[str, list[Score]] = defaultdict(list)
    wanted = list(indicators)
    for row in between(rows, first, last).filter(indicator__in=wanted):
        kept[row.indicator].append(row)
    return {code: total(INDICATORS[code], kept[code]) for code in wanted}


def by_party(
    rows: QuerySet[Score], slice: str, indicators: Iterable[str], first: date, last: date
) -> dict[Any, dict[str, Told]]:
    """For each customer, branch or other of a slice its figures over the span; one statement."""
    wanted = list(indicators)
    field = PARTY[slice][0]
    found = between(rows, first, last).filter(slice=slice, indicator__in=wanted).select_related(field)
    kept: dict[Any, dict[str, list[Score]]] = defaultdict(lambda: defaultdict(list))
    for row in found:
        kept[getattr(row, field)][row.indicator].append(row)
    return {
        party: {code: total(INDICATORS[code], told[code]) for code in wanted} for party, told in kept.items()
    }


def total(indicator: Indicator, kept: Sequence[Score]) -> Told:
    """Months added up: by numerator and denominator where that is true, else only a single month."""
    if not kept:
        return nothing(indicator)
    if len({row.currency for row in kept}) > 1:
        return Told(None, reason=_("amounts in several currencies are not added"))
    if len(kept) == 1:
        row = kept[0]
        return Told(row.value, row.numerator, row.denominator, currency=row.currency)
    if not indicator.adds_up:
        return Told(None, reason=_("it is told by month only: months of it do not add up"))
    above = sum((row.numerator for row in kept), Decimal(0))
    if indicator.ratio is None or indicator.ratio[1] is None:
        return Told(above, above, None, currency=kept[0].currency)
    below = sum((row.denominator for row in kept if row.denominator is not None), Decimal(0))
    if not below:
        return nothing(indicator)
    return Told(above / below, above, below, currency=kept[0].currency)


def nothing(indicator: Indicator) -> Told:
    """No data, by name."""
    measure = indicator.ratio[1] or indicator.ratio[0] if indicator.ratio else indicator.measures[0]
    return Told(None, reason=str(MEASURES[measure].nothing) if measure != MONEY else "")


def months_between(first: date, last: date) -> list[date]:
    months = []
    while first <= last:
        months.append(first)
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return months


def span_of(rows: QuerySet[Score]) -> tuple[date, date] | None:
    """The first and the last month with figures."""
    months = rows.order_by("month").values_list("month", flat=True)
    first, last = months.first(), rows.order_by("-month").values_list("month", flat=True).first()
    return (first, last) if first and last else None


def as_of() -> datetime | None:
    """Up to when the figures know what happened."""
    tables = FactCursor.objects.filter(table__in=FACTS)
    return tables.order_by("as_of").values_list("as_of", flat=True).first()
