"""Spark itself, with two workers: the same answers to the same questions as DuckDB, of the same types.

`make test-spark` runs this and every other test of figures on it.
"""

from __future__ import annotations

import math
import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from kept.kernel.facts import Derived, FactColumn, FactTable
from kept.scorecards.queries import parquet
from kept.scorecards.queries.readers import DuckReader
from kept.scorecards.queries.spark import SparkIsSilent, SparkReader
from tests.factories import NOON

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.environ.get("KEPT_TEST_SPARK") != "1", reason="needs Spark: make test-spark"),
]
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)

TABLE = FactTable(
    name="trial",
    means="Values of every type, with those that are hard to agree on.",
    model=lambda: pytest.fail("there is no record behind it"),
    created="began",
    columns=(
        FactColumn("id", "BIGINT", "of the row"),
        FactColumn("size", "INTEGER", "of its group: 1 to 120 rows"),
        FactColumn("hours", "DOUBLE", "a number; some are missing"),
        FactColumn("pieces", "INTEGER", "a whole number; some are missing"),
        FactColumn("weight", "DECIMAL(18,4)", "with four digits"),
        FactColumn("word", "VARCHAR", "with quotes, signs and Chinese"),
        FactColumn("told", "BOOLEAN", "yes, no or not known"),
        FactColumn("began", "TIMESTAMP", "a moment with parts of a second"),
        FactColumn("later", "TIMESTAMP", "another, before or after it"),
        FactColumn("day", "DATE", "the last days of February among them"),
    ),
    derived=(
        Derived("was", "BOOLEAN", "began < {as_of}", "before the moment of the figures"),
        Derived(
            "took",
            "DOUBLE",
            "CAST(date_diff('second', began, later) AS DOUBLE) / 3600",
            "hours from one to the other",
        ),
        Derived("year_later", "DATE", "CAST(day + INTERVAL 1 YEAR AS DATE)", "a year after"),
    ),
    rows=lambda rows: iter(()),
    touched={},
)
ROWS = """
    SELECT row_number() OVER (ORDER BY size, n)::BIGINT AS id, size::INTEGER AS size,
        CASE WHEN n % 7 <> 3 THEN (n * 7919 % 1009) / 7.0 - 20 END::DOUBLE AS hours,
        CASE WHEN n % 5 <> 1 THEN n * 31 % 17 - 4 END::INTEGER AS pieces,
        ((n * 104729 % 99991) / 10000.0)::DECIMAL(18,4) AS weight,
        ['it''s', '沪—汉', 'a\\b', '', NULL][1 + n % 5] AS word, [true, false, NULL][1 + n % 3] AS told,
        TIMESTAMP '2026-02-27 22:59:59.75' + INTERVAL (n * 3607) SECOND AS began,
        TIMESTAMP '2026-02-28 03:00:00.25' + INTERVAL (n * 3000 + size) SECOND AS later,
        DATE '2024-02-28' + (n % 4 + n // 4 * 30)::INTEGER AS day
    FROM range(1, 121) AS sizes(size), range(1, 121) AS ns(n) WHERE n <= size
"""


@pytest.fixture
def duck(settings: Settings) -> Iterator[DuckReader]:
    """The trial in two files of two months."""
    with parquet.engine() as base:
        for month, which in ((MARCH, "id % 2 = 0"), (APRIL, "id % 2 = 1")):
            file = parquet.part(TABLE, month)
            file.parent.mkdir(parents=True)
            parquet.write_file(base, TABLE, f"SELECT * FROM ({ROWS}) WHERE {which}", file)
        yield DuckReader(base)


@pytest.fixture
def sparks() -> Iterator[SparkReader]:
    with parquet.engine() as shape:
        yield SparkReader(shape)


