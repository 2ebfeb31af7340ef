"""The fact files: where they lie, how one is written, how a table is read."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import duckdb
from django.conf import settings

from kept.kernel.facts import FactTable

NOTHING: Final = "\\N"
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
            base.execute(
                f"COPY (SELECT * FROM read_csv($text, header = false, auto_detect = false, delim = ',',"
                f" quote = '\"', escape = '\"', nullstr = $nothing, columns = {_types(table)}))"
                " TO $made (FORMAT parquet, COMPRESSION zstd)",
                {"text": str(text), "made": str(made), "nothing": NOTHING},
            )
            os.replace(made, goal)
    if not count:
        remove_part(table, month)
    return count


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
    rows = source(table, datetime.now(UTC), [month])
    one = " UNION ".join(f"SELECT date_trunc('month', {day})::DATE FROM {rows}" for day in sorted(days))
    return {row[0] for row in base.execute(one).fetchall() if row[0]}


def source(table: FactTable, as_of: datetime, months: list[date] | None = None) -> str:
    """What to put after FROM: the table's files with its derived columns, or an empty table."""
    files = [part(table, month) for month in (months_written(table) if months is None else months)]
    files = [file for file in files if file.exists()]
    moment = f"TIMESTAMP '{as_of.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}'"
    derived = "".join(f", {d.sql.replace('{as_of}', moment)} AS {d.name}" for d in table.derived)
    if files:
        listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
        return f"(SELECT *{derived} FROM read_parquet([{listed}], hive_partitioning = false))"
    empty = ", ".join(f"CAST(NULL AS {column.kind}) AS {column.name}" for column in table.columns)
    return f"(SELECT *{derived} FROM (SELECT {empty}) WHERE false)"


def _types(table: FactTable) -> str:
    return "{" + ", ".join(f"'{column.name}': '{column.kind}'" for column in table.columns) + "}"


def _write_text(path: Path, rows: Iterator[tuple[Any, ...]]) -> int:
    count = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        write = csv.writer(file).writerow
        for count, row in enumerate(rows, 1):  # noqa: B007
            write([NOTHING if cell is None else cell for cell in row])
    return count
