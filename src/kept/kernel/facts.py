"""Fact tables: what the rooms offer for counting. Each is a projection of rows, written to Parquet by month.

A room declares its table in `fact_table(...)`; who writes and reads the files is no business of the room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, overload
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Model, Q, QuerySet

Kind = Literal["BIGINT", "INTEGER", "VARCHAR", "BOOLEAN", "DATE", "TIMESTAMP", "DOUBLE", "DECIMAL(18,4)"]
Rows = Callable[["QuerySet[Any]"], Iterator[tuple[Any, ...]]]


@dataclass(frozen=True)
class FactColumn:
    """One column: its name, its type in the file, and what it means. Moments are UTC, days the company's."""

    name: str
    kind: Kind
    means: str


@dataclass(frozen=True)
class Derived:
    """A column worked out when the file is read; `{as_of}` stands for the moment of the figures."""

    name: str
    kind: Kind
    sql: str
    means: str


@dataclass(frozen=True)
class Check:
    """A figure that file and database must agree on: an SQL aggregate, and the same from the rows."""

    sql: str
    truth: Callable[[], Any]


@dataclass(frozen=True)
class FactTable:
    """A typed table over one model.

    `created` names the moment field whose month decides the file a record stands in; it never changes.
    `touched` tells, for the subject type of an event, which records the ids of those subjects make dirty.
    An event about many records names their months itself, as `months`.
    `key` is the column with the record's id, where `touched` names every record whose row an event may
    change: then only those rows are written anew, else their whole month. `order` sorts the rows of a file.
    """

    name: str
    means: str
    model: Callable[[], type[Model]]
    created: str
    columns: tuple[FactColumn, ...]
    rows: Rows
    touched: Mapping[str, Callable[[Sequence[int]], Q]]
    derived: tuple[Derived, ...] = ()
    checks: Mapping[str, Check] = field(default_factory=dict)
    key: str = ""
    order: tuple[str, ...] = ()

    def names(self) -> set[str]:
        return {column.name for column in self.columns} | {derived.name for derived in self.derived}


FACTS: dict[str, FactTable] = {}


def fact_table(table: FactTable) -> FactTable:
    """Declare a fact table; `kept facts` and the scorecards know it from then on."""
    FACTS[table.name] = table
    return table


def company_zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


@overload
def company_day(moment: datetime) -> date: ...
@overload
def company_day(moment: None) -> None: ...
@overload
def company_day(moment: datetime | None) -> date | None: ...
def company_day(moment: datetime | None) -> date | None:
    """The reporting day of a moment."""
    return None if moment is None else moment.astimezone(company_zone()).date()


def month_of(moment: datetime) -> date:
    """The first day of the company's month of a moment."""
    return moment.astimezone(company_zone()).date().replace(day=1)


def month_bounds(month: date) -> tuple[datetime, datetime]:
    """The first moment of a company's month, and of the month after."""
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    zone = company_zone()
    return datetime(month.year, month.month, 1, tzinfo=zone), datetime(
        after.year, after.month, 1, tzinfo=zone
    )
