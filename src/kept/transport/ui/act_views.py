"""Doors to what may be done to shipments."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import chosen, list_page

from ..actions.assigning import NotACarrier, assign_carrier
from ..actions.costing import state_freight_costs
from ..actions.delivering import deliver, return_shipment, revise_delivery
from ..actions.losing import declare_lost
from ..actions.shipping import cancel_shipments, plan_shipment
from ..actions.tracking import TrackingInput, record_events
from ..models import Shipment
from . import filters, forms, tables
from .views import found, permitted, posted


@needs("transport.plan")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A shipment that came without an order."""
    actor = Actor.of(request)
    form = forms.ShipmentForm(posted(request)[0], actor=actor)
    if form.is_valid():
        with refusals(form):
            planned = plan_shipment(draft=form.draft(), by=actor, at=now())
            return back(request, planned, message=_("Shipment planned."))
    return _form(request, "transport/shipment_form.html", form, to="transport:shipments")


@needs("transport.track")
@require_http_methods(["GET", "POST"])
def news(request: HttpRequest, number: str) -> HttpResponse:
    shipment = found(request, number, "transport.track")
    form = forms.NewsForm(posted(request)[0], initial={"place": shipment.last_place})
    if form.is_valid() and _record(form, [shipment], Actor.of(request)):
        return back(request, shipment, message=_("News recorded."))
    return _form(request, "transport/news_form.html", form, shipment=shipment)


@needs("transport.track")
@require_POST
def bulk_news(request: HttpRequest) -> HttpResponse:
    """The same news for many shipments: first the form, then its sending."""
    shipments = list(chosen(request, permitted(request, "transport.track")))
    sent = "occurred_at" in request.POST
    form = forms.NewsForm(request.POST if sent else None)
    if sent and form.is_valid() and _record(form, shipments, Actor.of(request)):
        said = ngettext(
            "News recorded for %(n)d shipment.", "News recorded for %(n)d shipments.", len(shipments)
        )
        return back(request, "transport:shipments", message=said % {"n": len(shipments)})
    return _form(request, "transport/news_form.html", form, shipments=shipments)


@needs("transport.deliver")
@require_http_methods(["GET", "POST"])
def delivery(request: HttpRequest, number: str) -> HttpResponse:
    """An attempt at the door, with its proof."""
    shipment = found(request, number, "transport.deliver")
    before = list(shipment.deliveries.all())
    handed_over = sum(attempt.pieces_delivered or 0 for attempt in before)
    asked = {"outcome": request.GET["outcome"]} if "outcome" in request.GET else {}
    form = forms.DeliveryForm(*posted(request), shipment=shipment, handed_over=handed_over, initial=asked)
    if form.is_valid():
        with refusals(form):
            deliver(shipment=shipment, **form.told(), by=Actor.of(request), at=now())
            return back(request, shipment, message=_("Recorded."))
    return _form(request, "transport/delivery_form.html", form, shipment=shipment, before=before)


@needs("transport.revise")
@require_http_methods(["GET", "POST"])
def revision(request: HttpRequest, number: str, attempt: int) -> HttpResponse:
    """Set an attempt's record right after later evidence."""
    shipment = found(request, number, "transport.revise")
    revised = get_object_or_404(shipment.deliveries, attempt_no=attempt)
    form = forms.RevisionForm(*posted(request), delivery=revised)
    if form.is_valid():
        given = form.cleaned_data
        with refusals(form):
            revise_delivery(
                delivery=revised,
                changes=form.changes(),
                why=given["why"],
                photo=given["photo"],
                by=Actor.of(request),
                at=now(),
            )
            return back(request, shipment, message=_("Record revised."))
    return _form(request, "transport/revision_form.html", form, shipment=shipment, delivery=revised)


@needs("transport.deliver")
@require_http_methods(["GET", "POST"])
def sending_back(request: HttpRequest, number: str) -> HttpResponse:
    shipment = found(request, number, "transport.deliver")
    form = forms.ReturnForm(posted(request)[0])
    if form.is_valid():
        with refusals(form):
            return_shipment(shipment=shipment, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, shipment, message=_("The goods go back."))
    return _form(request, "transport/return_form.html", form, shipment=shipment)


