"""Numbers of records. The format is data; a series starts anew with its period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from .models import NumberCounter, NumberSeries


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
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    parts = {"yy": f"{local:%y}", "yyyy": f"{local:%Y}", "mm": f"{local:%m}", "dd": f"{local:%d}"}
    counter = _counter(series, parts)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return [counter.series.format.format(n=n, **parts) for n in range(first, first + count)]


def _counter(name: str, parts: dict[str, str]) -> NumberCounter:
    """The locked counter of the period that a moment falls into, made when it is the first."""
    format_guess = SERIES[name].format
    locked = NumberCounter.objects.select_for_update(of=("self",)).select_related("series")
    counter = locked.filter(series__name=name, period=_period(format_guess, parts)).first()
    if counter and counter.series.format == format_guess:
        return counter
    series, _ = NumberSeries.objects.get_or_create(name=name, defaults={"format": format_guess})
    counter, _ = NumberCounter.objects.get_or_create(series=series, period=_period(series.format, parts))
    return locked.get(pk=counter.pk)


def _period(format: str, parts: dict[str, str]) -> str:
    """What stands before the running number: it starts anew when this changes."""
    return format.split("{n")[0].format(**parts)