AGGREGATES = (
    *("count(*)", "count(hours)", "count(DISTINCT word)", "sum(hours)", "sum(pieces)", "sum(weight)"),
    *("sum(weight) FILTER (WHERE told)", "sum(pieces) FILTER (WHERE NOT told)", "avg(hours)", "avg(weight)"),
    *("avg(pieces)", "stddev_samp(hours)", "stddev_samp(weight)", "median(hours)", "median(pieces)"),
    *("median(hours / 60) FILTER (WHERE told)", "quantile_disc(hours, 0.9)", "quantile_disc(hours, 0.5)"),
    *("quantile_disc(pieces, 0.9)", "quantile_disc(weight, 0.95) FILTER (WHERE word <> '')"),
    *("quantile_cont(hours, 0.9)", "min(began)", "max(day)", "min(word)", "max(weight)", "sum(took)"),
    *("sum(CASE WHEN was THEN 10000 ELSE 0 END)", "count(*) FILTER (WHERE word IN ('it''s', 'a\\b'))"),
    *("count(*) FILTER (WHERE told IS NULL)", "max(year_later)", "sum(date_diff('day', began, later))"),
    *("sum(date_diff('hour', began, later))", "sum(date_diff('minute', began, later))"),
    *("CAST(coalesce(sum(weight) FILTER (WHERE size > 200), 0) * 100 AS BIGINT)",),
    *("CAST(sum(weight) * 10 AS BIGINT)", "sum(pieces * hours)", "max(greatest(pieces, 3))"),
    *("count(*) FILTER (WHERE told) / nullif(count(told), 0)", "sum(pieces) / count(*)"),
    *("avg(date_diff('minute', began, TIMESTAMP '2026-03-05 00:00:00') / 1440) FILTER (WHERE told)",),
)
GROUPS = {
    "of_all": ((), ""),
    "of_each_size": (("size",), "GROUP BY size"),
    "of_each_month": (("month",), "GROUP BY month"),
    "of_all_and_of_parts": (
        ("word", "month", "told"),
        "GROUP BY GROUPING SETS ((), (word), (month, told))",
    ),
}


@pytest.mark.parametrize(("keys", "grouped"), GROUPS.values(), ids=GROUPS)
def test_every_aggregate_is_the_same_on_both_engines(
    duck: DuckReader, sparks: SparkReader, keys: tuple[str, ...], grouped: str
) -> None:
    wanted = ", ".join(["count(*) AS n", *keys, *AGGREGATES])
    month = "date_trunc('month', day)::DATE AS month"

    def asked(source: str) -> str:
        return f"SELECT {wanted} FROM (SELECT *, {month} FROM {source} WHERE id >= $first) {grouped}"

    ours = duck.read(asked(duck.source(TABLE, NOON)), first=2)
    theirs = sparks.read(asked(sparks.source(TABLE, NOON)), first=2)

    assert theirs.names == ours.names
    assert len(ours.rows) == len(theirs.rows)
    mine, told = (sorted(each.rows, key=lambda row: repr(row[: len(keys) + 1])) for each in (ours, theirs))
    unlike = [
        (name, row[: len(keys) + 1], a, b)
        for row, other in zip(mine, told, strict=True)
        for name, a, b in zip(ours.names, row, other, strict=True)
        if not _alike(a, b)
    ]
    assert unlike == []


def test_a_list_of_what_occurs_is_the_same(duck: DuckReader, sparks: SparkReader) -> None:
    def asked(source: str) -> str:
        return (
            "SELECT list(DISTINCT word) FILTER (WHERE word IS NOT NULL),"
            f" list(DISTINCT word) FILTER (WHERE size > 500) FROM {source}"
        )

    [(some, none)] = duck.read(asked(duck.source(TABLE, NOON))).rows
    [(same, also_none)] = sparks.read(asked(sparks.source(TABLE, NOON))).rows

    assert (sorted(same), also_none) == (sorted(some), none) == (["", "a\\b", "it's", "沪—汉"], None)


def test_two_workers_answer(duck: DuckReader, sparks: SparkReader) -> None:
    sparks.read(f"SELECT count(*) FROM {sparks.source(TABLE, NOON)}")

    context = sparks.session.sparkContext._jsc.sc()
    assert len(context.statusTracker().getExecutorInfos()) == 3  # and the one who asks


