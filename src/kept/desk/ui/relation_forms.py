"""Forms of merging, splitting and linking."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.transport.models import Shipment

from ..enums import CaseKind, LinkSort
from ..models import Case, Contact
from ..models.contacts import ContactQuerySet


class CaseNumbers(forms.CharField):
    """Numbers of cases that this actor may use, separated by spaces or lines."""

    def __init__(self, *, rows: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows = rows

    def clean(self, value: Any) -> list[Case]:
        wanted = re.split(r"[\s,;，；、]+", (super().clean(value) or "").strip().upper())
        numbers = list(dict.fromkeys(filter(None, wanted)))[:50]
        found = {case.number: case for case in self.rows.filter(number__in=numbers)}
        if missing := [number for number in numbers if number not in found]:
            raise forms.ValidationError(_("Not found: %(numbers)s") % {"numbers": ", ".join(missing)})
        return [found[number] for number in numbers]


class MergeForm(forms.Form):
    chosen = forms.MultipleChoiceField(
        label=_("Cases that may be about the same matter"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    numbers = CaseNumbers(label=_("Other cases, by number"), required=False)
    why = forms.CharField(label=_("Why they are one"), max_length=200, required=False)

    def __init__(
        self, data: Any, *, case: Case, near: Sequence[Case], actor: Actor, wanted: Sequence[str] = ()
    ) -> None:
        """`wanted` are numbers that an address names; those that are not `near` stand in the field."""
        shown = {other.number for other in near}
        numbers = " ".join(number for number in wanted if number not in shown)
        super().__init__(data, initial={"numbers": numbers})
        self.near = {str(other.pk): other for other in near}
        self.fields["chosen"].choices = [(pk, str(other)) for pk, other in self.near.items()]  # type: ignore[attr-defined]
        rows = Case.objects.permitted(actor, "desk.merge").exclude(pk=case.pk)
        self.fields["numbers"].rows = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or {}
        chosen = [self.near[pk] for pk in said.get("chosen", [])]
        said["others"] = list({case.pk: case for case in (*chosen, *said.get("numbers", []))}.values())
        return said


class BulkMergeForm(forms.Form):
    survivor = forms.ChoiceField(label=_("Which one stays"), widget=forms.RadioSelect)
    why = forms.CharField(label=_("Why they are one"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, cases: Sequence[Case]) -> None:
        super().__init__(data)
        self.cases = {str(case.pk): case for case in cases}
        self.fields["survivor"].choices = [(pk, str(case)) for pk, case in self.cases.items()]  # type: ignore[attr-defined]
        self.fields["survivor"].initial = next(iter(self.cases), None)

    def clean_survivor(self) -> Case:
        return self.cases[self.cleaned_data["survivor"]]


class SplitForm(forms.Form):
    contacts = forms.ModelMultipleChoiceField(
        Contact.objects.none(), label=_("Contacts"), required=False, widget=forms.CheckboxSelectMultiple
    )
    shipments = forms.ModelMultipleChoiceField(
        Shipment.objects.none(), label=_("Shipments"), required=False, widget=forms.CheckboxSelectMultiple
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=CaseKind)
    title = forms.CharField(label=_("Title"), max_length=160, required=False)

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, initial={"kind": case.kind})
        said: ContactQuerySet = Contact.objects.filter(case=case)
        goods = Shipment.objects.filter(case_links__case=case).select_related("customer", "order")
        self.fields["contacts"].queryset = said.select_related("customer").order_by("at", "pk")  # type: ignore[attr-defined]
        self.fields["shipments"].queryset = goods.order_by("pk")  # type: ignore[attr-defined]
        self.fields["contacts"].label_from_instance = _said  # type: ignore[attr-defined]
        self.fields["shipments"].label_from_instance = _goods  # type: ignore[attr-defined]
        self.has_parts = said.exists() or goods.exists()


class LinkForm(forms.Form):
    SORTS = [choice for choice in LinkSort.choices if choice[0] != LinkSort.SPLIT]
    sort = forms.ChoiceField(label=_("How they belong together"), choices=SORTS)
    other = CaseNumbers(label=_("Number of the other case"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].rows = Case.objects.permitted(actor, "desk.view")  # type: ignore[attr-defined]

    def clean_other(self) -> Case:
        cases: list[Case] = self.cleaned_data["other"]
        if len(cases) != 1:
            raise forms.ValidationError(_("Name one case."))
        return cases[0]


def _said(contact: Contact) -> str:
    return f"{contact.number} · {contact.who} · {contact.heading[:60]}"


def _goods(shipment: Shipment) -> str:
    return f"{shipment.number} {shipment.origin_city} → {shipment.destination_city}"
