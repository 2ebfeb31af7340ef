"""What a reader asks of service and cost, and the forms of costs and alternatives."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from kept.kernel.money import SIGNS, to_minor
from kept.parties.models import Customer

from ..catalogue import INDICATORS
from ..catalogue.indicators import COMPONENTS
from ..enums import Compared, ServiceBy, Slice
from .asking import AskForm
from .desk_forms import DAY
from .forms import party_of

CURRENCIES = [(code, code) for code in SIGNS]


class SpanForm(AskForm):
    """Months of somebody, nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_indicator=False, with_by=False, **kwargs)


class LeastCostForm(SpanForm):
    target = forms.DecimalField(
        label=_("Level to reach, %"), min_value=Decimal("0.01"), max_value=Decimal("99.999"), required=False
    )


class FrontierForm(SpanForm):
    service = forms.ChoiceField(label=_("Service level by"), choices=ServiceBy.choices, required=False)


class RelationForm(FrontierForm):
    parties = forms.ChoiceField(
        label=_("By"),
        choices=[(Slice.CUSTOMER.value, Slice.CUSTOMER.label), (Slice.BRANCH.value, Slice.BRANCH.label)],
        required=False,
    )
    compared = forms.ChoiceField(label=_("Compared with"), choices=Compared.choices, required=False)
    field_order = ("parties", "service", "first", "last", "compared")


class MoneyForm(forms.Form):
    """Amounts are typed in units of the currency and kept in its smallest."""

    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, initial="CNY")
    customer = forms.CharField(
        label=_("Customer"), required=False, help_text=_("Number or name; empty for everybody.")
    )
    amounts: tuple[str, ...] = ()

    def clean_customer(self) -> Any:
        return party_of(Customer, self.cleaned_data["customer"])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for name in self.amounts:
            if told.get(name) is not None:
                told[name] = to_minor(told[name], told.get("currency") or "CNY")
        return told


class ComponentCostForm(MoneyForm):
    component = forms.ChoiceField(
        label=_("Component"), choices=lambda: [(code, INDICATORS[code].title) for code in COMPONENTS]
    )
    cost_of_point = forms.DecimalField(
        label=_("Cost a month of the next point"),
        min_value=Decimal("0.01"),
        max_digits=12,
        decimal_places=2,
        help_text=_("What one percentage point more costs at today's level; each further one costs more."),
    )
    cost_now = forms.DecimalField(
        label=_("Cost a month today"), min_value=0, max_digits=14, decimal_places=2, required=False
    )
    ceiling = forms.DecimalField(
        label=_("Highest that can be reached, %"),
        min_value=Decimal("0.01"),
        max_value=100,
        max_digits=7,
        decimal_places=4,
        initial=Decimal("99.9"),
    )
    valid_from = forms.DateField(label=_("Valid from"), initial=localdate, widget=DAY)
    why = forms.CharField(label=_("Reason"), required=False, max_length=200)
    amounts = ("cost_of_point", "cost_now")
    field_order = ("component", "customer", "cost_of_point", "cost_now", "currency", "ceiling")

    def clean_ceiling(self) -> Decimal:
        ceiling: Decimal = self.cleaned_data["ceiling"]
        return ceiling / 100


class AlternativeForm(MoneyForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    level = forms.DecimalField(
        label=_("Service level, %"),
        min_value=Decimal("0.01"),
        max_value=100,
        max_digits=7,
        decimal_places=4,
    )
    income = forms.DecimalField(label=_("Income a month"), min_value=0, max_digits=14, decimal_places=2)
    cost = forms.DecimalField(label=_("Cost a month"), min_value=0, max_digits=14, decimal_places=2)
    why = forms.CharField(label=_("What it rests on"), required=False, max_length=200)
    amounts = ("income", "cost")
    field_order = ("name", "customer", "level", "income", "cost", "currency", "why")

    def clean_level(self) -> Decimal:
        level: Decimal = self.cleaned_data["level"]
        return level / 100
