"""Papers: signed receipts handed to customers by month, delivery notes by the day of shipping."""

from __future__ import annotations

from datetime import date, datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kept.kernel.access import Permitted
from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.cells import state_tone
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import Column, Table, list_page

from ..actions.receipts import hand_over_month
from ..enums import ReceiptState
from ..models import ReceiptReturn, Shipment, ShipmentQuerySet
from ..queries.papers import copies_of, receipt_months, receipts_of, span_of, with_papers
from .filters import ANY, customer_ids
from .tables import lane

state_tone(archived="quiet")


class TakerForm(forms.Form):
    taken_by = forms.CharField(label=_("Receipts taken by"), max_length=200)


class DeliveryNoteFilter(forms.Form):
    customer = forms.CharField(label=_("Customer"), required=False)
    month = forms.DateField(
        label=_("Shipped in"),
        required=False,
        input_formats=["%Y-%m"],
        widget=forms.DateInput({"type": "month"}, format="%Y-%m"),
    )
    receipt = forms.ChoiceField(
        label=_("Signed receipt"), required=False, choices=[ANY, *ReceiptState.choices]
    )

    def narrow(self, rows: ShipmentQuerySet) -> ShipmentQuerySet:
        given = self.cleaned_data
        if given["customer"]:
            rows = rows.filter(customer__in=customer_ids(given["customer"]))
        if given["month"]:
            begin, end = span_of(given["month"])
            rows = rows.filter(picked_up_at__gte=begin, picked_up_at__lt=end)
        return rows.filter(receipt__state=given["receipt"]) if given["receipt"] else rows


def _receipt(shipment: Shipment) -> tuple[str, str] | None:
    receipt: ReceiptReturn | None = getattr(shipment, "receipt", None)
    if receipt is None:
        return None
    return "kept" if receipt.state == ReceiptState.RETURNED else receipt.state, receipt.get_state_display()


class DeliveryNoteTable(Table):
    name = "delivery_notes"
    title = _("Delivery notes")
    columns = (
        Column("shipped_on", _("Shipped on"), kind="day", value="picked_up_at", sort="picked_up_at"),
        Column("number", _("Waybill"), link="transport:shipment"),
        Column("customer", _("Customer"), value=lambda shipment: str(shipment.customer)),
        Column("reference", _("Reference"), value="customer_reference"),
        Column("lane", _("From and to"), value=lane),
        Column("pieces", _("Pieces"), kind="number", total=True),
        Column("weight_kg", _("Weight"), kind="number", unit="kg", total=True),
        Column("delivered_at", _("Delivered at"), kind="moment"),
        Column("signed_by", _("Received by")),
        Column("receipt", _("Signed receipt"), kind="state", value=_receipt),
        Column("copies", _("Copies"), kind="number", value="receipt.copies", total=True),
        Column("papers", _("Papers kept"), kind="number"),
        Column("carrier", _("Carrier"), value=lambda shipment: str(shipment.carrier or "")),
    )
    order = ("-picked_up_at", "-id")
    empty = _("Nothing was shipped yet.")
    acts = (("transport:receipt_months", _("Receipts by month"), "transport.receipts"),)


@needs("transport.receipts")
def delivery_notes(request: HttpRequest) -> HttpResponseBase:
    """All that was shipped, by the day of shipping, with what is on paper."""
    rows = Shipment.objects.permitted(Actor.of(request), "transport.receipts").exclude(picked_up_at=None)
    shown = with_papers(rows.select_related("customer", "carrier", "receipt"))
    return list_page(request, DeliveryNoteTable, shown, filters=DeliveryNoteFilter)


@needs("transport.receipts")
def months(request: HttpRequest) -> HttpResponse:
    """What is to be handed to whom, month by month."""
    rows = receipt_months(_receipts(request))
    ready, missing = sum(row.ready for row in rows), sum(row.missing for row in rows)
    return answer(request, "transport/receipt_months.html", months=rows, ready=ready, missing=missing)


@needs("transport.receipts")
@require_http_methods(["GET", "POST"])
def month(request: HttpRequest, customer: str, month: str) -> HttpResponse:
    """The receipts of a customer and month as a sheet to print; handing them over stands below."""
    first = _month(month)
    receipts = list(receipts_of(_receipts(request), customer, first))
    if not receipts:
        raise Http404
    form = TakerForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            taken_by = form.cleaned_data["taken_by"]
            handed = hand_over_month(receipts=receipts, taken_by=taken_by, by=Actor.of(request), at=now())
            said = ngettext("%(n)d receipt handed over.", "%(n)d receipts handed over.", len(handed))
            return back(
                request, "transport:receipt_month", customer, month, message=said % {"n": len(handed)}
            )
    ready = [receipt for receipt in receipts if receipt.state == ReceiptState.CHECKED]
    return answer(
        request,
        "transport/receipt_month.html",
        status=422 if form.errors else 200,
        customer=receipts[0].shipment.customer,
        month=first,
        receipts=receipts,
        copies=copies_of(receipts),
        ready=len(ready),
        form=form if ready or form.errors else None,
    )


def _receipts(request: HttpRequest) -> Permitted[ReceiptReturn]:
    return ReceiptReturn.objects.permitted(Actor.of(request), "transport.receipts")


def _month(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        raise Http404 from None
