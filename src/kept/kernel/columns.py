"""Columns of very many values as PostgreSQL reads them in COPY and in arrays.

The driver writes value by value, which takes several times as long. Here a value that stands in many rows
is written once, and the text of many rows is joined at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

TOGETHER = 500
"""Rows in one piece of COPY: while the database reads one, the next is written."""
PLAIN = (models.IntegerField, models.BooleanField, models.DateField, models.DecimalField)
"""Fields whose values hold no sign that COPY or an array would misread."""

UNLIKE = (models.IntegerField, models.BooleanField, models.UUIDField, models.JSONField)
"""Fields whose values are written sooner than it is found out that they were written before."""

Mark = Callable[[str], str]


def copied(fields: Sequence[Any], rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    """Rows in the text format of COPY, in pieces."""
    left = iter(rows)
    while some := list(islice(left, TOGETHER)):
        columns = map(_escaped_column, fields, zip(*some, strict=True))
        yield "".join(f"{line}\n" for line in map("\t".join, zip(*columns, strict=True)))


def array_of(field: Any, values: Sequence[Any]) -> str:
    """The values of one field as the text of an array."""
    return "{" + ",".join(_column(field, values, _quoted, none="NULL")) + "}"


def type_of(field: Any) -> str:
    """The type of the array's elements."""
    return str(field.db_type(connection))


def _escaped_column(field: Any, values: Sequence[Any]) -> Iterable[str]:
    return _column(field, values, _escaped, none="\\N")


def _column(field: Any, values: Sequence[Any], mark: Mark, *, none: str) -> Iterable[str]:
    while field.is_relation:
        field = field.target_field
    write = _writer(field, mark)
    if isinstance(field, UNLIKE):
        return [none if value is None else write(value) for value in values]
    different = {id(value): value for value in values}
    texts = {key: none if value is None else write(value) for key, value in different.items()}
    return map(texts.__getitem__, map(id, values))


def _writer(field: Any, mark: Mark) -> Callable[[Any], str]:
    if isinstance(field, PLAIN):
        return str
    if isinstance(field, models.UUIDField):
        return lambda value: str(value.hex)
    if isinstance(field, models.JSONField):
        return lambda value: mark(json.dumps(value, cls=field.encoder))
    if isinstance(field, models.BinaryField):
        return lambda value: mark(f"\\x{bytes(value).hex()}")
    if isinstance(field, (models.CharField, models.TextField, models.DurationField)):
        return lambda value: mark(str(value))
    return lambda value: mark(str(field.get_db_prep_save(value, connection)))


def _escaped(text: str) -> str:
    if text.isprintable() and "\\" not in text:
        return text
    text = text.replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace("\r", "\\r").replace("\t", "\\t")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
