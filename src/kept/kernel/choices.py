"""Choices: their labels found by looking up, their rows read in one statement."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db.models import Field
from django.forms.models import ModelChoiceIterator


class Labelled:
    """Mix into a model in front of `models.Model`: `get_…_display` looks the label up.

    Django builds and hashes the whole table of choices each time that one label is asked for, which a
    list of fifty rows does some two hundred times.
    """

    def _get_FIELD_display(self, field: Field[Any, Any]) -> str:
        value = getattr(self, field.attname)
        return str(_labels(field).get(value, "" if value is None else value))


@cache
def _labels(field: Field[Any, Any]) -> dict[Any, Any]:
    return dict(field.flatchoices)


class RowChoices(ModelChoiceIterator):  # type: ignore[type-arg]  # not generic where it runs
    """The choices of a field over records, for `ModelChoiceField.iterator`.

    Django's own opens a cursor at the server: on PostgreSQL four statements for a handful of rows.
    """

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for row in self.queryset.all():
            yield self.choice(row)
