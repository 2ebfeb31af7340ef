"""What has to be written anew: records that events have touched or that are new, or whole months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from kept.kernel.facts import FactTable, company_zone, month_of
from kept.kernel.models import EventRecord

from ..queries import parquet

AT_ONCE = 5000
OVERLAPPING = 100_000
"""Among so many of the newest ids some may be missing in the files: acts that overlap end in any order."""

Records = dict[date, set[int]]


@dataclass
class Dirty:
    """Months to be written from all their records, and records by month that alone are written anew."""

    whole: set[date] = field(default_factory=set)
    records: Records = field(default_factory=dict)


class Since:
    """What the events after one tell; each question is asked once for all tables."""

    def __init__(self, event_id: int) -> None:
        self._events = EventRecord.objects.filter(pk__gt=event_id).order_by()
        self._subjects: dict[str, list[int]] = {}

    def subjects(self, kind: str) -> list[int]:
        """The ids of subjects of a type that they are about."""
        if kind not in self._subjects:
            told = self._events.filter(subject_type=kind).values_list("subject_id", flat=True)
            self._subjects[kind] = sorted(told.distinct().iterator(chunk_size=AT_ONCE))
        return self._subjects[kind]

    @cached_property
    def months(self) -> set[date]:
        """Months that events about many records name themselves."""
        told = self._events.filter(data__has_key="months").values_list("data", flat=True)
        return {date.fromisoformat(month) for data in told for month in data["months"]}


def dirty_since(base: parquet.Base, table: FactTable, since: Since) -> Dirty:
    """Of a table whose records have rows of their own the records, of any other the months."""
    whole = set(since.months)
    if not table.key:
        for records in _touched(table, since):
            whole |= months_of(table, records)
        return Dirty(whole=whole)
    found: Records = defaultdict(set)
    _by_month(table, _touched(table, since), found)
    _by_month(table, _never_written(base, table, set().union(*found.values())), found)
    written = set(parquet.months_written(table))
    whole |= found.keys() - written
    return Dirty(whole, {month: ids for month, ids in found.items() if month not in whole})


def _by_month(table: FactTable, parts: Iterable[QuerySet[Any]], found: Records) -> None:
    for records in parts:
        known = records.exclude(**{table.created: None}).order_by()
        for pk, created in known.values_list("pk", table.created).iterator(chunk_size=AT_ONCE):
            found[month_of(created)].add(pk)


def months_of(table: FactTable, records: QuerySet[Any]) -> set[date]:
    found = records.exclude(**{table.created: None}).order_by()
    return {m.date() for m in found.datetimes(table.created, "month", tzinfo=company_zone())}


def _touched(table: FactTable, since: Since) -> Iterator[QuerySet[Any]]:
    """The records that these events are about."""
    for kind, records in table.touched.items():
        for some in in_parts(since.subjects(kind)):
            yield table.model()._base_manager.filter(records(some))


def _never_written(base: parquet.Base, table: FactTable, known: set[int]) -> Iterator[QuerySet[Any]]:
    """Records that no event tells of, such as news that moves nothing: their ids are not in the files."""
    newest = parquet.newest_ids(base, table, OVERLAPPING)
    records = table.model()._base_manager.filter(pk__gte=min(newest, default=0))
    ids = set(records.values_list("pk", flat=True).iterator(chunk_size=AT_ONCE)) - newest - known
    for some in in_parts(sorted(ids)):
        yield records.filter(pk__among=some)


def in_parts(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
