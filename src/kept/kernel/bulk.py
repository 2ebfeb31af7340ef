"""Writing very many rows: as fast as the database takes them, with the same values as `bulk_create`.

Ids are drawn first, so that rows may point to each other before they are written. On PostgreSQL the rows
go in by COPY, elsewhere by one prepared statement. Like `bulk_create` it sends no signals.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models, transaction

Values = Iterator[tuple[Any, ...]]
ADAPTED = (models.DateField, models.DecimalField, models.DurationField, models.UUIDField)
"""Fields whose values PostgreSQL's driver takes as they are; moments are dates to Django."""


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


def insert_tuples(model: type[models.Model], names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows that nobody needs as models: their values in the order of `names`, ids by the database."""
    if rows:
        fields = [model._meta.get_field(name) for name in names]
        _write(model, fields, _changed(rows, fields))


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
    values = list(_values(rows, fields))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lists = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
            changes = ", ".join(f"{column} = given.{column}" for column in columns[1:])
            given = f"unnest({lists}) AS given({', '.join(columns)})"
            same = f"{table}.{columns[0]} = given.{columns[0]}"
            cursor.execute(
                f"UPDATE {table} SET {changes} FROM {given} WHERE {same}",
                list(map(list, zip(*values, strict=True))),
            )
        else:
            changes = ", ".join(f"{column} = %s" for column in columns[1:])
            told = [(*row[1:], row[0]) for row in values]
            cursor.executemany(f"UPDATE {table} SET {changes} WHERE {columns[0]} = %s", told)


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
    take = attrgetter(*(field.attname for field in fields))
    for field in fields:
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            for row in rows:
                field.pre_save(row, True)
    return _changed(map(take, rows), fields)


def _changed(rows: Iterable[tuple[Any, ...]], fields: Sequence[Any]) -> Values:
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
    if connection.vendor == "postgresql" and isinstance(field, ADAPTED):
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
                for row in values:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", list(values))
