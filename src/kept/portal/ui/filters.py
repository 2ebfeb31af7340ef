"""How the lists of the portal are narrowed."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.desk.models.cases import UNFINISHED, CaseQuerySet
from kept.orders.enums import OrderState
from kept.transport.enums import ShipmentState

ANY = ("", _("all"))
MOST_NUMBERS = 50


class ShipmentFilter(forms.Form):
    """Waybills or own references, as many as were pasted."""

    numbers = forms.CharField(
        label=_("Waybills or references"), required=False, max_length=3000, widget=forms.SearchInput
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *ShipmentState.choices])
    since = forms.DateField(
        label=_("Planned from"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def narrow(self, rows: Any) -> Any:
        wanted = self.cleaned_data
        if numbers := _numbers(wanted.get("numbers", "")):
            found = Q(number__in=[number.upper() for number in numbers]) | Q(customer_reference__in=numbers)
            rows = rows.filter(found | Q(order__number__in=[number.upper() for number in numbers]))
        if wanted.get("state"):
            rows = rows.filter(state=wanted["state"])
        if wanted.get("since"):
            rows = rows.filter(planned_at__date__gte=wanted["since"])
        return rows


class OrderFilter(forms.Form):
    numbers = forms.CharField(
        label=_("Orders or references"), required=False, max_length=3000, widget=forms.SearchInput
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *OrderState.choices])

    def narrow(self, rows: Any) -> Any:
        wanted = self.cleaned_data
        if numbers := _numbers(wanted.get("numbers", "")):
            found = Q(number__in=[number.upper() for number in numbers])
            rows = rows.filter(found | Q(customer_reference__in=numbers))
        return rows.filter(state=wanted["state"]) if wanted.get("state") else rows


class CaseFilter(forms.Form):
    open = forms.BooleanField(label=_("Not solved yet"), required=False)

    def narrow(self, rows: CaseQuerySet) -> CaseQuerySet:
        return rows.filter(state__in=UNFINISHED) if self.cleaned_data.get("open") else rows


class ChargeFilter(forms.Form):
    period = forms.DateField(
        label=_("Month"),
        required=False,
        input_formats=["%Y-%m", "%Y-%m-%d"],
        widget=forms.DateInput({"type": "month"}, format="%Y-%m"),
    )

    def narrow(self, rows: Any) -> Any:
        month = self.cleaned_data.get("period")
        return rows.filter(period=month.replace(day=1)) if month else rows


class RechargeFilter(ChargeFilter):
    """By month, as charges."""


class CarriedFilter(ShipmentFilter):
    """The same for a subcontractor."""


def _numbers(text: str) -> list[str]:
    return [number for number in re.split(r"[\s,;，；、]+", text.strip()) if number][:MOST_NUMBERS]
