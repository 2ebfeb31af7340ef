"""Measures that people told: base numbers that were entered, and judgements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from kept.kernel.numbers import rule

from ..catalogue import Judged, Recorded, Source
from ..catalogue.declared import POINTS
from ..catalogue.limits import HOLDING_MONTHS
from ..enums import Over, Slice
from ..models import Judgement, NumberEntry
from .places import COLUMNS, Place, months_later, months_within

TOLD_BY: Final = "told_by"
"""Among the measures of the whole company: of whom each base number was summed."""

SUMMED: Final = (Slice.BRANCH, Slice.CUSTOMER, Slice.SUBCONTRACTOR, Slice.SERVICE)
"""Without a number of the whole company the parts of the first of these that has any are added."""

Monthly = dict[date, Decimal]
Found = dict[Place, dict[str, Any]]


def entered_measures(
    sources: Iterable[Source], *, start: date, end: date, slices: Iterable[str], by_month: bool
) -> Found:
    """The base numbers and judgements of a span, for each place that has any."""
    wanted = list(sources)
    found = _numbers([s for s in wanted if isinstance(s, Recorded)], start, end)
    for place, told in _judgements([s for s in wanted if isinstance(s, Judged)], start, end).items():
        found[place].update(told)
    asked = set(slices)
    kept = {place: told for place, told in found.items() if place.slice in asked}
    return kept if by_month else _over_the_span(kept, {source.name: source for source in wanted})


def current_entries(names: Iterable[str], first: date, end: date) -> Iterator[NumberEntry]:
    """The newest row for each number, month, party and product."""
    newest: dict[Any, NumberEntry] = {}
    rows = NumberEntry.objects.filter(number__in=list(names), month__gte=first, month__lt=end)
    for row in rows.order_by("pk"):
        newest[row.number, row.month, row.slice, row.party_id, row.product] = row
    return (row for row in newest.values() if row.value is not None)


def _numbers(recorded: list[Recorded], start: date, end: date) -> defaultdict[Place, dict[str, Any]]:
    found: defaultdict[Place, dict[str, Any]] = defaultdict(dict)
    if not recorded:
        return found
    holding = int(rule(HOLDING_MONTHS))
    by_number: dict[str, dict[tuple[str, int | None], Monthly]] = defaultdict(lambda: defaultdict(dict))
    for row in current_entries((r.name for r in recorded), months_later(start, -holding), end):
        months = by_number[row.number][str(row.slice), row.party_id]
        assert row.value is not None
        months[row.month] = months.get(row.month, Decimal(0)) + row.value
    for number in recorded:
        for (slice, id), months in by_number[number.name].items():
            for month, value in _held(months, start, end, holding if number.holds else 1):
                found[Place(slice, id, month)][number.name] = value
    _add_up(found, {r.name for r in recorded if not r.is_whole})
    return found


def _held(months: Monthly, start: date, end: date, holding: int) -> Iterator[tuple[date, Decimal]]:
    """The value of each month: its own, or the newest before it that still holds."""
    for month in months_within(start, end):
        known = [m for m in months if months_later(month, -holding) < m <= month]
        if known:
            yield month, months[max(known)]


def _add_up(found: defaultdict[Place, dict[str, Any]], names: set[str]) -> None:
    """Where the whole company has no number, add those of its parts and remember whose they were."""
    parts: dict[tuple[date, str], dict[str, dict[int, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    for place, told in found.items():
        if place.id is not None and place.month is not None:
            for name in told.keys() & names:
                parts[place.month, name][place.slice][place.id] = told[name]
    for (month, name), by_slice in parts.items():
        whole = found[Place(Slice.ALL, None, month)]
        if name not in whole:
            slice = next(s for s in SUMMED if s in by_slice)
            whole[name] = sum(by_slice[slice].values(), Decimal(0))
            whole.setdefault(TOLD_BY, {})[name] = (slice, frozenset(by_slice[slice]))


def _judgements(judged: list[Judged], start: date, end: date) -> Found:
    codes = {each.indicator for each in judged}
    if not codes:
        return {}
    holding = int(rule(HOLDING_MONTHS))
    rows = Judgement.objects.filter(
        indicator__in=codes, month__gte=months_later(start, -holding), month__lt=end
    )
    newest: dict[tuple[str, str, int | None, int, date], Judgement] = {}
    for row in rows.order_by("pk"):
        newest[row.indicator, str(row.slice), row.party_id, row.judge_id, row.month] = row
    persons: dict[tuple[str, str, int | None, int], Monthly] = defaultdict(dict)
    for (*who, month), row in newest.items():
        persons[tuple(who)][month] = row.points  # type: ignore[index]
    found: Found = defaultdict(dict)
    for (code, slice, id, _judge), months in persons.items():
        for month, points in _held(months, start, end, holding):
            told = found[Place(slice, id, month)]
            for part in (each for each in judged if each.indicator == code):
                more = points if part.name.endswith(POINTS) else Decimal(1)
                told[part.name] = told.get(part.name, Decimal(0)) + more
    return found


def _over_the_span(found: Found, sources: Mapping[str, Source]) -> Found:
    """Months made one figure, each number in its own way."""
    months: dict[Place, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    told_by: dict[Place, dict[str, Any]] = defaultdict(dict)
    for place, told in sorted(found.items(), key=lambda pair: pair[0].month or date.min):
        whole = Place(place.slice, place.id)
        told_by[whole].update(told.get(TOLD_BY, {}))
        for name in told.keys() - {TOLD_BY}:
            months[whole][name].append(told[name])
    return {
        place: {
            **{name: one_of(sources[name].months or Over.SUM, values) for name, values in told.items()},
            **({TOLD_BY: told_by[place]} if told_by[place] else {}),
        }
        for place, told in months.items()
    }


def one_of(over: Over, values: list[Decimal]) -> Decimal:
    """Several months of a number as one figure."""
    if over == Over.LAST:
        return values[-1]
    total = sum(values, Decimal(0))
    return total / len(values) if over == Over.MEAN else total


__all__ = ["COLUMNS", "TOLD_BY", "current_entries", "entered_measures", "one_of"]
