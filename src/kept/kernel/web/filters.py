"""Filters of a list as chips: what narrows it now, and the address without each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Chip:
    label: Any
    value: str
    without: str


def chips(form: forms.Form | None, query: QueryDict) -> list[Chip]:
    """One chip for each filter in the address that has a value."""
    if form is None or not form.is_bound:
        return []
    form.is_valid()
    return [
        Chip(bound.label, said, _without(query, bound.html_name))
        for bound in form
        if (said := _say(bound.field, form.cleaned_data.get(bound.name)))
    ]


def _say(field: forms.Field, value: Any) -> str:
    if value in (None, "", False) or (hasattr(value, "__len__") and len(value) == 0):
        return ""
    if value is True:
        return _("yes")
    if isinstance(field, forms.ModelChoiceField):
        items = [value] if not isinstance(field, forms.ModelMultipleChoiceField) else list(value)
        return ", ".join(field.label_from_instance(item) for item in items)
    if isinstance(field, forms.ChoiceField):
        return _choice_words(field, value)
    if isinstance(field, forms.DateField):
        return date_format(value, "DATE_FORMAT")
    return str(value)


def _choice_words(field: forms.ChoiceField, value: Any) -> str:
    words: dict[str, Any] = {}
    pairs: Any = field.choices
    for code, label in pairs:
        grouped = isinstance(label, (list, tuple))
        words.update({str(c): w for c, w in label} if grouped else {str(code): label})
    codes = value if isinstance(value, (list, tuple, set)) else [value]
    return ", ".join(str(words.get(str(code), code)) for code in codes)


def _without(query: QueryDict, name: str) -> str:
    left = query.copy()
    for gone in (name, "after", "before", "export"):
        left.pop(gone, None)
    return f"?{left.urlencode()}"
