"""Labels of choices, found by looking up."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import Field


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
