"""The forms of a client about orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.fulfillment.enums import InstructionKind
from kept.kernel.actor import Actor
from kept.kernel.money import to_minor
from kept.orders.models import Order
from kept.orders.ui.forms import AMOUNTS
from kept.parties.models import Consignee, Customer

from ..permissions import CLIENT
from ..queries.own import own_customers

MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
ENDS = ("city", "address", "name", "phone")


class OnlineOrderForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a client says about an order. Amounts are typed in whole units of the currency."""

    declared = forms.DecimalField(
        label=_("Declared value"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    cod = forms.DecimalField(
        label=_("Cash to collect for you"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    further_services = forms.MultipleChoiceField(
        label=_("Further services"), required=False, widget=forms.CheckboxSelectMultiple
    )
    wanted_pickup_at = forms.DateTimeField(label=_("Pick-up wanted by"), required=False, widget=MOMENT)
    wanted_delivery_at = forms.DateTimeField(
        label=_("Delivery wanted by"),
        required=False,
        widget=MOMENT,
        help_text=_("Left empty, we promise the usual time."),
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
            "wanted_delivery_at",
            "payment",
            "delivery_mode",
            "receipt_kind",
            "special",
        )
        widgets = {"special": forms.Textarea({"rows": 3})}

    def __init__(
        self, *args: Any, actor: Actor, asked: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        customers = list(own_customers(actor))
        self.only: Customer | None = customers[0] if len(customers) == 1 else None
        self.book = list(_book(actor, asked or {}))
        services = Service.objects.offered()
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
        self.fields["further_services"].choices = [(each.code, str(each)) for each in services]  # type: ignore[attr-defined]
        self.fields["service"].empty_label = None  # type: ignore[attr-defined]
        for name in ("destination_name", "destination_phone", "destination_address"):
            self.fields[name].required = True
        if self.only is None:
            queryset = own_customers(actor)
            self.fields["customer"] = forms.ModelChoiceField(queryset, label=_("In the name of"))
        if not self.is_bound and not self.initial.get("origin_city"):
            self.initial.update(_known(customers, self.book))

    @property
    def ordered_by(self) -> Customer:
        """In whose name; after `is_valid`."""
        return self.only or self.cleaned_data["customer"]

    def clean(self) -> dict[str, Any]:
        """The rules of orders judge; the database's own constraints are not asked here."""
        return self.cleaned_data

    def _post_clean(self) -> None:
        """Nothing of the instance is saved; the verb writes."""

    def data_of_order(self) -> dict[str, Any]:
        """Fields of Order as the verb takes them."""
        given = {name: self.cleaned_data[name] for name in (*self.Meta.fields, "further_services")}
        currency = self.ordered_by.currency
        for field, name in AMOUNTS.items():
            value = self.cleaned_data[name]
            given[field] = None if value is None else to_minor(value, currency)
        return given


def _book(actor: Actor, asked: Mapping[str, Any]) -> Any:
    """The receiver that was chosen from the client's own address book."""
    chosen = str(asked.get("consignee", ""))
    rows = Consignee.objects.permitted(actor, CLIENT)
    return rows.filter(pk=int(chosen)) if chosen.isdecimal() else rows.none()


def _known(customers: list[Customer], book: list[Consignee]) -> dict[str, Any]:
    """What need not be typed again: one's own place, and the chosen receiver."""
    known: dict[str, Any] = {}
    if len(customers) == 1:
        own = customers[0]
        mine = (own.city, own.address, own.short_name or own.name[:80], own.phone)
        known |= dict(zip([f"origin_{end}" for end in ENDS], mine, strict=True))
    if book:
        there = (book[0].city, book[0].address, book[0].name, book[0].phone)
        known |= dict(zip([f"destination_{end}" for end in ENDS], there, strict=True))
    return known


class OnlineInstructionForm(forms.Form):
    """What a client wants done with an order; about one of its shipments where it has several."""

    kind = forms.ChoiceField(label=_("What do you want?"), choices=InstructionKind.choices)
    words = forms.CharField(label=_("In your words"), max_length=2000, widget=forms.Textarea({"rows": 4}))
    do_by = forms.DateTimeField(
        label=_("To be carried out by"),
        required=False,
        widget=MOMENT,
    )

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shipments = order.shipments.order_by("id")
        if len(shipments[:2]) > 1:
            self.fields["shipment"] = forms.ModelChoiceField(
                shipments, label=_("Waybill"), required=False, empty_label=_("the whole order")
            )
