"""Kept figures for a reader: summed over a span of months, by whose they are or by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.db.models import Count, Max, Min, QuerySet, Sum
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


class Told(NamedTuple):
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
    """For each customer, branch or other of a slice its figures over the span."""
    found = by_id(rows, slice, indicators, first, last, within)
    parties = parties_of(slice, found)
    return {parties[id]: told for id, told in found.items()}


def parties_of(slice: str, ids: Iterable[int]) -> dict[int, Any]:
    """The customers, branches or others of a slice, by id."""
    return PARTY[slice][1]._base_manager.in_bulk(list(ids))


def by_id(
    rows: QuerySet[Score],
    slice: str,
    indicators: Iterable[str],
    first: date,
    last: date,
    within: Catalogue = CATALOGUE,
) -> dict[int, dict[str, Told]]:
    """As by party, by the party's id: a statement an indicator, and one for all that are not plain sums.

    A party has a row for each month and indicator: thousands of parties are added up where the rows lie.
    """
    wanted = {code: within.indicators[code] for code in indicators}
    field = f"{PARTY[slice][0]}_id"
    kept = between(rows, first, last).filter(slice=slice).order_by()
    found: dict[int, dict[str, Told]] = defaultdict(dict)
    for make in (_by_sums, _by_months):
        for id, code, told in make(kept, field, wanted):
            found[id][code] = told
    without = {code: nothing(indicator) for code, indicator in wanted.items()}
    return {id: {**without, **found[id]} for id in sorted(found)}


def _by_sums(kept: QuerySet[Score], field: str, wanted: Mapping[str, Indicator]) -> Iterable[OfParty]:
    """Figures whose months the database makes one.

    One after the other: grouped by the party alone, the rows of an indicator need not be sorted.
    """
    for code, indicator in wanted.items():
        rows = kept.filter(indicator=code).values_list(field)
        if indicator.is_plain_share:
            for id, *sums in rows.annotate(**SUMS):
                yield id, code, _share(indicator, *sums)
        elif _is_summed(indicator):
            for id, *sums in rows.annotate(**SUMS, **ENDS):
                yield id, code, _made_one(indicator, _summed(indicator, *sums))


def _by_months(kept: QuerySet[Score], field: str, wanted: Mapping[str, Indicator]) -> Iterable[OfParty]:
    """Figures that are made of formulas, or of the last month, from every month of them."""
    codes = [code for code, indicator in wanted.items() if not _is_summed(indicator)]
    if not codes:
        return
    months: dict[tuple[int, str], list[Month]] = defaultdict(list)
    for id, code, *month in kept.filter(indicator__in=codes).values_list(field, "indicator", *Month._fields):
        months[id, code].append(Month(*month))
    for (id, code), each in months.items():
        yield id, code, total(wanted[code], each)


OfParty = tuple[int, str, "Told"]
SIX, NINE = Decimal("0.000001"), Decimal("0.000000001")
SUMS: Final = {
    "months": Count("pk"),
    "above": Sum("numerator"),
    "below": Sum("denominator"),
    "only": Max("value"),
    "least_version": Min("version"),
    "most_version": Max("version"),
}
ENDS: Final = {
    "months_below": Count("denominator"),
    "least_currency": Min("currency"),
    "most_currency": Max("currency"),
}
"""What a share has no need of: the least and the most of words cost more than all its sums."""


class Month(NamedTuple):
    """What is kept of a figure in a month."""

    month: date
    numerator: Decimal
    denominator: Decimal | None
    value: Decimal
    parts: dict[str, Any]
    currency: str
    version: int


@dataclass(frozen=True)
class Months:
    """The months of a figure: how many, in which currencies, by which formulas, one alone, and all added."""

    count: int
    currencies: set[str]
    versions: set[int]
    only: Told
    measures: Callable[[], Mapping[str, Decimal]]


def _is_summed(indicator: Indicator) -> bool:
    """Whether sums and counts tell everything of it: shares and means, and what is told by month only."""
    ratio = indicator.ratio
    if ratio is None:
        return not indicator.adds_up
    measures = indicator.home.measures
    return all(measures[name].months != Over.LAST for name in ratio if name)


def _share(
    indicator: Indicator,
    months: int,
    above: Decimal,
    below: Decimal | None,
    only: Decimal,
    least: int,
    most: int,
) -> Told:
    """As `_made_one`, shorter where nothing is missing: a list has thousands of them."""
    if not below or months == 1 or not least == most == indicator.version:
        return _made_one(indicator, _summed(indicator, months, above, below, only, least, most, months, ""))
    above, below = above.quantize(SIX), below.quantize(SIX)
    return Told(above / below, above, below)


def _summed(
    indicator: Indicator,
    months: int,
    above: Decimal,
    below: Decimal | None,
    only: Decimal,
    least_version: int,
    most_version: int,
    months_below: int,
    *currencies: str,
) -> Months:
    above, below = above.quantize(SIX), None if below is None else below.quantize(SIX)

    def measures() -> dict[str, Decimal]:
        pairs = zip(indicator.ratio or (), ((above, months), (below, months_below)), strict=True)
        known = ((name, sum, count) for name, (sum, count) in pairs if name and sum is not None)
        return {name: _mean_or_sum(indicator, name, sum, count) for name, sum, count in known}

    told = Told(only.quantize(NINE), above, below, currency=currencies[0])
    return Months(months, set(currencies), {least_version, most_version}, told, measures)


def _mean_or_sum(indicator: Indicator, name: str, sum: Decimal, months: int) -> Decimal:
    return sum / months if indicator.home.measures[name].months == Over.MEAN else sum


def total(indicator: Indicator, kept: Sequence[Score | Month]) -> Told:
    """Months made one figure, each measure in its own way; where that cannot be, only a single month."""
    if not kept:
        return nothing(indicator)
    currencies, versions = {row.currency for row in kept}, {row.version for row in kept}

    def measures() -> dict[str, Decimal]:
        return _gathered(indicator, sorted(kept, key=lambda row: row.month))

    return _made_one(indicator, Months(len(kept), currencies, versions, _told(kept[0]), measures))


def _made_one(indicator: Indicator, months: Months) -> Told:
    if len(months.currencies) > 1:
        return Told(None, reason=_("amounts in several currencies are not added"))
    if months.count == 1:
        return months.only
    if not indicator.adds_up:
        return Told(None, reason=_("it is told by month only: months of it do not add up"))
    if months.versions != {indicator.version}:
        return Told(None, reason=_("its formula changed within these months: it is told by month only"))
    found = figure(indicator, months.measures())
    return Told(found.value, found.numerator, found.denominator, str(found.reason), months.only.currency)


def _gathered(indicator: Indicator, kept: Sequence[Score | Month]) -> dict[str, Decimal]:
    """The measures over all months."""
    months: dict[str, list[Decimal]] = defaultdict(list)
    for row in kept:
        for name, value in _measures(indicator, row).items():
            months[name].append(value)
    measures = indicator.home.measures
    return {name: one_of(measures[name].months or Over.SUM, values) for name, values in months.items()}


def _measures(indicator: Indicator, row: Score | Month) -> dict[str, Decimal]:
    if indicator.ratio is None:
        return {name: Decimal(value) for name, value in row.parts.items()}
    above, below = indicator.ratio
    told = {above: row.numerator}
    return told if below is None or row.denominator is None else {**told, below: row.denominator}


def _told(row: Score | Month) -> Told:
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