@pytest.mark.parametrize("breaks_off", [False, True])
def test_a_file_that_is_replaced_meanwhile_is_read_again(
    duck: DuckReader, sparks: SparkReader, monkeypatch: pytest.MonkeyPatch, breaks_off: bool
) -> None:
    asked, ask = [], SparkReader._ask

    def replaced_after_the_first(*told: Any) -> Any:
        asked.append(ask(*told))
        if len(asked) == 1:
            _replace(duck, "id <= 10")
            if breaks_off:
                parquet.part(TABLE, APRIL).unlink()
                return sparks.session.read.parquet(str(parquet.part(TABLE, APRIL)))
        return asked[-1]

    monkeypatch.setattr(SparkReader, "_ask", replaced_after_the_first)
    question = f"SELECT count(*) FROM {sparks.source(TABLE, NOON)}"

    assert sparks.read(question).rows == duck.read(f"SELECT count(*) FROM {duck.source(TABLE, NOON)}").rows
    assert len(asked) == 2


def test_files_that_never_rest_are_said_to_be_written(
    duck: DuckReader, sparks: SparkReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replaced(*told: Any) -> list[Any]:
        _replace(duck, "id <= 10")
        return []

    monkeypatch.setattr(SparkReader, "_ask", replaced)

    with pytest.raises(SparkIsSilent, match="written anew while they were read"):
        sparks.read(f"SELECT count(*) FROM {sparks.source(TABLE, NOON)}")


def test_a_file_that_cannot_be_read_is_said(duck: DuckReader, sparks: SparkReader) -> None:
    parquet.part(TABLE, MARCH).write_bytes(b"PAR1 not a table PAR1")

    with pytest.raises(SparkIsSilent, match=r"Spark at local-cluster\[2,1,1024\] does not answer: "):
        sparks.read(f"SELECT sum(hours) FROM {sparks.source(TABLE, NOON)}")


def test_a_folder_may_be_called_anything(duck: DuckReader, sparks: SparkReader, settings: Settings) -> None:
    odd = Path(settings.DATA) / "报表 [a-z]{1,2} *?"
    shutil.copytree(settings.FACTS, odd)
    settings.FACTS = odd

    told = sparks.read(f"SELECT count(*), max(began) FROM {sparks.source(TABLE, NOON)}")

    assert told.rows == duck.read(f"SELECT count(*), max(began) FROM {duck.source(TABLE, NOON)}").rows
    assert told.rows[0][0] == sum(range(121))


def test_a_session_that_its_cluster_left_is_started_again(duck: DuckReader, sparks: SparkReader) -> None:
    question = f"SELECT count(*) FROM {sparks.source(TABLE, NOON)}"
    sparks.read(question)
    sparks.session.sparkContext._jsc.sc().stop()

    with parquet.engine() as shape:
        anew = SparkReader(shape)
        assert anew.read(f"SELECT count(*) FROM {anew.source(TABLE, NOON)}").rows == [(sum(range(121)),)]


def _replace(duck: DuckReader, which: str) -> None:
    file = parquet.part(TABLE, MARCH)
    made = file.with_suffix(".new")
    parquet.write_file(duck.base, TABLE, f"SELECT * FROM ({ROWS}) WHERE {which}", made)
    os.replace(made, file)


def _alike(a: Any, b: Any) -> bool:
    """Equal and of one type; what was added up in another order may differ in the last digits."""
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-9)
    return type(a) is type(b) and a == b and str(a) == str(b)


def test_alike_tells_types_and_digits_apart() -> None:
    one = datetime(2026, 3, 1)

    assert _alike(0.1 + 0.2, 0.3) and _alike(None, None) and _alike(one, one)
    assert not _alike(1, 1.0) and not _alike(0.3, 0.3001) and not _alike(one, one + timedelta(seconds=1))
