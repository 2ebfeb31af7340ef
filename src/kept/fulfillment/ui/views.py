"""The tracking table of the day, and many numbers at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.signs import promise_sign
from kept.kernel.web.tables import chosen, list_page
from kept.parties.models import Customer
from kept.transport.models import Shipment

from ..actions.publishing import choose_columns, publish_tracking_table, publish_tracking_tables
from ..models import TrackingTable
from ..queries.numbers import Answer, answer_numbers
from ..queries.tables import DayTable, customers_of_day, published_table, table_of, today
from . import forms, tables
from .files import file_of

FILES = ("csv", "xlsx")
EARLIER = 20


@needs("fulfillment.table")
def day(request: HttpRequest) -> HttpResponseBase:
    """Who is to be told today."""
    rows = customers_of_day(today(now()), Actor.of(request)).select_related("account_manager")
    return list_page(request, tables.DayTableList, rows, filters=forms.DayFilter)


@needs("fulfillment.table")
def table(request: HttpRequest, number: str) -> HttpResponse:
    """The table of a customer as it stands now, with what changed since it was published last."""
    customer, on = _customer(request, number, "fulfillment.table"), _day(request)
    shown = table_of(customer, on)
    if (format := request.GET.get("export", "")) in FILES:
        return _file(format, customer, on, shown)
    earlier = TrackingTable.objects.filter(customer=customer).select_related("published_by").order_by("-pk")
    return answer(
        request,
        "fulfillment/table.html",
        customer=customer,
        day=on,
        table=shown,
        earlier=earlier[:EARLIER],
        may_publish=Actor.of(request).may("fulfillment.publish"),
    )


@needs("fulfillment.table")
def published(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A table as it went out."""
    customer = _customer(request, number, "fulfillment.table")
    sent = get_object_or_404(
        TrackingTable.objects.permitted(Actor.of(request), "fulfillment.table"), pk=pk, customer=customer
    )
    shown = published_table(sent)
    if (format := request.GET.get("export", "")) in FILES:
        return _file(format, customer, sent.day, shown)
    return answer(
        request, "fulfillment/table.html", customer=customer, day=sent.day, table=shown, published=sent
    )


@needs("fulfillment.publish")
@require_POST
def publication(request: HttpRequest, number: str) -> HttpResponse:
    customer = _customer(request, number, "fulfillment.publish")
    sent = publish_tracking_table(customer=customer, day=_day(request), by=Actor.of(request), at=now())
    return back(request, sent, message=_("Published."))


@needs("fulfillment.publish")
@require_POST
def bulk_publish(request: HttpRequest) -> HttpResponse:
    rows = chosen(request, Customer.objects.permitted(Actor.of(request), "fulfillment.publish"))
    at = now()
    sent = publish_tracking_tables(customers=rows, day=today(at), by=Actor.of(request), at=at)
    said = ngettext("%(n)d table published.", "%(n)d tables published.", len(sent)) % {"n": len(sent)}
    return back(request, "fulfillment:day", message=said)


@needs("fulfillment.publish")
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, number: str) -> HttpResponse:
    """Which columns this customer wants, and in which order."""
    customer = _customer(request, number, "fulfillment.publish")
    form = forms.ColumnsForm(posted(request), customer=customer)
    if form.is_valid():
        with refusals(form):
            choose_columns(customer=customer, columns=form.codes(), by=Actor.of(request), at=now())
            return back(request, "fulfillment:table", number, message=_("Saved."))
    status = 422 if form.errors else 200
    return answer(
        request,
        "fulfillment/columns.html",
        status=status,
        form=form,
        customer=customer,
        cancel=reverse("fulfillment:table", args=[number]),
    )


@needs("transport.view")
@require_http_methods(["GET", "POST"])
def numbers(request: HttpRequest) -> HttpResponse:
    """Paste many numbers, get one answer, as a table or a file."""
    form = forms.NumbersForm(posted(request))
    found: Answer | None = None
    if form.is_valid():
        with refusals(form):
            found = answer_numbers(form.cleaned_data["numbers"], Actor.of(request), now())
    if found is not None and (format := request.POST.get("export", "")) in FILES:
        return file_of(format, "shipments", _("Shipments"), _heads(), _answer_lines(found))
    status = 422 if form.errors else 200
    return answer(request, "fulfillment/numbers.html", status=status, form=form, found=found)


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _customer(request: HttpRequest, number: str, permission: str) -> Customer:
    return get_object_or_404(Customer.objects.permitted(Actor.of(request), permission), number=number)


def _day(request: HttpRequest) -> date:
    given = (request.POST or request.GET).get("day", "")
    try:
        return (parse_date(given) if given else None) or today(now())
    except ValueError as wrong:
        raise Http404 from wrong


def _file(format: str, customer: Customer, on: date, shown: DayTable) -> HttpResponse:
    heads = [f"{c.title} ({c.unit})" if c.unit else str(c.title) for c in shown.columns]
    lines = ([value for _column, value, _changed in cells] for _number, _new, cells in shown.lines())
    return file_of(format, f"{customer.number}-{on}", f"{customer} {on}", heads, lines)


def _heads() -> list[str]:
    return [
        _("Asked"),
        _("Waybill"),
        _("Reference"),
        _("Customer"),
        _("From"),
        _("To"),
        _("State"),
        _("Last seen at"),
        _("Last news"),
        _("Expected"),
        _("Promised"),
        _("Delivered at"),
        _("Promise"),
    ]


def _answer_lines(found: Answer) -> Iterator[list[Any]]:
    at = now()
    for asked, shipment in found.rows:
        yield [asked, *_cells(shipment), _sign(shipment, at)]
    for asked in found.unknown:
        yield [asked, _("unknown")]


def _cells(shipment: Shipment) -> list[Any]:
    return [
        shipment.number,
        shipment.customer_reference,
        str(shipment.customer),
        shipment.origin_city,
        shipment.destination_city,
        str(shipment.get_state_display()),
        shipment.last_place,
        shipment.last_news,
        shipment.eta_at,
        shipment.promised_at,
        shipment.delivered_at,
    ]


def _sign(shipment: Shipment, at: Any) -> str:
    promise = shipment.delivery_promise
    return promise_sign(promise, at).words if promise else ""  # type: ignore[arg-type]
