"""The engine: all measures of a fact table and a day in one scan, grouped by month and by whose they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from kept.kernel.facts import FACTS

from ..catalogue import MEASURES, Indicator, Measure, language
from ..enums import Slice
from . import parquet

COLUMNS: Final[dict[str, str | None]] = {
    Slice.ALL: None,
    Slice.CUSTOMER: "customer_id",
    Slice.BRANCH: "branch_id",
    Slice.SUBCONTRACTOR: "partner_id",
    Slice.SERVICE: "service_id",
}
MONEY: Final = "currencies"


@dataclass(frozen=True)
class Place:
    """Whose figure, and of which month; None for the whole span."""

    slice: str = Slice.ALL
    id: int | None = None
    month: date | None = None


@dataclass(frozen=True)
class Figure:
    """An indicator's value with what it was made of; without a value, the measure that was missing."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    missing: str = ""
    currency: str = ""

    @property
    def reason(self) -> Any:
        """Why there is no figure."""
        from django.utils.translation import gettext as _

        if self.missing == MONEY:
            return _("amounts in several currencies are not added")
        return MEASURES[self.missing].nothing if self.missing else ""


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
    needed: dict[tuple[str, str], dict[str, Measure]] = defaultdict(dict)
    for indicator in indicators:
        for name in indicator.measures:
            measure = MEASURES[name]
            needed[measure.table, measure.day][name] = measure
    found: dict[Place, dict[str, Any]] = defaultdict(dict)
    with parquet.engine() as base:
        for (table, day), measures in needed.items():
            if not (known := _known(table, slices)):
                continue
            sql = _statement(table, day, measures, known, by_month, as_of)
            rows = base.execute(sql, {"start": start, "end": end})
            names = [column[0] for column in rows.description]
            for row in rows.fetchall():
                told = dict(zip(names, row, strict=True))
                place = Place(told.pop("of"), told.pop("of_id"), told.pop("of_month"))
                found[place].update(told)
    return dict(found)


def _known(table: str, slices: Iterable[str]) -> list[str]:
    """Those by which the table can be told apart: calls belong to no customer, cases to no service."""
    names = FACTS[table].names()
    return [each for each in slices if (COLUMNS[each] or "") in names or COLUMNS[each] is None]


def figure(indicator: Indicator, values: Values) -> Figure:
    """The indicator over these measures, exact; 'no data' where its basis is missing."""
    numbers = {name: _decimal(values.get(name)) for name in indicator.measures}
    currencies = values.get(MONEY) or []
    if indicator.in_money and len(currencies) > 1:
        return Figure(None, missing=MONEY)
    try:
        value = language.evaluate(indicator.formula, numbers)
    except language.Undefined as lacking:
        return Figure(None, missing=lacking.measure)
    ratio = indicator.ratio
    if ratio is not None and ratio[1] is None and not value and MEASURES[ratio[0]].is_additive:
        return Figure(None, missing=ratio[0])
    top = numbers[ratio[0]] if ratio else value
    below = numbers[ratio[1]] if ratio and ratio[1] else None
    currency = currencies[0] if indicator.in_money and currencies else ""
    return Figure(value, top, below, currency=currency)


def _statement(
    table: str, day: str, measures: Mapping[str, Measure], slices: list[str], by_month: bool, as_of: datetime
) -> str:
    """One scan for everything: grouping sets of the month with each of the slices."""
    facts = FACTS[table]
    columns = [COLUMNS[each] for each in slices]
    named = [column for column in columns if column]
    month = "of_month" if by_month else ""
    sets = ", ".join(f"({', '.join(filter(None, (month, column)))})" for column in columns)
    aggregates = [f"{measure.compiled} AS {name}" for name, measure in measures.items()]
    if "currency" in facts.names():
        aggregates.append(f"list(DISTINCT currency) FILTER (WHERE freight_cost IS NOT NULL) AS {MONEY}")
    of = " ".join(f"WHEN GROUPING({COLUMNS[s]}) = 0 THEN '{s}'" for s in slices if COLUMNS[s])
    of_id = " ".join(f"WHEN GROUPING({column}) = 0 THEN {column}" for column in named)
    whose = f"CASE {of} ELSE 'all' END" if of else "'all'"
    whose_id = f"CASE {of_id} END" if of_id else "CAST(NULL AS BIGINT)"
    at_month = f"date_trunc('month', {day})::DATE" if by_month else "CAST(NULL AS DATE)"
    known = "".join(f" AND (GROUPING({column}) = 1 OR {column} IS NOT NULL)" for column in named)
    return (
        f"SELECT {whose} AS of, {whose_id} AS of_id, of_month, {', '.join(aggregates)}"
        f" FROM (SELECT *, {at_month} AS of_month FROM {parquet.source(facts, as_of)}"
        f" WHERE {day} >= $start AND {day} < $end)"
        f" GROUP BY GROUPING SETS ({sets}){'' if by_month else ', of_month'} HAVING true{known}"
    )


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value)) if isinstance(value, float) else Decimal(value)
