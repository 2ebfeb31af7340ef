"""What a client sees: the overview, shipments, charges."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now

from kept.billing.models import Charge
from kept.kernel.actor import Actor
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.transport.models import Shipment

from ..permissions import CLIENT
from ..queries.own import overview
from . import filters, tables
from .shell import page, shell

PROMISE = ("delivery_promise__calendar_version", "delivery_promise__policy_version")


@needs(CLIENT)
def home(request: HttpRequest) -> HttpResponse:
    """What is on the way, what is late, and what we owe an answer for."""
    return page(request, "portal/home.html", overview=overview(Actor.of(request), now()))


@needs(CLIENT)
def shipments(request: HttpRequest) -> HttpResponseBase:
    """The tracking table, as page, CSV and Excel."""
    rows = Shipment.objects.permitted(Actor.of(request), CLIENT).select_related("order", *PROMISE)
    return list_page(
        request,
        tables.ShipmentTable,
        rows,
        filters=filters.ShipmentFilter,
        template="portal/list.html",
        chrome=shell(request),
    )


@needs(CLIENT)
def shipment(request: HttpRequest, number: str) -> HttpResponse:
    """One shipment: where it is, how it was handed over, with its proofs."""
    rows = Shipment.objects.permitted(Actor.of(request), CLIENT).select_related("order", "receipt", *PROMISE)
    found = get_object_or_404(rows, number=number)
    return page(
        request,
        "portal/shipment.html",
        shipment=found,
        sign=tables.promise_of(found),
        news=found.tracking.order_by("-occurred_at", "-id")[:100],
        attempts=found.deliveries.select_related("photo", "signature"),
        receipt=getattr(found, "receipt", None),
        link=request.build_absolute_uri(reverse("portal:tracking", args=[found.public_token])),
    )


@needs(CLIENT)
def charges(request: HttpRequest) -> HttpResponseBase:
    """What the client was charged and why; reversed lines are left out."""
    rows = Charge.objects.permitted(Actor.of(request), CLIENT).standing().select_related("shipment")
    return list_page(
        request,
        tables.ChargeTable,
        rows,
        filters=filters.ChargeFilter,
        template="portal/list.html",
        chrome=shell(request),
    )
