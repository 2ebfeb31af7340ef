"""What has to be written anew: records that events have touched or that are new, or whole months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
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


def dirty_since(base: parquet.Base, table: FactTable, event_id: int) -> Dirty:
    """Of a table whose records have rows of their own the records, of any other the months."""
    whole = _told_months(event_id)
    if not table.key:
        for records in _touched(table, event_id):
            whole |= months_of(table, records)
        return Dirty(whole=whole)
    found: Records = defaultdict(set)
    for records in (*_touched(table, event_id), *_never_written(base, table)):
        known = records.exclude(**{table.created: None}).order_by()
        for pk, created in known.values_list("pk", table.created).iterator(chunk_size=AT_ONCE):
            found[month_of(created)].add(pk)
    written = set(parquet.months_written(table))
    whole |= found.keys() - written
    return Dirty(whole, {month: ids for month, ids in found.items() if month not in whole})


def months_of(table: FactTable, records: QuerySet[Any]) -> set[date]:
    found = records.exclude(**{table.created: None}).order_by()
    return {m.date() for m in found.datetimes(table.created, "month", tzinfo=company_zone())}


def _touched(table: FactTable, since: int) -> Iterator[QuerySet[Any]]:
    """The records that events since then are about, and those that are new."""
    for subject_type, records in table.touched.items():
        told = EventRecord.objects.filter(pk__gt=since, subject_type=subject_type).order_by("pk")
        ids = set(told.values_list("subject_id", flat=True).iterator(chunk_size=AT_ONCE))
        for some in in_parts(sorted(ids)):
            yield table.model()._base_manager.filter(records(some))


def _never_written(base: parquet.Base, table: FactTable) -> Iterator[QuerySet[Any]]:
    """Records that no event tells of, such as news that moves nothing: their ids are not in the files."""
    newest = parquet.newest_ids(base, table, OVERLAPPING)
    records = table.model()._base_manager.filter(pk__gte=min(newest, default=0))
    ids = set(records.values_list("pk", flat=True).iterator(chunk_size=AT_ONCE)) - newest
    for some in in_parts(sorted(ids)):
        yield records.filter(pk__among=some)


def _told_months(since: int) -> set[date]:
    """Months that events about many records name themselves."""
    found = EventRecord.objects.filter(pk__gt=since, data__has_key="months")
    told = (data["months"] for data in found.values_list("data", flat=True))
    return {date.fromisoformat(month) for months in told for month in months}


def in_parts(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
