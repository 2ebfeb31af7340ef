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

from ..catalogue import CATALOGUE, Catalogue, Indicator
from ..enums import Over, Slice
from ..models import FactCursor, Score
from ..permissions import VIEW
from .engine import figure, reason_of
from .entered import one_of

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
    rows: QuerySet[Score], indicators: Sequence[str], months: Sequence[date], within: Catalogue = CATALOGUE
) -> dict[str, dict[date, Told]]:
    """For each indicator its figure in each of the months."""
    found: dict[str, dict[date, Told]] = {code: {} for code in indicators}
    for row in between(rows, months[0], months[-1]).filter(indicator__in=indicators) if months else ():
        found[row.indicator][row.month] = _told(row)
    return {
        code: {month: told.get(month) or nothing(within.indicators[code]) for month in months}
        for code, told in found.items()
    }


def over(
    rows: QuerySet[Score], indicators: Iterable[str], first: date, last: date, within: Catalogue = CATALOGUE
) -> dict[str, Told]:
    """For each indicator its figure over the whole span; one statement."""
    kept: dict[str, list[Score]] = defaultdict(list)
    wanted = list(indicators)
    for row in between(rows, first, last).filter(indicator__in=wanted):
        kept[row.indicator].append(row)
    return {code: total(within.indicators[code], kept[code]) for code in wanted}


def by_party(
    rows: QuerySet[Score],
    slice: str,
    indicators: Iterable[str],
    first: date,
    last: date,
    within: Catalogue = CATALOGUE,
) -> dict[Any, dict[str, Told]]:
    """For each customer, branch or other of a slice its figures over the span; two statements.

    A party has a row for each month and indicator, so parties are read once, beside the rows.
    """
    wanted = list(indicators)
    field, model = PARTY[slice]
    kept: dict[Any, dict[str, list[Score]]] = defaultdict(lambda: defaultdict(list))
    for row in between(rows, first, last).filter(slice=slice, indicator__in=wanted):
        kept[getattr(row, f"{field}_id")][row.indicator].append(row)
    parties = model._base_manager.in_bulk(kept)
    return {
        parties[id]: {code: total(within.indicators[code], told[code]) for code in wanted}
        for id, told in kept.items()
    }


def total(indicator: Indicator, kept: Sequence[Score]) -> Told:
    """Months made one figure, each measure in its own way; where that cannot be, only a single month."""
    if not kept:
        return nothing(indicator)
    if len({row.currency for row in kept}) > 1:
        return Told(None, reason=_("amounts in several currencies are not added"))
    if len(kept) == 1:
        return _told(kept[0])
    if not indicator.adds_up:
        return Told(None, reason=_("it is told by month only: months of it do not add up"))
    if {row.version for row in kept} != {indicator.version}:
        return Told(None, reason=_("its formula changed within these months: it is told by month only"))
    found = figure(indicator, _gathered(indicator, sorted(kept, key=lambda row: row.month)))
    return Told(found.value, found.numerator, found.denominator, str(found.reason), kept[0].currency)


def _gathered(indicator: Indicator, kept: Sequence[Score]) -> dict[str, Decimal]:
    """The measures over all months."""
    months: dict[str, list[Decimal]] = defaultdict(list)
    for row in kept:
        for name, value in _measures(indicator, row).items():
            months[name].append(value)
    measures = indicator.home.measures
    return {name: one_of(measures[name].months or Over.SUM, values) for name, values in months.items()}


def _measures(indicator: Indicator, row: Score) -> dict[str, Decimal]:
    if indicator.ratio is None:
        return {name: Decimal(value) for name, value in row.parts.items()}
    above, below = indicator.ratio
    told = {above: row.numerator}
    return told if below is None or row.denominator is None else {**told, below: row.denominator}


def _told(row: Score) -> Told:
    return Told(row.value, row.numerator, row.denominator, currency=row.currency)


def nothing(indicator: Indicator) -> Told:
    """No data, by name."""
    return Told(None, reason=str(reason_of(indicator.needs, indicator.home)))


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
