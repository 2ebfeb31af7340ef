"""The engine: all measures of a fact table and a day in one scan, grouped by month and by whose they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from kept.kernel.bulk import uncollected
from kept.kernel.facts import FACTS
from kept.kernel.numbers import rule

from ..catalogue import CATALOGUE, Catalogue, Indicator, Measure, Source, Whole, language
from ..enums import Slice
from .entered import TOLD_BY, entered_measures
from .places import COLUMNS, Place
from .readers import reader

MONEY: Final = "currencies"
SOME: Final = "told_by_some"
UNTOLD: Final = "untold"
"""Measures whose rows do not know whose they are, such as the cases of a service."""

TOO_LARGE: Final = "too_large"
LARGEST: Final = Decimal(10) ** 14
"""A figure from here on does not fit into the store, and means nothing."""

PAID: Final = {"deliveries": "freight_cost IS NOT NULL", "charges": "state <> 'reversed'"}
"""Which rows of a table carry an amount that is counted."""

__all__ = ["MONEY", "Figure", "Place", "figure", "measures_of"]


@dataclass(frozen=True)
class Figure:
    """An indicator's value with what it was made of; without a value, the measure that was missing."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    missing: str = ""
    currency: str = ""
    within: Catalogue = CATALOGUE

    @property
    def reason(self) -> Any:
        """Why there is no figure."""
        return reason_of(self.missing, self.within) if self.missing else ""


def reason_of(missing: str, within: Catalogue) -> Any:
    if missing == MONEY:
        return _("amounts in several currencies are not added")
    if missing == SOME:
        return _("its numbers were not entered by the same branches or for the same parties")
    if missing == TOO_LARGE:
        return _("the figure is too large to mean anything")
    return within.measures[missing].nothing


Values = Mapping[str, Any]


def measures_of(
    indicators: Iterable[Indicator],
    *,
    start: date,
    end: date,
    slices: Iterable[str],
    by_month: bool,
    as_of: datetime,
) -> dict[Place, dict[str, Any]]:
    """The measures that these indicators need, for days from `start` up to, not including, `end`."""
    wanted = list(indicators)
    needed = _needed(wanted)
    asked, paid = list(slices), _paid(wanted)
    scans: dict[tuple[str, str], dict[str, Measure]] = defaultdict(dict)
    for measure in needed.values():
        if isinstance(measure, Measure):
            scans[measure.table, measure.day][measure.name] = measure
    found: dict[Place, dict[str, Any]] = defaultdict(dict)
    with reader() as facts, uncollected():
        for (table, day), measures in scans.items():
            if not (known := _known(table, asked)):
                continue
            source = facts.source(FACTS[table], as_of)
            sql = statement(table, day, measures, known, by_month, source, with_currency=table in paid)
            answer = facts.read(sql, start=start, end=end)
            names = answer.names[3:]
            for row in answer.rows:
                found[Place._make(row[:3])].update(zip(names, row[3:], strict=True))
    for place, told in entered_measures(
        needed.values(), start=start, end=end, slices=asked, by_month=by_month
    ).items():
        found[place].update(told)
    _compare_with_all(found, needed.values())
    for place, told in found.items():
        if untold := {each.name for each in needed.values() if _is_untold(each, place.slice)}:
            told[UNTOLD] = untold
    return dict(found)


def figure(indicator: Indicator, values: Values) -> Figure:
    """The indicator over these measures, exact; 'no data' where its basis is missing."""
    within = indicator.home
    numbers = numbers_of(indicator, values)
    currencies = _currencies(indicator, values) if indicator.in_money else []
    if len(currencies) > 1:
        return Figure(None, missing=MONEY, within=within)
    if _told_by_others(indicator, values):
        return Figure(None, missing=SOME, within=within)
    try:
        value = language.evaluate(indicator.worked, numbers)
    except language.Undefined as lacking:
        return Figure(None, missing=lacking.measure or indicator.needs, within=within)
    if abs(value) >= LARGEST:
        return Figure(None, missing=TOO_LARGE, within=within)
    ratio = indicator.ratio
    if ratio is not None and ratio[1] is None and not value and within.measures[ratio[0]].is_additive:
        return Figure(None, missing=ratio[0], within=within)
    top = numbers[ratio[0]] if ratio else value
    below = numbers[ratio[1]] if ratio and ratio[1] else None
    return Figure(value, top, below, currency=currencies[0] if currencies else "", within=within)


def numbers_of(indicator: Indicator, values: Values) -> dict[str, Decimal | None]:
    """The measures of an indicator. Where something is compared, counting no rows is nought.

    Not so where the rows cannot be told apart: that no case knows its service does not make it free of them.
    """
    measures, untold = indicator.home.measures, values.get(UNTOLD) or ()
    several = len(indicator.measures) > 1
    return {
        name: Decimal(0)
        if values.get(name) is None and several and measures[name].is_count and name not in untold
        else _decimal(values.get(name))
        for name in indicator.measures
    }


