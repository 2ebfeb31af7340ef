"""What is asked of the facts, said in Spark's SQL: every measure there is, and what means something else."""

from __future__ import annotations

import re
from typing import Final

import pytest
import sqlglot

from kept.kernel.facts import FACTS
from kept.scorecards.catalogue import MEASURES, Measure
from kept.scorecards.enums import Slice
from kept.scorecards.queries import parquet
from kept.scorecards.queries.engine import PAID, statement
from kept.scorecards.queries.places import COLUMNS
from kept.scorecards.queries.spark_sql import NotInSpark, kind_in_spark, tables_in, to_spark
from tests.factories import NOON

COUNTED = [measure for measure in MEASURES.values() if isinstance(measure, Measure)]
IN_SPARK: Final = {
    *("AVG", "COALESCE", "COLLECT_SET", "COUNT", "DATE_TRUNC", "GROUPING", "LEAD", "MAX", "MEDIAN", "MIN"),
    *("PERCENTILE_DISC", "ROUND", "STDDEV_SAMP", "SUM", "UNIX_SECONDS", "CAST"),
}
"""Functions of Spark 4 that the house uses, read up one by one."""

WORDS: Final = {"AND", "FILTER", "FROM", "IN", "GROUP", "NOT", "OR", "OVER", "SETS", "THEN", "DECIMAL"}


def functions(sql: str) -> set[str]:
    """Every word before a bracket that is no word of the language itself."""
    bare = re.sub(r"'(?:[^'\\]|\\.)*'|`[^`]*`", "?", sql)
    return set(re.findall(r"\b([A-Z_]+)\s?\(", bare)) - WORDS


def spark_of(measure: Measure) -> str:
    """The question of the engine for this measure alone, by month and by all that its table knows."""
    table = FACTS[measure.table]
    slices = [s for s in COLUMNS if s == Slice.ALL or COLUMNS[s] in table.names()]
    return to_spark(
        statement(
            measure.table,
            measure.day,
            {measure.name: measure},
            slices,
            True,
            parquet.with_derived("facts", table, NOON),
            with_currency=measure.table in PAID,
        )
    )


@pytest.mark.django_db
@pytest.mark.parametrize("measure", COUNTED, ids=lambda measure: measure.name)
def test_every_measure_is_said_in_sparks_own_functions(measure: Measure) -> None:
    told = spark_of(measure)

    assert sqlglot.parse_one(told, read="spark").find(sqlglot.exp.Command) is None
    assert functions(told) - IN_SPARK == set()
    assert "$" not in told and ":start" in told and ":end" in told


@pytest.mark.parametrize("name", list(FACTS))
def test_every_check_and_derived_column_is_said_in_sparks_own_functions(name: str) -> None:
    table = FACTS[name]
    asked = ", ".join(f'{check.sql} AS "{title}"' for title, check in table.checks.items())
    told = to_spark(f"SELECT {asked} FROM {parquet.with_derived('facts', table, NOON)}")

    assert functions(told) - IN_SPARK == set()
    assert all(f"AS `{derived.name}`" in told for derived in table.derived)


