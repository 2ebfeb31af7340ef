"""The fact files: where they lie, how one is written, how a table is read."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import duckdb
from django.conf import settings

from kept.kernel.facts import FactTable

NOTHING: Final = "\\N"
FAST: Final = 1
"""How hard files are compressed: a month is written whole each time that a few of its rows change."""
Base = duckdb.DuckDBPyConnection
CLOSED: Final[dict[str, Any]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "2",
}


@contextmanager
def engine() -> Iterator[Base]:
    """An engine in memory that fetches nothing from anywhere."""
    base = duckdb.connect(config=CLOSED)
    try:
        yield base
    finally:
        base.close()


def folder(table: FactTable) -> Path:
    return Path(settings.FACTS) / table.name


def part(table: FactTable, month: date) -> Path:
    return folder(table) / f"month={month:%Y-%m}" / "part.parquet"


def months_written(table: FactTable) -> list[date]:
    """The months that have a file."""
    found = sorted(folder(table).glob("month=*/part.parquet"))
    return [date.fromisoformat(f"{file.parent.name.removeprefix('month=')}-01") for file in found]


def write_part(base: Base, table: FactTable, month: date, rows: Iterator[tuple[Any, ...]]) -> int:
    """Write a month anew: beside the old file first, then in its place. Returns how many rows it has."""
    goal = part(table, month)
    goal.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=goal.parent, prefix=".new") as room:
        text, made = Path(room) / "rows.csv", Path(room) / "part.parquet"
        count = _write_text(text, rows)
        if count:
            write_file(base, table, _text_rows(table, text), made)
            os.replace(made, goal)
    if not count:
        remove_part(table, month)
    return count


@dataclass(frozen=True)
class Exchange:
    """Rows of some records as text, ready to take the place of those that a month's file has of them."""

    table: FactTable
    month: date
    room: TemporaryDirectory[str]
    count: int

    @property
    def rows(self) -> Path:
        return Path(self.room.name) / "rows.csv"

    @property
    def ids(self) -> Path:
        return Path(self.room.name) / "ids.csv"


def exchange_of(table: FactTable, month: date, ids: set[int], rows: Iterator[tuple[Any, ...]]) -> Exchange:
    """Read the rows of these records for a month that has a file."""
    made = Exchange(table, month, TemporaryDirectory(dir=part(table, month).parent, prefix=".new"), 0)
    _write_text(made.ids, ((each,) for each in sorted(ids)))
    return replace(made, count=_write_text(made.rows, rows))


def write_rows(base: Base, told: Exchange, days: set[str]) -> set[date]:
    """Write a month as it stood, with these rows in the place of those of these records.

    Returns the months in which days of rows lie that went or came.
    """
    table, goal = told.table, part(told.table, told.month)
    with told.room as room:
        made = Path(room) / "part.parquet"
        base.execute(
            f"CREATE OR REPLACE TEMP TABLE ids AS SELECT * FROM read_csv({quoted(told.ids)}, header = false,"
            " auto_detect = false, hive_partitioning = false, columns = {'id': 'BIGINT'})"
        )
        old, new = _file_rows(table, goal), _text_rows(table, told.rows)
        gone = f"{old} WHERE {table.key} IN (FROM ids)"
        months = _months_of(base, table, f"{gone} UNION ALL {new}", days)
        kept = f"{old} WHERE {table.key} NOT IN (FROM ids)"
        write_file(base, table, f"SELECT * FROM ({kept} UNION ALL {new})", made)
        os.replace(made, goal)
    return months


def newest_ids(base: Base, table: FactTable, count: int) -> set[int]:
    """The highest id of a record in the files, and those up to so much below it."""
    rows = source(table, datetime.now(UTC))
    last = base.execute(f"SELECT max({table.key}) FROM {rows}").fetchone()
    if last is None or last[0] is None:
        return set()
    found = base.execute(
        f"SELECT DISTINCT {table.key} FROM {rows} WHERE {table.key} >= $1", [last[0] - count]
    )
    return {row[0] for row in found.fetchall()}


def write_file(base: Base, table: FactTable, rows: str, file: Path) -> None:
    """The rows of a query as a file, sorted so that a question reads only the part that it is about."""
    order = f" ORDER BY {', '.join(table.order)}" if table.order else ""
    how = f"FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL {FAST}"
    base.execute(f"COPY ({rows}{order}) TO {quoted(file)} ({how})")


def quoted(file: Path) -> str:
    return "'" + str(file).replace("'", "''") + "'"


def remove_part(table: FactTable, month: date) -> None:
    """A month without rows has no file."""
    gone = part(table, month)
    gone.unlink(missing_ok=True)
    if gone.parent.exists() and not any(gone.parent.iterdir()):
        gone.parent.rmdir()


def months_in(base: Base, table: FactTable, month: date, days: set[str]) -> set[date]:
    """The months in which the days of a file's rows lie."""
    file = part(table, month)
    if not file.exists() or not days:
        return set()
    return _months_of(base, table, _file_rows(table, file), days)


def _months_of(base: Base, table: FactTable, rows: str, days: set[str]) -> set[date]:
    found = f"(SELECT *{_derived(table, datetime.now(UTC))} FROM ({rows}))"
    one = " UNION ".join(f"SELECT date_trunc('month', {day})::DATE FROM {found}" for day in sorted(days))
    return {row[0] for row in base.execute(one).fetchall() if row[0]} if days else set()


def source(table: FactTable, as_of: datetime, months: list[date] | None = None) -> str:
    """What to put after FROM: the table's files with its derived columns, or an empty table."""
    if found := files(table, months):
        listed = ", ".join(map(quoted, found))
        return with_derived(f"read_parquet([{listed}], hive_partitioning = false)", table, as_of)
    empty = ", ".join(f"CAST(NULL AS {column.kind}) AS {column.name}" for column in table.columns)
    return with_derived(f"(SELECT {empty} WHERE false)", table, as_of)


def files(table: FactTable, months: list[date] | None = None) -> list[Path]:
    """The files of a table, or of some months of it."""
    wanted = [part(table, month) for month in (months_written(table) if months is None else months)]
    return [file for file in wanted if file.exists()]


def with_derived(rows: str, table: FactTable, as_of: datetime) -> str:
    """These rows of a table, with the columns that are worked out when it is read."""
    return f"(SELECT *{_derived(table, as_of)} FROM {rows})"


def _derived(table: FactTable, as_of: datetime) -> str:
    moment = f"TIMESTAMP '{as_of.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}'"
    return "".join(f", {d.sql.replace('{as_of}', moment)} AS {d.name}" for d in table.derived)


def _file_rows(table: FactTable, file: Path) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return f"SELECT {columns} FROM read_parquet({quoted(file)}, hive_partitioning = false)"


def _text_rows(table: FactTable, text: Path) -> str:
    return (
        f"SELECT * FROM read_csv({quoted(text)}, header = false, auto_detect = false, delim = ',',"
        f" hive_partitioning = false, quote = '\"', escape = '\"', nullstr = '{NOTHING}',"
        f" columns = {_types(table)})"
    )


def _types(table: FactTable) -> str:
    return "{" + ", ".join(f"'{column.name}': '{column.kind}'" for column in table.columns) + "}"


def _write_text(path: Path, rows: Iterator[tuple[Any, ...]]) -> int:
    count = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        write = csv.writer(file).writerow
        for count, row in enumerate(rows, 1):  # noqa: B007
            write([NOTHING if cell is None else cell for cell in row])
    return count
