"""Carrying what happened into the fact files, month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, partial
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet

from kept.kernel.facts import FACTS, FactTable, month_bounds, month_of
from kept.kernel.models import EventRecord

from ..catalogue import INDICATORS, MEASURES, Measure
from ..models import FactCursor
from ..queries import parquet
from .dirt import Dirty, Records, Since, dirty_since, in_parts, months_of

UNSETTLED = timedelta(minutes=1)
"""On a database where acts overlap, events of the last minute are read once more the next time."""

WAITING = "score:"
"""Before a month, in the name of a cursor: its figures wait to be worked out."""

DEFINED = "defined:"
"""Before a fingerprint, in the name of a cursor: by these definitions the figures are kept."""

Tell = Callable[[str, date, int], None]


@dataclass
class Refreshed:
    """What a refresh wrote: rows by table and month. Months whose figures may have changed are marked."""

    as_of: datetime
    written: dict[str, dict[date, int]] = field(default_factory=lambda: defaultdict(dict))

    def mark(self, months: Iterable[date]) -> None:
        """Say that figures of these months wait to be worked out; it lasts until they are."""
        let_wait(months, self.as_of)


def refresh_facts(
    *, at: datetime, tables: Iterable[str] | None = None, tell: Tell | None = None
) -> Refreshed:
    """Write what events have touched since the last time. Safe to repeat and to break off.

    The rows of a table are read while the files of the one before are written.
    """
    done = Refreshed(as_of=at)
    since: dict[int, Since] = {}
    with parquet.engine() as base, ThreadPoolExecutor(1) as writer:
        before: Callable[[], None] | None = None
        for table in _named(tables):
            cursor = FactCursor.objects.filter(table=table.name).first()
            settled = _settled_until(at)
            if cursor is None:
                dirty = Dirty(whole=_months_of_all(table))
            else:
                last = cursor.last_event_id
                dirty = dirty_since(base, table, since.setdefault(last, Since(last)))
                done.mark(_months_between(cursor.as_of, at))
            _write(base, table, dirty.whole, done, tell)
            begun = _exchange(base, writer, table, dirty.records)
            if before is not None:
                before()
            before = partial(_finish, table, begun, settled, done, tell)
        if before is not None:
            before()
    return done


def rebuild_facts(
    *, at: datetime, tables: Iterable[str] | None = None, tell: Tell | None = None
) -> Refreshed:
    """Write every month from the rows, and take away files of months that have none."""
    done = Refreshed(as_of=at)
    with parquet.engine() as base:
        for table in _named(tables):
            settled = _settled_until(at)
            _write(base, table, _months_of_all(table) | set(parquet.months_written(table)), done, tell)
            _remember(table, settled, at)
    return done


def _write(
    base: parquet.Base, table: FactTable, months: set[date], done: Refreshed, tell: Tell | None
) -> None:
    """Months from all their records."""
    days = _days_of(table)
    for month in sorted(months):
        done.mark(parquet.months_in(base, table, month, days))
        start, end = month_bounds(month)
        records: QuerySet[Any] = table.model()._base_manager.filter(
            **{f"{table.created}__gte": start, f"{table.created}__lt": end}
        )
        count = parquet.write_part(base, table, month, table.rows(records))
        done.written[table.name][month] = count
        done.mark(parquet.months_in(base, table, month, days))
        if tell is not None:
            tell(table.name, month, count)


Begun = list[tuple[parquet.Exchange, Future[set[date]]]]


def _exchange(base: parquet.Base, writer: Executor, table: FactTable, records: Records) -> Begun:
    """Begin to write months from their files and the few records that are new or have changed."""
    days, begun = _days_of(table), []
    for month, ids in sorted(records.items()):
        rows = (row for some in in_parts(sorted(ids)) for row in table.rows(_with_ids(table, some)))
        told = parquet.exchange_of(table, month, ids, rows)
        begun.append((told, writer.submit(parquet.write_rows, base.cursor(), told, days)))
    return begun


def _finish(table: FactTable, begun: Begun, settled: int, done: Refreshed, tell: Tell | None) -> None:
    """Wait until they are written, and only then remember how far the events have been carried."""
    for told, months in begun:
        done.mark(months.result())
        done.written[table.name][told.month] = told.count
        if tell is not None:
            tell(table.name, told.month, told.count)
    _remember(table, settled, done.as_of)


def _with_ids(table: FactTable, ids: list[int]) -> QuerySet[Any]:
    return table.model()._base_manager.filter(pk__among=ids)


def _days_of(table: FactTable) -> set[str]:
    return {m.day for m in MEASURES.values() if isinstance(m, Measure) and m.table == table.name}


def let_wait(months: Iterable[date], as_of: datetime) -> None:
    """Figures of these months wait from this moment on."""
    rows = [FactCursor(table=f"{WAITING}{month:%Y-%m}", as_of=as_of) for month in set(months)]
    FactCursor.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["table"], update_fields=["as_of"]
    )


def months_waiting() -> dict[date, datetime]:
    """The months whose figures wait, each with the moment of the facts that it waits since."""
    rows = FactCursor.objects.filter(table__startswith=WAITING)
    return {date.fromisoformat(f"{row.table.removeprefix(WAITING)}-01"): row.as_of for row in rows}


def months_are_scored(months: Iterable[date], as_of: datetime) -> None:
    """They wait no longer, unless facts of a later moment have come in between."""
    names = [f"{WAITING}{month:%Y-%m}" for month in months]
    FactCursor.objects.filter(table__in=names, as_of__lte=as_of).delete()


def let_all_wait_if_defined_anew(kept: Iterable[date], at: datetime) -> None:
    """After a new version of Kept the figures of the kept months wait, if it counts anything else."""
    name = f"{DEFINED}{_fingerprint()}"
    if FactCursor.objects.filter(table=name).exists():
        return
    let_wait(kept, at)
    FactCursor.objects.filter(table__startswith=DEFINED).delete()
    FactCursor.objects.get_or_create(table=name, defaults={"as_of": at})


@cache
def _fingerprint() -> str:
    """Of all that the house itself declares of its figures."""
    told = [repr((m.name, m.table, m.sql, m.day)) for m in MEASURES.values() if isinstance(m, Measure)]
    told += [repr((indicator.code, indicator.formula)) for indicator in INDICATORS.values()]
    return sha256("\n".join(sorted(told)).encode()).hexdigest()[:24]


def _months_between(start: datetime, end: datetime) -> set[date]:
    """In these, promises may have fallen due without anybody telling."""
    month, months = month_of(start), set()
    while month <= month_of(end):
        months.add(month)
        month = month_of(month_bounds(month)[1])
    return months


def _remember(table: FactTable, last_event_id: int, at: datetime) -> None:
    told = {"last_event_id": last_event_id, "as_of": at}
    FactCursor.objects.update_or_create(table=table.name, defaults=told)


def _named(tables: Iterable[str] | None) -> list[FactTable]:
    return list(FACTS.values()) if tables is None else [FACTS[name] for name in tables]


def _months_of_all(table: FactTable) -> set[date]:
    return months_of(table, table.model()._base_manager.all())


def _settled_until(at: datetime) -> int:
    """The last event before which none can appear any more."""
    told = EventRecord.objects.all()
    if connection.vendor == "postgresql":
        told = told.filter(recorded_at__lt=at - UNSETTLED)
    return told.aggregate(last=Max("pk"))["last"] or 0
