"""Forms of orders: the usual fields in sight, the unusual folded away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import HandlingMark, Service
from kept.kernel.actor import Actor
from kept.kernel.money import to_minor
from kept.parties.ui.choosing import CustomerField
from kept.people.models import Branch

from ..enums import HoldReason, OrderState, Payment
from ..models import Order, OrderQuerySet
from ..queries.finding import orders_like

ANY = ("", _("all"))
DAY = {"type": "date"}
AMOUNTS = {"declared_value": "declared", "cod_amount": "cod"}
"""Amounts of an order, and the fields where they are typed in yuan."""
MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class OrderFilter(forms.Form):
    q = forms.CharField(label=_("Number, reference or customer"), required=False, widget=forms.SearchInput)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *OrderState.choices])
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=_("Branch"), required=False, empty_label=_("all")
    )
    payment = forms.ChoiceField(label=_("Payment"), required=False, choices=[ANY, *Payment.choices])
    service = forms.ModelChoiceField(
        Service.objects.all(), label=_("Service"), required=False, empty_label=_("all"), to_field_name="code"
    )
    since = forms.DateField(
        label=_("Placed from"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Placed until"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d")
    )

    def narrow(self, rows: OrderQuerySet) -> OrderQuerySet:
        given = self.cleaned_data
        rows = orders_like(rows, given["q"])
        for name in ("state", "branch", "payment"):
            if given[name]:
                rows = rows.filter(**{name: given[name]})
        if service := given["service"]:
            rows = rows.filter(Q(service=service) | Q(further_services__icontains=f'"{service.code}"'))
        if given["since"]:
            rows = rows.filter(placed_at__gte=make_aware(datetime.combine(given["since"], time.min)))
        if given["until"]:
            rows = rows.filter(placed_at__lte=make_aware(datetime.combine(given["until"], time.max)))
        return rows


class OrderForm(forms.ModelForm):  # type: ignore[type-arg]
    """All fields of an order but its lines. Amounts are typed in yuan and kept in fen."""

    declared = forms.DecimalField(
        label=_("Declared value"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    cod = forms.DecimalField(
        label=_("Cash to collect for the shipper"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
    )
    handling_marks = forms.MultipleChoiceField(
        label=_("Handling marks"), required=False, widget=forms.CheckboxSelectMultiple
    )
    further_services = forms.MultipleChoiceField(
        label=_("Further services"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What else this order combines: storage, packaging, processing and others."),
    )
    wanted_pickup_at = forms.DateTimeField(label=_("Pick-up wanted by"), required=False, widget=MOMENT)
    wanted_delivery_from = forms.DateTimeField(label=_("Delivery wanted from"), required=False, widget=MOMENT)
    wanted_delivery_at = forms.DateTimeField(
        label=_("Delivery wanted by"),
        required=False,
        widget=MOMENT,
        help_text=_("Left empty, the policy for this customer says by when."),
    )

    class Meta:
        model = Order
        fields = (
            "service",
            "customer_reference",
            "origin_city",
            "origin_address",
            "origin_name",
            "origin_phone",
            "destination_city",
            "destination_address",
            "destination_name",
            "destination_phone",
            "wanted_pickup_at",
            "wanted_delivery_from",
            "wanted_delivery_at",
            "payment",
            "delivery_mode",
            "receipt_kind",
            "receipt_copies",
            "appointment_number",
            "receiving_hours",
            "branch",
            "special",
            "confirmed_need",
        )
        widgets = {
            "special": forms.Textarea({"rows": 3}),
            "confirmed_need": forms.Textarea({"rows": 2}),
        }

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = self.instance.pk is None
        if self.is_new:
            self.fields["customer"] = CustomerField(actor=actor)
            self.fields["branch"].required = False
        marks = HandlingMark.objects.all()
        self.fields["handling_marks"].choices = [(mark.code, str(mark)) for mark in marks]  # type: ignore[attr-defined]
        order = self.instance
        has = [] if self.is_new else [order.service.code, *order.further_services]
        services = Service.objects.offered(beside=has)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
        self.fields["further_services"].choices = [(each.code, str(each)) for each in services]  # type: ignore[attr-defined]
        self.initial.setdefault("further_services", self.instance.further_services)
        self.fields["receipt_copies"].required = False
        self.fields["service"].empty_label = None  # type: ignore[attr-defined]
        self.initial.setdefault("handling_marks", self.instance.handling_marks)
        for name, amount in (("declared", self.instance.declared), ("cod", self.instance.cod)):
            if amount is not None:
                self.initial[name] = amount.value

    def clean(self) -> dict[str, Any]:
        """Our rules judge the order; the database's own constraints are not asked here."""
        return self.cleaned_data

    def _post_clean(self) -> None:
        """Nothing of the instance is saved; the verb writes."""

    def changes(self) -> dict[str, Any]:
        """Fields of Order as the verbs take them."""
        names = (*self.Meta.fields, "handling_marks", "further_services")
        given = {name: self.cleaned_data[name] for name in names}
        given["receipt_copies"] = given["receipt_copies"] or 0
        for field, name in AMOUNTS.items():
            value = self.cleaned_data[name]
            given[field] = None if value is None else to_minor(value, self.instance.currency)
        if given["branch"] is None:
            del given["branch"]
        return {name: value for name, value in given.items() if not self._is_same_minute(name, value)}

    def _is_same_minute(self, name: str, value: Any) -> bool:
        """A moment typed to the minute is the moment at hand, whatever its seconds."""
        before = self.initial.get(name)
        if self.is_new or not isinstance(before, datetime):
            return False
        return bool(value == before.replace(second=0, microsecond=0))


class AmendForm(OrderForm):
    """The same fields with a reason, which a placed order needs, and the last change that was seen."""

    why = forms.CharField(label=_("Why it changes"), max_length=200, required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def as_it_stands(self, names: Iterable[str]) -> dict[str, list[str]]:
        """What a browser would send for fields of Order that nobody touches."""
        typed = [AMOUNTS.get(name, name) for name in names]
        shown = {
            name: self.fields[name].widget.format_value(self[name].value())
            for name in sorted(typed)
            if name in self.fields
        }
        return {name: one if isinstance(one, list) else [one or ""] for name, one in shown.items()}


class HoldForm(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=HoldReason.choices)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    until = forms.DateTimeField(label=_("Until"), required=False, widget=MOMENT)


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class IntakeForm(forms.Form):
    file = forms.FileField(
        label=_("Excel or CSV file"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"] = CustomerField(
            actor=actor, required=False, help_text=_("For rows that name no customer.")
        )
