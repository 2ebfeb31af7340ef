"""Peak and slack months: seasonal indices by the method of simple averages.

index of month i = mean of all values of month i / mean of the twelve monthly means

Source: Gupta, Business Statistics, section 11.6.1, formula 11.36 (there times 100). A month is a peak when
its index reaches 1 + margin, and slack when it does not exceed 1 - margin.

With twice the usual in January and half of it in February, of twelve otherwise equal months:

>>> from decimal import Decimal
>>> values = {(2026, month): Decimal(value) for month, value in enumerate([20, 5] + [10] * 10, 1)}
>>> found = seasons(values, margin=Decimal("0.15"))
>>> [str(round(each.index, 3)) for each in found.months[:3]]
['1.920', '0.480', '0.960']
>>> (found.peaks, found.slacks)
((1,), (2,))
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

MONTHS: Final = 12


@dataclass(frozen=True)
class SeasonMonth:
    """A calendar month: its mean over the years, and that against the mean of all months."""

    month: int
    mean: Decimal
    index: Decimal


@dataclass(frozen=True)
class Seasons:
    months: tuple[SeasonMonth, ...]
    peaks: tuple[int, ...]
    slacks: tuple[int, ...]


def seasons(values: Mapping[tuple[int, int], Decimal], *, margin: Decimal) -> Seasons | None:
    """Values by (year, month). None unless each calendar month is known at least once, or all are nought."""
    by_month: dict[int, list[Decimal]] = {}
    for (_year, month), value in values.items():
        by_month.setdefault(month, []).append(value)
    if set(by_month) != set(range(1, MONTHS + 1)):
        return None
    means = {month: sum(given, Decimal(0)) / len(given) for month, given in sorted(by_month.items())}
    middle = sum(means.values(), Decimal(0)) / MONTHS
    if not middle:
        return None
    found = tuple(SeasonMonth(month, mean, mean / middle) for month, mean in means.items())
    return Seasons(
        months=found,
        peaks=tuple(each.month for each in found if each.index >= 1 + margin),
        slacks=tuple(each.month for each in found if each.index <= 1 - margin),
    )
