"""Onward connections: what is to be reached, planning one, handing over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.connecting import drop_connection, hand_over, plan_connection
from ..enums import ConnectionState
from ..models import Connection
from .connection_forms import ConnectionFilter, ConnectionForm, ConnectionTable, DropForm, HandOverForm
from .views import found


@needs("transport.track")
def connections(request: HttpRequest) -> HttpResponseBase:
    rows = Connection.objects.permitted(Actor.of(request), "transport.track").shown()
    return list_page(request, ConnectionTable, rows, filters=ConnectionFilter)


@needs("transport.plan")
@require_http_methods(["GET", "POST"])
def new_connection(request: HttpRequest, number: str) -> HttpResponse:
    shipment = found(request, number, "transport.plan")
    form = ConnectionForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            plan_connection(shipment=shipment, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, shipment, message=_("Connection planned."))
    return answer(
        request,
        "transport/connection_form.html",
        status=422 if form.errors else 200,
        form=form,
        shipment=shipment,
        cancel=shipment.get_absolute_url(),
    )


@needs("transport.track")
@require_http_methods(["GET", "POST"])
def connection(request: HttpRequest, number: str) -> HttpResponse:
    """One connection; handing over stands beside it while it is to be reached."""
    one = _found(request, number, "transport.track")
    form = HandOverForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            hand_over(connection=one, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, one, message=_("Recorded."))
    planned = one.state == ConnectionState.PLANNED
    return answer(
        request,
        "transport/connection.html",
        status=422 if form.errors else 200,
        connection=one,
        shipment=one.shipment,
        form=form if planned else None,
        drop_form=DropForm() if planned and Actor.of(request).may("transport.plan") else None,
    )


@needs("transport.plan")
@require_POST
def dropping(request: HttpRequest, number: str) -> HttpResponse:
    one = _found(request, number, "transport.plan")
    drop_connection(connection=one, why=request.POST.get("why", ""), by=Actor.of(request), at=now())
    return back(request, one, message=_("Connection cancelled."))


def _found(request: HttpRequest, number: str, permission: str) -> Connection:
    rows = Connection.objects.permitted(Actor.of(request), permission).shown()
    return get_object_or_404(rows, number=number)
