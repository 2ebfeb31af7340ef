"""Fields that several forms of this room share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Choices
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.people.models import Branch, Person
from kept.scorecards.catalogue import INDICATORS

from ..models import Step

ANY = ("", _("all"))
NONE = ("", "–")


def text(label: Any, *, rows: int = 2, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **more)


def day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)


class PlainNumber(forms.DecimalField):
    """Shown as it was written, without a tail of noughts."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def number(label: Any, **more: Any) -> forms.DecimalField:
    return PlainNumber(
        label=label, max_digits=12, decimal_places=3, widget=forms.NumberInput({"step": "any"}), **more
    )


def branch(**more: Any) -> forms.ModelChoiceField[Branch]:
    given = {"label": _("Branch"), "required": False, "empty_label": _("whole company"), **more}
    return forms.ModelChoiceField(Branch.objects.all(), **given)


def person(label: Any, **more: Any) -> forms.ModelChoiceField[Person]:
    return forms.ModelChoiceField(Person.objects.staff().order_by("name"), label=label, **more)


def service(**more: Any) -> forms.ModelChoiceField[Service]:
    given = {"label": _("Service"), "required": False, "empty_label": _("all services"), **more}
    return forms.ModelChoiceField(Service.objects.all(), **given)


def step(**more: Any) -> forms.ModelChoiceField[Step]:
    rows = Step.objects.select_related("design").order_by("design", "position")
    given = {"label": _("Step of a design"), "required": False, "empty_label": "–", **more}
    return forms.ModelChoiceField(rows, **given)


def any_of(label: Any, choices: type[Choices]) -> forms.ChoiceField:
    """In a filter: one of them, or all."""
    return forms.ChoiceField(label=label, required=False, choices=[ANY, *choices.choices])


def indicator(label: Any, **more: Any) -> forms.ChoiceField:
    given = {"label": label, "required": False, **more}
    return forms.ChoiceField(choices=indicator_choices, **given)


def indicator_choices() -> list[tuple[str, Any]]:
    return [NONE, *((each.code, each.title) for each in INDICATORS.values())]
