"""The fields of each kind of case as a form, made from the one table of kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..enums import CaseKind
from ..kinds import KIND_FIELDS, KindField, fields_of


class KindForm(forms.Form):
    """What one kind asks. `details()` is what the verbs take."""

    def __init__(self, data: Any = None, *, kind: str, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix=kind, initial=dict(details or {}))
        self.kind = kind
        for field in fields_of(kind):
            self.fields[field.code] = _field(field)

    @property
    def words(self) -> Any:
        return CaseKind(self.kind).label

    def details(self) -> dict[str, Any]:
        return {code: value for code, value in self.cleaned_data.items() if value not in (None, "")}


def with_kind(form: forms.Form, kind: str) -> forms.Form:
    """The same form with the fields of a kind below its own."""
    for field in fields_of(kind):
        form.fields[field.code] = _field(field)
    return form


def kind_forms(data: Any = None) -> dict[str, KindForm]:
    """One form for each kind that asks something; on a page only the chosen one shows."""
    return {str(kind): KindForm(data, kind=kind) for kind in KIND_FIELDS}


def _field(field: KindField) -> forms.Field:
    given: dict[str, Any] = {"label": field.label, "required": False, "help_text": field.hint}
    if field.sort == "day":
        return forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **given)
    if field.sort == "count":
        return forms.IntegerField(min_value=0, **given)
    if field.sort == "amount":
        return forms.DecimalField(min_value=0, max_digits=14, decimal_places=2, **given)
    if field.sort == "choice":
        return forms.ChoiceField(choices=[("", _("not known yet")), *field.choices], **given)
    if field.sort == "long":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, **given)
    return forms.CharField(max_length=120, **given)
