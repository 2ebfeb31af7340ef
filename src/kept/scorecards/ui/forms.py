"""The form that sets a level."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.parties.models import Customer, Partner
from kept.people.models import Branch

from ..enums import Direction
from ..queries.known import known
from ..rules import SERVICE_LEVEL


def indicator_choices() -> list[tuple[str, Any]]:
    shown = known().indicators.values()
    aimed = ((i.code, i.title) for i in shown if i.direction in (Direction.UP, Direction.DOWN))
    return [(SERVICE_LEVEL, _("Service level")), *aimed]


class TargetForm(forms.Form):
    """Shares are typed in per cent."""

    indicator = forms.ChoiceField(label=_("Indicator"), choices=indicator_choices)
    value = forms.DecimalField(
        label=_("Set level"),
        min_value=Decimal(0),
        max_digits=12,
        help_text=_("Shares in per cent: 95 for 95 %."),
    )
    customer = forms.CharField(
        label=_("Customer"), required=False, help_text=_("Number or name; empty for everybody.")
    )
    branch = forms.ModelChoiceField(Branch.objects.all(), label=_("Branch"), required=False)
    partner = forms.CharField(label=_("Subcontractor"), required=False, help_text=_("Number or name."))
    service = forms.ModelChoiceField(Service.objects.all(), label=_("Service"), required=False)
    valid_from = forms.DateField(
        label=_("Valid from"),
        initial=localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    valid_until = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    why = forms.CharField(label=_("Reason"), required=False, max_length=200)

    def clean_customer(self) -> Any:
        return party_of(Customer, self.cleaned_data["customer"])

    def clean_partner(self) -> Any:
        return party_of(Partner, self.cleaned_data["partner"])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        code, value = told.get("indicator"), told.get("value")
        found = known().indicators.get(code or "")
        if value is None or not (code == SERVICE_LEVEL or (found and found.is_share)):
            return told
        if words := meant_otherwise(value, found.direction if found else Direction.UP):
            self.add_error("value", words)
        told["value"] = value / 100
        return told


def meant_otherwise(percent: Decimal, direction: str) -> str:
    """What to ask back where somebody wrote 0.95 for 95 %; nothing where so little can be meant."""
    if not 0 < percent <= 1 or direction != Direction.UP:
        return ""
    told = {"value": f"{percent.normalize():f}", "hundred": f"{(percent * 100).normalize():f}"}
    return _now("This would be %(value)s %%. Write %(hundred)s for %(hundred)s %%.") % told


def party_of(model: Any, text: str) -> Any:
    """A party by its number or its whole name."""
    text = text.strip()
    if not text:
        return None
    found = list(model.objects.filter(number=text)[:1]) or list(model.objects.filter(name=text)[:2])
    if len(found) != 1:
        several = _("There are several with this name: give the number.")
        raise forms.ValidationError(several if found else _("Nobody has this number or name."))
    return found[0]
