"""What a subcontractor sees and tells, on a phone first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.contracts.models import ClientPolicy
from kept.kernel.actor import Actor
from kept.kernel.web.answers import back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.transport.actions.delivering import deliver
from kept.transport.enums import TrackingSource
from kept.transport.models import Shipment
from kept.transport.queries.cards import marks_of, pieces_left

from ..actions.reporting import report_news
from ..permissions import CARRIER
from ..queries.carried import clients_policies, results
from . import filters, tables
from .carrier_forms import DeliveryForm, NewsForm
from .shell import page, shell

PROMISE = ("delivery_promise__calendar_version", "delivery_promise__policy_version")


@needs(CARRIER)
def home(request: HttpRequest) -> HttpResponseBase:
    """What is still to be delivered, soonest first, and how one is doing."""
    actor = Actor.of(request)
    return list_page(
        request,
        tables.WorkTable,
        Shipment.objects.permitted(actor, CARRIER).open(),
        filters=filters.CarriedFilter,
        template="portal/work.html",
        chrome=shell(request),
        results=results(actor, now()),
    )


@needs(CARRIER)
def shipments(request: HttpRequest) -> HttpResponseBase:
    rows = Shipment.objects.permitted(Actor.of(request), CARRIER).select_related(*PROMISE)
    return list_page(
        request,
        tables.CarriedTable,
        rows,
        filters=filters.CarriedFilter,
        template="portal/list.html",
        chrome=shell(request),
    )


@needs(CARRIER)
def shipment(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number)
    return page(
        request,
        "portal/carrier_shipment.html",
        shipment=found,
        sign=tables.promise_of(found),
        marks=marks_of(found) if found.is_open else (),
        news=found.tracking.order_by("-occurred_at", "-id")[:100],
        policy=_policy(request, found),
        attempts=found.deliveries.select_related("photo", "signature"),
    )


@needs(CARRIER)
@require_http_methods(["GET", "POST"])
def news(request: HttpRequest, number: str) -> HttpResponse:
    """Tell what happened on the road."""
    found = _found(request, number)
    form = NewsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            report_news(shipment=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, "portal:carrier_shipment", number, message=_("Told. Thank you."))
    return _form(request, "portal/news_form.html", found, form)


@needs(CARRIER)
@require_http_methods(["GET", "POST"])
def delivery(request: HttpRequest, number: str) -> HttpResponse:
    """Hand over, with photo or signature."""
    found = _found(request, number)
    left = {"pieces_delivered": pieces_left(found)}
    form = DeliveryForm(request.POST or None, request.FILES or None, initial=left)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            deliver(
                shipment=found,
                **form.attempt(),
                source=TrackingSource.PORTAL,
                by=Actor.of(request),
                at=now(),
            )
            return back(request, "portal:carrier_shipment", number, message=_("Recorded. Thank you."))
    return _form(request, "portal/delivery_form.html", found, form)


def _policy(request: HttpRequest, shipment: Shipment) -> ClientPolicy | None:
    """How the client of this shipment wants its customers to be served."""
    rows = clients_policies(Actor.of(request), localdate())
    return rows.filter(customer=shipment.customer_id).first()


def _found(request: HttpRequest, number: str) -> Shipment:
    rows = Shipment.objects.permitted(Actor.of(request), CARRIER).select_related("service", "order", *PROMISE)
    return get_object_or_404(rows, number=number)


def _form(
    request: HttpRequest, template: str, found: Shipment, form: NewsForm | DeliveryForm
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    cancel = reverse("portal:carrier_shipment", args=[found.number])
    return page(request, template, status=status, shipment=found, form=form, cancel=cancel)
