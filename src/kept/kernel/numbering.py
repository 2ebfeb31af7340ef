"""Numbers of records. The format is data; a series starts anew with its period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction


@dataclass(frozen=True)
class Series:
    name: str
    format: str
    words: object


SERIES: dict[str, Series] = {}


def number_series(name: str, format: str, words: object = "") -> str:
    """Declare a series, e.g. `number_series("order", "SO-{yy}{mm}-{n:05}")`."""
    SERIES[name] = Series(name, format, words)
    return name


def next_number(series: str, *, at: datetime) -> str:
    return next_numbers(series, 1, at=at)[0]


@transaction.atomic
def next_numbers(series: str, count: int, *, at: datetime) -> list[str]:
    """Draw `count` numbers; two statements whatever the count. Gaps after a rollback are allowed."""
    from .models import NumberSeries

    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    parts = {"yy": f"{local:%y}", "yyyy": f"{local:%Y}", "mm": f"{local:%m}", "dd": f"{local:%d}"}
    declared = SERIES[series]
    row = NumberSeries.objects.select_for_update().filter(name=series).first()
    if row is None:
        row, _ = NumberSeries.objects.get_or_create(name=series, defaults={"format": declared.format})
        row = NumberSeries.objects.select_for_update().get(pk=row.pk)
    period = row.format.split("{n")[0].format(**parts)
    first = row.last + 1 if row.period == period else 1
    NumberSeries.objects.filter(pk=row.pk).update(period=period, last=first + count - 1)
    return [row.format.format(n=n, **parts) for n in range(first, first + count)]
