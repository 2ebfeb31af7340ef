"""Filters of charges, and the form that takes one back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.contracts.queries.clauses import KINDS
from kept.kernel.searching import matching
from kept.parties.models import Customer

from ..enums import ChargeState, Payer
from ..models import ChargeHold, ChargeQuerySet, UnpricedQuerySet
from ..queries.clauses import COMPENSATION, DISPUTE, RETURN, kind_words

ANY = ("", _("all"))


class MonthInput(forms.DateInput):
    input_type = "month"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m")


class ChargeFilter(forms.Form):
    customer = forms.CharField(label=_("Customer"), required=False, max_length=60, widget=forms.SearchInput)
    period = forms.DateField(
        label=_("Month"), required=False, input_formats=["%Y-%m", "%Y-%m-%d"], widget=MonthInput
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *ChargeState.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    payer = forms.ChoiceField(label=_("Payer"), required=False, choices=[ANY, *Payer.choices])
    held = forms.BooleanField(label=_("Disputed"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [ANY, *((kind, kind_words(kind)) for kind in (*KINDS, RETURN, COMPENSATION, DISPUTE))]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def narrow(self, rows: ChargeQuerySet) -> ChargeQuerySet:
        wanted = self.cleaned_data
        if wanted.get("customer"):
            rows = rows.filter(customer__in=matching(Customer.objects.all(), wanted["customer"]))
        if wanted.get("period"):
            rows = rows.filter(period=wanted["period"].replace(day=1))
        for name in ("state", "kind", "payer"):
            if wanted.get(name):
                rows = rows.filter(**{name: wanted[name]})
        if wanted.get("held"):
            rows = rows.filter(pk__in=ChargeHold.objects.undecided().values("charge"))
        return rows


class UnpricedFilter(forms.Form):
    customer = forms.CharField(label=_("Customer"), required=False, max_length=60, widget=forms.SearchInput)

    def narrow(self, rows: UnpricedQuerySet) -> UnpricedQuerySet:
        if wanted := self.cleaned_data.get("customer"):
            rows = rows.filter(customer__in=matching(Customer.objects.all(), wanted))
        return rows


class ReversalForm(forms.Form):
    why = forms.CharField(label=_("Why"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    whole = forms.BooleanField(label=_("All lines of this event"), required=False, initial=True)
