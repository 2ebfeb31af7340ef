"""Choosing a customer among many: type a name, a number or initials, and pick."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.kernel.actor import Actor
from kept.kernel.searching import matching

from ..models import Customer

MOST = 12


def customers_like(actor: Actor, text: str) -> list[Customer]:
    rows: Permitted[Customer] = Customer.objects.permitted(actor, "parties.view")
    if found := _numbered(rows, text):
        return [found]
    return list(matching(rows, text).order_by("name")[:MOST]) if text.strip() else []


def _numbered(rows: Permitted[Customer], text: str) -> Customer | None:
    """The one whose number is written first."""
    number = text.split(maxsplit=1)[:1]
    return rows.filter(number=number[0].upper()).first() if number else None


class CustomerField(forms.CharField):
    """Written as 'C-00001 宏达电子'; a number alone or a name that only one customer has will do."""

    default_error_messages = {
        "unknown": _("No customer is found by this. Choose one from the list."),
        "several": _("Several customers match. Choose one from the list."),
    }

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        self.actor = actor
        options.setdefault("label", _("Customer"))
        options.setdefault("max_length", 200)
        super().__init__(**options)
        self.widget.attrs |= {
            "list": "customer-choices",
            "autocomplete": "off",
            "hx-get": reverse_lazy("parties:customer_choices"),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": "#customer-choices",
            "hx-swap": "innerHTML",
            "data-unknown": self.error_messages["unknown"],
        }

    def prepare_value(self, value: Any) -> Any:
        return f"{value.number} {value.name}" if isinstance(value, Customer) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        rows = Customer.objects.permitted(self.actor, "parties.view")
        if found := _numbered(rows, text):
            return found
        named = list(rows.filter(name=text)[:2]) or customers_like(self.actor, text)
        if len(named) != 1:
            raise forms.ValidationError(self.error_messages["several" if named else "unknown"])
        return named[0]
