"""Writing very many rows: as fast as the database takes them, with the same values as `bulk_create`.

Ids are drawn first, so that rows may point to each other before they are written. On PostgreSQL the rows
go in by COPY, elsewhere by one prepared statement. Like `bulk_create` it sends no signals.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models.base import ModelState

from .columns import array_of, copied, type_of

Record = TypeVar("Record", bound=models.Model)
Values = Iterable[tuple[Any, ...]]


@contextmanager
def uncollected() -> Iterator[None]:
    """Search for no circles of objects meanwhile: the rows in hand form none, and all are gone through."""
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            gc.enable()


@transaction.atomic(savepoint=False)
def insert_many(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model; those without an id get theirs."""
    if not rows:
        return
    model = type(rows[0])
    draw_ids([row for row in rows if row.pk is None])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    _write(model, fields, _values(rows, fields))


def insert_tuples(model: type[models.Model], names: Sequence[str], rows: Values) -> None:
    """Insert rows that nobody needs as models: their values in the order of `names`, ids by the database."""
    fields = [model._meta.get_field(name) for name in names]
    _write(model, fields, rows)


@transaction.atomic(savepoint=False)
def update_many(
    rows: Sequence[Any], names: Sequence[str], *, model: type[models.Model] | None = None
) -> None:
    """Write some fields of many rows that are there already: models, or anything with their fields and id."""
    if not rows:
        return
    model = model or type(rows[0])
    fields: list[Any] = [model._meta.pk, *(model._meta.get_field(name) for name in names)]
    table = connection.ops.quote_name(model._meta.db_table)
    columns = [connection.ops.quote_name(str(field.column)) for field in fields]
    values = _values(rows, fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lists = ", ".join(f"%s::{type_of(field)}[]" for field in fields)
            changes = ", ".join(f"{column} = given.{column}" for column in columns[1:])
            given = f"unnest({lists}) AS given({', '.join(columns)})"
            same = f"{table}.{columns[0]} = given.{columns[0]}"
            arrays = list(map(array_of, fields, zip(*values, strict=True)))
            cursor.execute(f"UPDATE {table} SET {changes} FROM {given} WHERE {same}", arrays)
        else:
            changes = ", ".join(f"{column} = %s" for column in columns[1:])
            told = [(*row[1:], row[0]) for row in _changed(values, fields)]
            cursor.executemany(f"UPDATE {table} SET {changes} WHERE {columns[0]} = %s", told)


def read_many(rows: models.QuerySet[Record], names: Iterable[str]) -> list[Record]:
    """Records with some of their fields; as with `only`, others are read when they are asked for.

    Django's constructor looks at every field of every record, which takes longer than reading them.
    """
    known: Any = rows.model._meta
    fields = [str(known.get_field(name).attname) for name in names]
    return [_record(rows.model, rows.db, zip(fields, row, strict=True)) for row in rows.values_list(*fields)]


def _record(model: type[Record], database: str, values: Iterable[tuple[str, Any]]) -> Record:
    record = model.__new__(model)
    record.__dict__.update(values)
    record._state = ModelState()
    record._state.adding, record._state.db = False, database
    return record


def draw_ids(rows: Sequence[models.Model]) -> None:
    """Give rows of one model their ids before they are written, so that others may point to them."""
    if rows:
        for row, pk in zip(rows, _draw(type(rows[0]), len(rows)), strict=True):
            row.pk = pk


def _draw(model: type[models.Model], count: int) -> Sequence[int]:
    """Ids that nobody else gets: from the sequence, or above the highest under SQLite's one writer."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            draw = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(draw, [connection.ops.quote_name(table), count])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return range(last + 1, last + count + 1)


def _values(rows: Sequence[Any], fields: Sequence[Any]) -> Values:
    for field in fields:
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            for row in rows:
                field.pre_save(row, True)
    return map(attrgetter(*(field.attname for field in fields)), rows)


def _changed(rows: Values, fields: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Values as SQLite wants them."""
    changes = [(n, change) for n, field in enumerate(fields) if (change := _change(field))]
    for row in rows:
        values = list(row)
        for n, change in changes:
            if values[n] is not None:
                values[n] = change(values[n])
        yield tuple(values)


def _change(field: Any) -> Callable[[Any], Any] | None:
    """How the database wants a value of this field; None where it takes it as it is."""
    if isinstance(field, (models.CharField, models.TextField)):
        return _text
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value, cls=field.encoder)
    if isinstance(field, (models.IntegerField, models.BooleanField, models.ForeignKey)):
        return None
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    return lambda value: field.get_db_prep_save(value, connection)


def _text(value: Any) -> str:
    return value if type(value) is str else str(value)


def _write(model: type[models.Model], fields: Sequence[Any], values: Values) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for piece in copied(fields, values):
                    copy.write(piece)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({places})", list(_changed(values, fields))
            )
