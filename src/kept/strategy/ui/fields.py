"""Fields that several forms of the strategy share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.parties.models import Customer

ANY_SEGMENT = ("", _("whole company"))


class CustomerField(forms.CharField):
    """A customer by its number, its name or its short name."""

    def __init__(self, **more: Any) -> None:
        told: dict[str, Any] = {"label": _("Customer"), "required": False, "max_length": 160, **more}
        super().__init__(**told)

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        wanted = Q(number__iexact=text) | Q(name=text) | Q(short_name=text)
        found = list(Customer.objects.filter(wanted)[:2])
        if len(found) != 1:
            several = _("There are several with this name: give the number.")
            raise forms.ValidationError(several if found else _("Nobody has this number or name."))
        return found[0]


def day_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)


def long_text(label: Any, *, rows: int = 2, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea({"rows": rows}), **more)
