"""Keeping the figures: indicators of each month, for the company and for each customer, branch and other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.db import transaction

from kept.kernel.bulk import insert_many

from ..catalogue import Catalogue, Indicator
from ..enums import Slice
from ..models import Score
from ..queries.engine import Figure, Place, figure, measures_of, numbers_of
from ..queries.known import History
from .facts import (
    Refreshed,
    Tell,
    let_all_wait_if_defined_anew,
    months_are_scored,
    months_waiting,
    rebuild_facts,
    refresh_facts,
)

COLUMN = {
    Slice.ALL.value: None,
    Slice.CUSTOMER.value: "customer_id",
    Slice.BRANCH.value: "branch_id",
    Slice.SUBCONTRACTOR.value: "partner_id",
    Slice.SERVICE.value: "service_id",
}
SIX, NINE = Decimal("0.000001"), Decimal("0.000000001")


def refresh_scores(*, at: datetime, rebuild: bool = False, tell: Tell | None = None) -> Refreshed:
    """Write the dirty facts, then the figures of the months that they count in."""
    done = (rebuild_facts if rebuild else refresh_facts)(at=at, tell=tell)
    kept = set(Score.objects.values_list("month", flat=True).distinct())
    let_all_wait_if_defined_anew(kept, at)
    months = set(months_waiting())
    if rebuild:
        months |= kept
    keep_scores(months=months, as_of=at)
    return done


def keep_scores(*, months: Iterable[date], as_of: datetime) -> int:
    """Work out all indicators of these months anew and keep them; returns how many figures there are.

    Each month is worked out by the catalogue that was valid on its last day.
    """
    kept, history = 0, History()
    for start, end, block in _blocks(sorted(set(months))):
        catalogues = _ready(history, block)
        wanted = {id(i): i for ready in catalogues.values() for i in ready.catalogue.indicators.values()}
        found = measures_of(wanted.values(), start=start, end=end, slices=COLUMN, by_month=True, as_of=as_of)
        rows = [
            _score(indicator, place, values, told, as_of)
            for place, values in found.items()
            if place.month in catalogues
            for indicator in catalogues[place.month].with_basis(values)
            if (told := figure(indicator, values)).value is not None
        ]
        with transaction.atomic():
            Score.objects.filter(month__in=block).delete()
            insert_many(rows)
            months_are_scored(block, as_of)
        kept += len(rows)
    return kept


def _ready(history: History, block: list[date]) -> dict[date, _Ready]:
    made: dict[int, _Ready] = {}
    for month in block:
        catalogue = history.at(last_day(month))
        made.setdefault(id(catalogue), _Ready.of(catalogue))
    return {month: made[id(history.at(last_day(month)))] for month in block}


@dataclass
class _Ready:
    """A catalogue with its indicators by the measure that each cannot do without."""

    catalogue: Catalogue
    by_basis: dict[str, list[Indicator]]

    @classmethod
    def of(cls, catalogue: Catalogue) -> _Ready:
        by_basis: dict[str, list[Indicator]] = defaultdict(list)
        for indicator in catalogue.indicators.values():
            by_basis[indicator.needs].append(indicator)
        return cls(catalogue, dict(by_basis))

    def with_basis(self, values: Mapping[str, Any]) -> Iterator[Indicator]:
        """Those that may have a figure here; told quickly, for very many places."""
        for name, value in values.items():
            if value is not None and name in self.by_basis:
                yield from self.by_basis[name]


def _score(
    indicator: Indicator, place: Place, values: Mapping[str, Any], told: Figure, as_of: datetime
) -> Score:
    assert told.value is not None and place.month is not None
    column = COLUMN[place.slice]
    whose: dict[str, Any] = {column: place.id} if column else {}
    parts = {} if indicator.ratio else numbers_of(indicator, values)
    return Score(
        indicator=indicator.code,
        slice=place.slice,
        month=place.month,
        numerator=_round(told.value if told.numerator is None else told.numerator, SIX),
        denominator=None if told.denominator is None else _round(told.denominator, SIX),
        value=_round(told.value, NINE),
        parts={name: str(number) for name, number in parts.items()},
        currency=told.currency,
        version=indicator.version,
        as_of=as_of,
        **whose,
    )


def _round(value: Decimal, step: Decimal) -> Decimal:
    return value.quantize(step, ROUND_HALF_EVEN)


def _blocks(months: list[date]) -> Iterable[tuple[date, date, list[date]]]:
    """Runs of months, at most a year of them in one scan and one act."""
    block: list[date] = []
    for month in months:
        if block and (_after(block[-1]) != month or len(block) == 12):
            yield block[0], _after(block[-1]), block
            block = []
        block.append(month)
    if block:
        yield block[0], _after(block[-1]), block


def last_day(month: date) -> date:
    return _after(month) - timedelta(days=1)


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