def _is_untold(measure: Source, slice: str) -> bool:
    return isinstance(measure, Measure) and not _known(measure.table, [slice])


def _needed(indicators: Iterable[Indicator]) -> dict[str, Source]:
    needed: dict[str, Source] = {}
    for indicator in indicators:
        for name in indicator.measures:
            measure = needed[name] = indicator.home.measures[name]
            if isinstance(measure, Whole):
                needed[measure.of] = indicator.home.measures[measure.of]
    return needed


def _compare_with_all(found: dict[Place, dict[str, Any]], needed: Iterable[Source]) -> None:
    """Give every place the figure of the whole company, where something is compared with it."""
    for whole in (each for each in needed if isinstance(each, Whole)):
        for place, told in found.items():
            if of_all := found.get(Place(Slice.ALL, None, place.month)):
                told[whole.name] = of_all.get(whole.of)


def _told_by_others(indicator: Indicator, values: Values) -> bool:
    """Whether its base numbers were summed over different parties: such sums cannot be compared."""
    told_by = values.get(TOLD_BY)
    if not told_by:
        return False
    return len({told_by[name] for name in indicator.measures if name in told_by}) > 1


def _currencies(indicator: Indicator, values: Values) -> list[str]:
    measures = (indicator.home.measures[name] for name in indicator.measures)
    tables = {measure.table for measure in measures if isinstance(measure, Measure)}
    return sorted({each for table in tables for each in values.get(f"{MONEY}_{table}") or ()})


def _known(table: str, slices: Iterable[str]) -> list[str]:
    """Those by which the table can be told apart: calls belong to no customer, cases to no service."""
    names = FACTS[table].names()
    return [each for each in slices if (COLUMNS[each] or "") in names or COLUMNS[each] is None]


def _paid(indicators: Iterable[Indicator]) -> set[str]:
    """The tables whose currencies must be known, since amounts of theirs are counted."""
    found = (
        indicator.home.measures[name]
        for indicator in indicators
        if indicator.in_money
        for name in indicator.measures
    )
    return {measure.table for measure in found if isinstance(measure, Measure)} & PAID.keys()


def statement(
    table: str,
    day: str,
    measures: Mapping[str, Measure],
    slices: list[str],
    by_month: bool,
    source: str,
    *,
    with_currency: bool,
) -> str:
    """One scan for everything: grouping sets of the month with each of the slices.

    What all measures ask of a row is asked before, so that files sorted by it are read only in part.
    """
    columns = [COLUMNS[each] for each in slices]
    named = [column for column in columns if column]
    month = "of_month" if by_month else ""
    sets = ", ".join(f"({', '.join(filter(None, (month, column)))})" for column in columns)
    counted = {name: _compiled(measure) for name, measure in measures.items()}
    if with_currency:
        counted[f"{MONEY}_{table}"] = f"list(DISTINCT currency) FILTER (WHERE {PAID[table]})"
    aggregates = [f"{sql} AS {name}" for name, sql in counted.items()]
    shared = "".join(f" AND ({each})" for each in language.shared_conditions(counted.values()))
    of = " ".join(f"WHEN GROUPING({COLUMNS[s]}) = 0 THEN '{s}'" for s in slices if COLUMNS[s])
    of_id = " ".join(f"WHEN GROUPING({column}) = 0 THEN {column}" for column in named)
    whose = f"CASE {of} ELSE 'all' END" if of else "'all'"
    whose_id = f"CASE {of_id} END" if of_id else "CAST(NULL AS BIGINT)"
    at_month = f"date_trunc('month', {day})::DATE" if by_month else "CAST(NULL AS DATE)"
    return (
        f"SELECT * FROM (SELECT {whose} AS of, {whose_id} AS of_id, of_month, {', '.join(aggregates)}"
        f" FROM (SELECT *, {at_month} AS of_month FROM {source}"
        f" WHERE {day} >= $start AND {day} < $end{shared})"
        f" GROUP BY GROUPING SETS ({sets}){'' if by_month else ', of_month'})"
        " WHERE of = 'all' OR of_id IS NOT NULL"
    )


def _compiled(measure: Measure) -> str:
    """The aggregate, with the rule numbers that stand in it."""
    if not measure.limits:
        return measure.compiled
    found = {name: rule(key) for name, key in measure.limits.items()}
    return language.check_measure(measure.with_limits(found), FACTS[measure.table].names())


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value)) if isinstance(value, float) else Decimal(value)