SAID: Final = [
    (
        "quantile_disc(x, 0.9) FILTER (WHERE y = 1)",
        "PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY `x`) FILTER(WHERE `y` = 1)",
    ),
    ("quantile(x, 0.9)", "PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY `x`)"),
    ("quantile_cont(x, 0.9)", "PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY `x`)"),
    ("median(x / 60) FILTER (WHERE y)", "MEDIAN(CAST(`x` AS DOUBLE) / 60) FILTER(WHERE `y`)"),
    ("x / 60", "CAST(`x` AS DOUBLE) / 60"),
    ("(a + b) / 2 / 3", "CAST(CAST((`a` + `b`) AS DOUBLE) / 2 AS DOUBLE) / 3"),
    (
        "count(*) FILTER (WHERE y) / nullif(count(x), 0)",
        "CAST(COUNT(*) FILTER(WHERE `y`) AS DOUBLE) / NULLIF(COUNT(`x`), 0)",
    ),
    ("sum(x) / count(*)", "CAST(SUM(`x`) AS DOUBLE) / COUNT(*)"),
    ("avg(x)", "AVG(CAST(`x` AS DOUBLE))"),
    ("stddev_samp(x)", "STDDEV_SAMP(CAST(`x` AS DOUBLE))"),
    (
        "date_diff('second', a, b)",
        "(UNIX_SECONDS(CAST(`b` AS TIMESTAMP)) - UNIX_SECONDS(CAST(`a` AS TIMESTAMP)))",
    ),
    (
        "date_diff('day', a, b)",
        "(FLOOR(UNIX_SECONDS(CAST(`b` AS TIMESTAMP)) / 86400)"
        " - FLOOR(UNIX_SECONDS(CAST(`a` AS TIMESTAMP)) / 86400))",
    ),
    ("TIMESTAMP '2026-03-02 04:00:00'", "CAST('2026-03-02 04:00:00' AS TIMESTAMP_NTZ)"),
    ("at >= $start", "`at` >= :start"),
    ("date_trunc('month', day)::DATE", "CAST(DATE_TRUNC('MONTH', `day`) AS DATE)"),
    ("CAST(day + INTERVAL 1 YEAR AS DATE)", "CAST(`day` + INTERVAL '1' YEAR AS DATE)"),
    ("CAST(x * 100 AS BIGINT)", "CAST(ROUND(`x` * 100) AS BIGINT)"),
    ("CAST(NULL AS BIGINT)", "CAST(NULL AS BIGINT)"),
    ("CAST(x AS DECIMAL(18,4))", "CAST(`x` AS DECIMAL(18, 4))"),
    ("list(DISTINCT c) FILTER (WHERE y)", "COLLECT_SET(`c`) FILTER(WHERE `y`)"),
    ("lead(m) OVER (PARTITION BY c ORDER BY m)", "LEAD(`m`) OVER (PARTITION BY `c` ORDER BY `m` NULLS LAST)"),
    ("x IS NOT NULL AND NOT y", "NOT `x` IS NULL AND NOT `y`"),
    ("count(DISTINCT x)", "COUNT(DISTINCT `x`)"),
    ("name = 'it''s \\ so'", r"`name` = 'it\'s \\ so'"),
]


@pytest.mark.parametrize(("ours", "theirs"), SAID, ids=[ours for ours, _ in SAID])
def test_what_means_something_else_in_spark_is_turned(ours: str, theirs: str) -> None:
    assert to_spark(f"SELECT {ours}") == f"SELECT {theirs}"


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "x / y",
            "x / 0",
            "x / nullif(y, 1)",
            "x / count(y)",
            "x // 2",
            "x % 2",
            "a || b",
            "list(x)",
            "list(DISTINCT x, y)",
            "avg(DISTINCT x)",
        ),
        *("approx_quantile(x, 0.9)", "quantile_disc(x, [0.1, 0.9])", "mode(x)", "arg_max(x, y)", "hash(x)"),
        *(
            "epoch(x)",
            "strftime(x, '%Y')",
            "date_diff('month', a, b)",
            "x::HUGEINT",
            "x ~ 'a'",
            "x LIKE 'a%'",
        ),
    ],
)
def test_what_nobody_has_compared_is_refused_by_name(piece: str) -> None:
    with pytest.raises(NotInSpark, match="not known to mean the same in Spark"):
        to_spark(f"SELECT {piece} FROM t")


def test_columns_have_the_types_of_the_files() -> None:
    kinds = sorted({column.kind for table in FACTS.values() for column in table.columns})

    assert {kind: kind_in_spark(kind) for kind in kinds} == {
        "BIGINT": "BIGINT",
        "BOOLEAN": "BOOLEAN",
        "DATE": "DATE",
        "DECIMAL(18,4)": "DECIMAL(18, 4)",
        "DOUBLE": "DOUBLE",
        "INTEGER": "INT",
        "TIMESTAMP": "TIMESTAMP_NTZ",
        "VARCHAR": "STRING",
    }


def test_the_tables_of_a_question_are_found() -> None:
    assert tables_in("SELECT count(*) FROM (SELECT * FROM a WHERE x IN ('b')) JOIN c USING (x)") == {"a", "c"}
