"""Which engine reads the figures, and what is said where it is not there."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from kept.desk.queries import facts as _facts  # noqa: F401 - tables of the desk
from kept.kernel.actor import Actor
from kept.kernel.facts import FACTS
from kept.scorecards.actions.facts import refresh_facts
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import Slice, Step
from kept.scorecards.queries import parquet, spark
from kept.scorecards.queries.checking import compare_facts
from kept.scorecards.queries.desk_times import GROUPS, desk_times
from kept.scorecards.queries.engine import measures_of
from kept.scorecards.queries.readers import DuckReader, Reader, check_engine, reader
from kept.scorecards.queries.reading import Whose
from kept.scorecards.queries.series import series
from tests.factories import NOON, a_customer

from .conftest import TakeIn, a_row

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def test_duckdb_reads_unless_told_otherwise(settings: Settings) -> None:
    settings.FACTS_ENGINE = "duckdb"

    with reader() as facts:
        assert isinstance(facts, DuckReader)


@pytest.mark.django_db
def test_an_answer_has_names_and_rows_of_plain_values(take_in: TakeIn) -> None:
    take_in(a_row("one", a_customer(), pieces=3))
    refresh_facts(at=NOON)

    with reader() as facts:
        told = facts.read(
            "SELECT count(*) AS tries, sum(pieces) AS sent, max(happened_on) AS last,"
            f" CAST(2 AS DECIMAL(18,4)) AS two FROM {facts.source(FACTS['deliveries'], NOON)}"
            " WHERE happened_on >= $first",
            first=MARCH,
        )

    assert told.names == ("tries", "sent", "last", "two")
    assert told.rows == [(1, 3, NOON.date(), Decimal("2.0000"))]


@pytest.fixture
def on_spark(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spark is configured, and stands ready as far as can be seen."""
    settings.FACTS_ENGINE = "spark"
    monkeypatch.setattr(spark, "find_spec", lambda name: object())
    monkeypatch.setattr(spark, "which", lambda name, path: "java")


def test_an_engine_that_does_not_exist_is_named(settings: Settings) -> None:
    settings.FACTS_ENGINE = "oracle"

    with pytest.raises(
        ImproperlyConfigured, match="KEPT_FACTS_ENGINE is 'oracle'; it may be duckdb or spark"
    ):
        check_engine()


def test_spark_without_its_package_is_named(on_spark: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda name: None)

    with pytest.raises(
        ImproperlyConfigured, match=r"pyspark is not installed: requirements/spark\.txt has it"
    ):
        reader()


def test_spark_without_java_is_named(on_spark: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "which", lambda name, path: None)

    with pytest.raises(ImproperlyConfigured, match="there is no Java: it needs 17 or later"):
        reader()


def test_java_is_looked_for_where_its_variable_says(on_spark: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setenv("JAVA_HOME", "/opt/java")
    monkeypatch.setattr(spark, "which", lambda name, path: asked.append((name, path)) or "java")

    check_engine()

    assert asked == [("java", str(Path("/opt/java/bin")))]


@pytest.mark.parametrize("command", [("serve", "--no-worker"), ("worker",)])
@pytest.mark.parametrize(
    ("engine", "said"),
    [("oracle", "kept: KEPT_FACTS_ENGINE is 'oracle'"), ("spark", "kept: KEPT_FACTS_ENGINE is spark, but ")],
)
def test_nothing_is_started_without_its_engine(
    command: tuple[str, ...], engine: str, said: str, tmp_path: Path
) -> None:
    configured = {"KEPT_DATA": str(tmp_path), "KEPT_FACTS_ENGINE": engine, "JAVA_HOME": str(tmp_path)}
    told = subprocess.run(
        [sys.executable, "-m", "kept.config.cli", *command],
        env={"PATH": os.environ["PATH"], **configured},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (2, "", 1)
    assert told.stderr.startswith(said)


@pytest.mark.django_db
def test_all_questions_of_the_house_can_be_asked_of_either_engine(on_spark: None, settings: Settings) -> None:
    """Without a file Spark is not troubled, but each question is turned; there is no data, by any engine."""
    system = Actor.system("kept")
    span = {"start": MARCH, "end": APRIL, "as_of": NOON}

    for engine in ("spark", "duckdb"):
        settings.FACTS_ENGINE = engine
        assert measures_of(INDICATORS.values(), slices=list(Slice), by_month=True, **span) == {}
        assert compare_facts() == []
        for by in GROUPS:
            assert desk_times(system, by=by, first=MARCH, last=APRIL, as_of=NOON) == []
        for step in Step:
            told = series(
                INDICATORS["lead_time_p90"], Whose(), step=step, first=MARCH, last=APRIL, as_of=NOON
            )
            assert {period.figure.value for period in told} == {None}


def test_a_column_has_the_type_that_duckdb_gives_it() -> None:
    values = {"BIGINT": 3.0, "HUGEINT": 3, "DOUBLE": 3, "DECIMAL(38,4)": Decimal(3), "VARCHAR[]": []}

    taken = {kind: spark._taker(kind)(value) for kind, value in values.items()}

    assert [repr(value) for value in taken.values()] == ["3", "3", "3.0", "Decimal('3.0000')", "None"]
    assert {spark._taker(kind)(None) for kind in (*values, "DATE")} == {None}


def test_signs_of_patterns_in_a_folder_are_no_patterns() -> None:
    assert spark._address(Path("/data [1]/报表*")) == "file:///data \\[1\\]/报表\\*"


def test_both_readers_are_readers() -> None:
    with parquet.engine() as base:
        readers: list[Reader] = [DuckReader(base), spark.SparkReader(base)]
        sources = [each.source(FACTS["served"], NOON) for each in readers]

    assert all("AS has_stayed" in source for source in sources)
    assert "FROM facts_served)" in sources[1]