@needs("transport.plan")
@require_http_methods(["GET", "POST"])
def loss(request: HttpRequest, number: str) -> HttpResponse:
    """Give goods up that nobody finds."""
    shipment = found(request, number, "transport.plan")
    form = forms.LossForm(posted(request)[0])
    if form.is_valid():
        with refusals(form):
            declare_lost(shipment=shipment, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, shipment, message=_("Declared lost. The desk has a case."))
    return _form(request, "transport/loss_form.html", form, shipment=shipment)


@needs("transport.plan")
@require_POST
def cancellation(request: HttpRequest, number: str) -> HttpResponse:
    shipment = found(request, number, "transport.plan")
    why = request.POST.get("why", "")
    cancel_shipments(shipments=[shipment], why=why, by=Actor.of(request), at=now())
    return back(request, shipment, message=_("Shipment cancelled."))


@needs("transport.assign")
@require_POST
def carrier(request: HttpRequest, number: str) -> HttpResponse:
    shipment = found(request, number, "transport.assign")
    return _assign(request, [shipment], to=shipment)


@needs("transport.cost")
def freight_cost(request: HttpRequest, number: str) -> HttpResponse:
    """Say what the carriage of a shipment costs us."""
    shipment = found(request, number, "transport.cost")
    was = shipment.cost
    shown = {"amount": was.value if was else None, "currency": shipment.currency}
    form = forms.FreightCostForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        state_freight_costs(costs={shipment.pk: form.cost}, by=Actor.of(request), at=now())
        return back(request, shipment, message=_("The freight cost is kept."))
    return _form(request, "transport/freight_cost.html", form, shipment=shipment)


@needs("transport.assign")
def dispatch(request: HttpRequest) -> HttpResponseBase:
    """Planned shipments that nobody carries yet."""
    rows = permitted(request, "transport.assign").without_carrier().for_list()
    form = forms.CarrierForm()
    form.fields["carrier"].empty_label = None  # type: ignore[attr-defined]
    return list_page(
        request,
        tables.DispatchTable,
        rows,
        filters=filters.DispatchFilter,
        template="transport/dispatch.html",
        carrier_form=form,
    )


@needs("transport.assign")
@require_POST
def bulk_assign(request: HttpRequest) -> HttpResponse:
    shipments = list(chosen(request, permitted(request, "transport.assign")))
    return _assign(request, shipments, to="transport:dispatch", unless_chosen=True)


def _assign(
    request: HttpRequest, shipments: list[Shipment], *, to: Any, unless_chosen: bool = False
) -> HttpResponse:
    form = forms.CarrierForm(request.POST)
    if not form.is_valid():
        raise NotACarrier(field="carrier")
    moved = assign_carrier(
        shipments=shipments,
        carrier=form.cleaned_data["carrier"],
        unless_chosen=unless_chosen,
        by=Actor.of(request),
        at=now(),
    )
    said = ngettext("%(n)d shipment assigned.", "%(n)d shipments assigned.", len(moved)) % {"n": len(moved)}
    return back(request, to, message=said)


def _record(form: forms.NewsForm, shipments: list[Shipment], by: Actor) -> bool:
    """Whether all was taken; what was not stands as errors on the form."""
    at = now()
    inputs = [TrackingInput(number=shipment.number, **form.cleaned_data) for shipment in shipments]
    with refusals(form):
        result = record_events(inputs=inputs, by=by, at=at)
        for rejection in result.rejected[:1]:
            field = "occurred_at" if rejection.code in ("future", "before_order") else None
            form.add_error(field, str(rejection.message))
    return form.is_valid()


def _form(request: HttpRequest, template: str, form: Any, *, to: str = "", **context: Any) -> HttpResponse:
    shipment = context.get("shipment")
    cancel = shipment.get_absolute_url() if shipment else to
    return answer(request, template, status=422 if form.errors else 200, form=form, cancel=cancel, **context)
