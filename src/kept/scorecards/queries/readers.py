"""The port for reading figures: one question to the fact files, whichever engine answers it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from kept.kernel.facts import FactTable

from . import parquet

DUCKDB: Final = "duckdb"
SPARK: Final = "spark"


@dataclass(frozen=True)
class Answer:
    """The rows of an answer, and what its columns are called."""

    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class Reader(Protocol):
    """Answers one SELECT in the dialect of the catalogue, the same whoever reads."""

    def source(self, table: FactTable, as_of: datetime) -> str:
        """What to put after FROM: the table with its derived columns."""

    def read(self, sql: str, **named: Any) -> Answer:
        """The answer, with these values for `$name` in the question."""


@dataclass(frozen=True)
class DuckReader:
    """Reads the files with DuckDB, within this process."""

    base: parquet.Base

    def source(self, table: FactTable, as_of: datetime) -> str:
        return parquet.source(table, as_of)

    def read(self, sql: str, **named: Any) -> Answer:
        told = self.base.execute(sql, named)
        return Answer(tuple(name for name, *_ in told.description), told.fetchall())


def reader() -> AbstractContextManager[Reader]:
    """Who reads figures in this installation. Raises ImproperlyConfigured where it cannot."""
    check_engine()
    if settings.FACTS_ENGINE == DUCKDB:
        return _duck_reader()
    from .spark import spark_reader

    return spark_reader()


def check_engine() -> None:
    """Whether the engine that is configured is there. Raises ImproperlyConfigured."""
    if settings.FACTS_ENGINE not in (DUCKDB, SPARK):
        raise ImproperlyConfigured(
            f"KEPT_FACTS_ENGINE is {settings.FACTS_ENGINE!r}; it may be {DUCKDB} or {SPARK}."
        )
    if settings.FACTS_ENGINE == SPARK:
        from .spark import check_spark

        check_spark()


@contextmanager
def _duck_reader() -> Iterator[Reader]:
    with parquet.engine() as base:
        yield DuckReader(base)
