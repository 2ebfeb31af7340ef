"""What narrows the lists of transport. All of it stands in the address."""

from __future__ import annotations

from datetime import datetime, time
from typing import TypeAlias

from django import forms
from django.utils.timezone import make_aware, now
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.kernel.searching import matching
from kept.parties.enums import PartnerKind
from kept.parties.models import Customer, Partner
from kept.people.models import Branch

from ..enums import ExceptionKind, ReceiptState, ShipmentState
from ..models import OPEN, ReceiptReturn, ShipmentException, ShipmentQuerySet
from ..queries.finding import shipments_like

ANY = ("", _("all"))
DAY = {"type": "date"}
OPEN_ONES = ("open", _("all open"))
MOST_CUSTOMERS = 50


Receipts: TypeAlias = "Permitted[ReceiptReturn]"
Exceptions: TypeAlias = "Permitted[ShipmentException]"


def carriers() -> Permitted[Partner]:
    return Partner.objects.filter(kind=PartnerKind.SUBCONTRACTOR).order_by("name")


class ShipmentFilter(forms.Form):
    q = forms.CharField(label=_("Waybill, reference, phone tail"), required=False, widget=forms.SearchInput)
    customer = forms.CharField(label=_("Customer"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ANY, OPEN_ONES, *ShipmentState.choices]
    )
    carrier = forms.ModelChoiceField(
        Partner.objects.none(), label=_("Carrier"), required=False, empty_label=_("all")
    )
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=_("Branch"), required=False, empty_label=_("all")
    )
    origin = forms.CharField(label=_("From"), required=False, widget=forms.HiddenInput)
    destination = forms.CharField(label=_("To"), required=False, widget=forms.HiddenInput)
    due_until = forms.DateField(
        label=_("Promised until"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d")
    )
    late = forms.BooleanField(label=_("Late"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["carrier"].queryset = carriers()  # type: ignore[attr-defined]

    def narrow(self, rows: ShipmentQuerySet) -> ShipmentQuerySet:
        given = self.cleaned_data
        rows = shipments_like(rows, given["q"])
        if given["customer"]:
            rows = rows.filter(customer__in=customer_ids(given["customer"]))
        if given["state"] == "open":
            rows = rows.filter(state__in=OPEN)
        elif given["state"]:
            rows = rows.filter(state=given["state"])
        for name in ("carrier", "branch"):
            if given[name]:
                rows = rows.filter(**{name: given[name]})
        rows = between(rows, given["origin"], given["destination"])
        if given["due_until"]:
            rows = rows.filter(promised_at__lte=make_aware(datetime.combine(given["due_until"], time.max)))
        if given["late"]:
            rows = rows.filter(state__in=OPEN, promised_at__lt=now())
        return rows


class DispatchFilter(forms.Form):
    q = forms.CharField(label=_("Waybill, reference, phone tail"), required=False, widget=forms.SearchInput)
    origin = forms.CharField(label=_("From"), required=False)
    destination = forms.CharField(label=_("To"), required=False)
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=_("Branch"), required=False, empty_label=_("all")
    )

    def narrow(self, rows: ShipmentQuerySet) -> ShipmentQuerySet:
        given = self.cleaned_data
        rows = shipments_like(rows, given["q"])
        rows = between(rows, given["origin"], given["destination"])
        return rows.filter(branch=given["branch"]) if given["branch"] else rows


OWED = (ReceiptState.REQUIRED, ReceiptState.SIGNED, ReceiptState.RECEIVED, ReceiptState.CHECKED)
RECEIPTS = [("", _("to be handed back")), *ReceiptState.choices, ("all", _("all"))]


class ReceiptFilter(forms.Form):
    state = forms.ChoiceField(label=_("State"), required=False, choices=RECEIPTS)
    customer = forms.CharField(label=_("Customer"), required=False)
    late = forms.BooleanField(label=_("Overdue"), required=False)

    def narrow(self, rows: Receipts) -> Receipts:
        given = self.cleaned_data
        if not given["state"]:
            rows = rows.filter(state__in=OWED)
        elif given["state"] != "all":
            rows = rows.filter(state=given["state"])
        if given["customer"]:
            rows = rows.filter(shipment__customer__in=customer_ids(given["customer"]))
        return rows.filter(due_at__lt=now(), state__in=OWED) if given["late"] else rows


class ExceptionFilter(forms.Form):
    kind = forms.ChoiceField(label=_("Exception"), required=False, choices=[ANY, *ExceptionKind.choices])
    customer = forms.CharField(label=_("Customer"), required=False)
    over = forms.BooleanField(label=_("Show what is over"), required=False)

    def narrow(self, rows: Exceptions) -> Exceptions:
        given = self.cleaned_data
        if given["kind"]:
            rows = rows.filter(kind=given["kind"])
        if given["customer"]:
            rows = rows.filter(shipment__customer__in=customer_ids(given["customer"]))
        return rows if given["over"] else rows.filter(over_at=None)


def between(rows: ShipmentQuerySet, origin: str, destination: str) -> ShipmentQuerySet:
    """Those on a lane; either end may be left open."""
    if origin.strip():
        rows = rows.filter(origin_city=origin.strip())
    return rows.filter(destination_city=destination.strip()) if destination.strip() else rows


def customer_ids(text: str) -> list[int]:
    """Customers by name, number or initials."""
    found = matching(Customer.objects.all(), text).values_list("pk", flat=True)
    return list(found[:MOST_CUSTOMERS])
