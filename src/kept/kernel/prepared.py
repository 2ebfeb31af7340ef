"""A statement that is asked again and again with nothing new but the moment: put into words once.

Django finds the words of a statement anew each time, which for many conditions takes longer than the database
takes to answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

ANY_MOMENT = datetime(1815, 12, 10, 1, 2, 3, 4, tzinfo=UTC)
"""Stands in a statement where the moment of asking will stand; no record bears it."""


@dataclass(frozen=True)
class Prepared:
    """SQL and its values, among them ANY_MOMENT."""

    sql: str
    values: tuple[Any, ...]

    @classmethod
    def of(cls, build: Callable[[datetime], QuerySet[Any, Any]]) -> Prepared:
        """What `build` would ask at any moment. It must not read the database while it builds."""
        sql, values = build(ANY_MOMENT).query.get_compiler(connection.alias).as_sql()
        return cls(sql, tuple(values))

    @classmethod
    def together(cls, *parts: Prepared) -> Prepared:
        """Several statements as one, the rows of each before those of the next."""
        words = " UNION ALL ".join(f"SELECT * FROM ({part.sql}) AS part_{n}" for n, part in enumerate(parts))
        return cls(words, tuple(value for part in parts for value in part.values))

    def rows(self, at: datetime) -> list[tuple[Any, ...]]:
        """The answer at this moment, as the database gives it."""
        adapt = connection.ops.adapt_datetimefield_value
        then, now = adapt(ANY_MOMENT), adapt(at)
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [now if value == then else value for value in self.values])
            return list(cursor.fetchall())
