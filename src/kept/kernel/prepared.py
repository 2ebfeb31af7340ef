"""A statement that is asked again and again with nothing new but moment or record: put into words once.

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
ANY_KEY = 2**62 + 1815
"""Stands where the key of a record will stand."""
PLAIN = (str, int, datetime)


@dataclass(frozen=True)
class Prepared:
    """SQL and its values, among them ANY_MOMENT or ANY_KEY."""

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

    def values_for(self, *, at: datetime = ANY_MOMENT, key: int = ANY_KEY) -> list[Any]:
        """The values with this moment and this key in their places; a key may stand in JSON too."""
        ops = connection.ops
        moment, any_moment = ops.adapt_datetimefield_value(at), ops.adapt_datetimefield_value(ANY_MOMENT)
        places: dict[Any, Any] = {any_moment: moment, ANY_KEY: key, str(ANY_KEY): str(key)}

        def placed(value: Any) -> Any:
            if getattr(value, "obj", None) == ANY_KEY:  # JSON as PostgreSQL's driver wraps it
                return ops.adapt_json_value(key, None)
            return places.get(value, value) if isinstance(value, PLAIN) else value

        return [placed(value) for value in self.values]

    def rows(self, at: datetime) -> list[tuple[Any, ...]]:
        """The answer at this moment, as the database gives it."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.values_for(at=at))
            return list(cursor.fetchall())
