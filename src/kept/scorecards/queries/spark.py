"""Reads the same fact files with Spark. pyspark is an extra, and is touched here alone."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from threading import Lock
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.kernel.errors import Refused
from kept.kernel.facts import FactTable

from . import parquet
from .readers import Answer, Reader
from .spark_sql import kind_in_spark, tables_in, to_spark

PREFIX: Final = "facts_"
TRIES: Final = 3
SETTINGS: Final = {
    "spark.log.level": "ERROR",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""Moments are UTC as in the files, sums that overflow are an error, and no page of Spark's own is served."""

Stand = tuple[tuple[str, int, int, int], ...]
_starting = Lock()


class SparkIsSilent(Refused):
    """Spark did not start or broke off, or files were replaced again and again while it read them."""

    default = gettext_lazy("The figures were written anew while they were read. Try again in a moment.")

    @classmethod
    def because(cls, why: Exception) -> SparkIsSilent:
        java = getattr(why, "java_exception", None)
        said = str(why if java is None else java.toString())
        first = said.strip().partition("\n")[0]
        return cls(
            _("Spark at %(master)s does not answer: %(why)s")
            % {"master": settings.SPARK_MASTER, "why": first}
        )


def check_spark() -> None:
    """Whether Spark can be started here. Raises ImproperlyConfigured."""
    if find_spec("pyspark") is None:
        raise ImproperlyConfigured(
            "KEPT_FACTS_ENGINE is spark, but pyspark is not installed: requirements/spark.txt has it."
        )
    home = os.environ.get("JAVA_HOME")
    if not which("java", path=str(Path(home) / "bin") if home else None):
        raise ImproperlyConfigured("KEPT_FACTS_ENGINE is spark, but there is no Java: it needs 17 or later.")


@contextmanager
def spark_reader() -> Iterator[Reader]:
    """A reader with views of its own; Spark starts when it is first asked."""
    with parquet.engine() as shape:
        yield SparkReader(shape)


@dataclass(frozen=True)
class SparkReader:
    """Asks Spark. `shape` is DuckDB with the same tables, all empty: it tells what type a column has."""

    shape: parquet.Base
    tables: dict[str, FactTable] = field(default_factory=dict)

    @cached_property
    def session(self) -> Any:
        return _session().newSession()

    def source(self, table: FactTable, as_of: datetime) -> str:
        name = f"{PREFIX}{table.name}"
        if name not in self.tables:
            columns = ", ".join(f'"{column.name}" {column.kind}' for column in table.columns)
            self.shape.execute(f"CREATE TEMP TABLE {name} ({columns})")
            self.tables[name] = table
        return parquet.with_derived(name, table, as_of)

    def read(self, sql: str, **named: Any) -> Answer:
        question = to_spark(sql)
        empty = self.shape.execute(sql, named)
        names = tuple(name for name, *_rest in empty.description)
        takers = [_taker(str(kind)) for _name, kind, *_rest in empty.description]
        asked = [self.tables[name] for name in tables_in(sql) if name in self.tables]
        if not all(map(parquet.files, asked)):  # a question is about one table
            return Answer(names, empty.fetchall())
        rows = self._unchanged(asked, partial(self._ask, asked, question, named))
        return Answer(names, [tuple(t(v) for t, v in zip(takers, row, strict=True)) for row in rows])

    def _unchanged(self, asked: list[FactTable], ask: Callable[[], list[Any]]) -> list[Any]:
        """The answer of a time in which no file was replaced: Spark opens a file more than once."""
        from py4j.protocol import Py4JError
        from pyspark.errors import AnalysisException, PySparkException

        for _try in range(TRIES):
            stand = _stand(asked)
            try:
                rows = ask()
            except (Py4JError, PySparkException) as why:
                if _stand(asked) != stand:
                    continue
                if isinstance(why, AnalysisException):  # the question is wrong, and that is our mistake
                    raise
                raise SparkIsSilent.because(why) from why
            else:
                if _stand(asked) == stand:
                    return rows
        raise SparkIsSilent()

    def _ask(self, asked: list[FactTable], sql: str, named: dict[str, Any]) -> list[Any]:
        for table in asked:
            kinds = ", ".join(f"`{column.name}` {kind_in_spark(column.kind)}" for column in table.columns)
            files = map(_address, parquet.files(table))
            self.session.read.schema(kinds).parquet(*files).createOrReplaceTempView(f"{PREFIX}{table.name}")
        return list(self.session.sql(sql, args=named).collect())


def _session() -> Any:
    """The session of this process; started by the first who asks, and again if its cluster left."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("Kept").master(settings.SPARK_MASTER)
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    with _starting:
        try:
            session = builder.getOrCreate()
            if session.sparkContext._jsc.sc().isStopped():
                session.stop()
                session = builder.getOrCreate()
        except (Py4JError, PySparkException) as why:
            raise SparkIsSilent.because(why) from why
    return session


def _address(file: Path) -> str:
    """Spark takes a path for a pattern."""
    return "file://" + re.sub(r"([\\*?{}\[\]])", r"\\\1", str(file))


def _stand(tables: list[FactTable]) -> Stand:
    """Which files there are, so that another file of the same name is seen."""
    found = []
    for file in (file for table in tables for file in parquet.files(table)):
        try:
            told = file.stat()
        except FileNotFoundError:
            continue
        found.append((str(file), told.st_ino, told.st_mtime_ns, told.st_size))
    return tuple(found)


def _taker(kind: str) -> Callable[[Any], Any]:
    """Turns a value of Spark's into what DuckDB gives for a column of this type."""
    if kind.endswith("[]"):
        return lambda value: value or None  # DuckDB lists nothing as NULL
    if kind == "DOUBLE":
        return lambda value: None if value is None else float(value)
    if kind.endswith("INT") or kind == "INTEGER":
        return lambda value: None if value is None else int(value)
    if kind.startswith("DECIMAL"):
        scale = Decimal(1).scaleb(-int(kind.rstrip(")").rpartition(",")[2]))
        return lambda value: None if value is None else Decimal(str(value)).quantize(scale)
    return lambda value: value
