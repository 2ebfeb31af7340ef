"""Orders of a client: seen and placed by themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.orders.models import Order
from kept.orders.queries.cards import combined_services
from kept.orders.ui.lines import LineFormSet, line_forms, one_more

from ..actions.ordering import order_online
from ..permissions import CLIENT
from ..queries.own import own_cases
from . import filters, tables
from .order_forms import OnlineOrderForm
from .shell import page, shell


@needs(CLIENT)
def orders(request: HttpRequest) -> HttpResponseBase:
    rows = Order.objects.permitted(Actor.of(request), CLIENT)
    return list_page(
        request,
        tables.OrderTable,
        rows,
        filters=filters.OrderFilter,
        template="portal/list.html",
        chrome=shell(request),
    )


@needs(CLIENT)
def order(request: HttpRequest, number: str) -> HttpResponse:
    actor = Actor.of(request)
    rows = Order.objects.permitted(actor, CLIENT).select_related("service", "customer")
    found = get_object_or_404(rows, number=number)
    return page(
        request,
        "portal/order.html",
        order=found,
        lines=found.lines.select_related("package"),
        services=combined_services(found),
        shipments=found.shipments.order_by("id"),
        cases=own_cases(actor).filter(order=found).order_by("-opened_at")[:20],
    )


@needs(CLIENT)
@require_http_methods(["GET", "POST"])
def new_order(request: HttpRequest) -> HttpResponse:
    """A form that knows the client's own places and receivers."""
    actor = Actor.of(request)
    if request.method == "GET":
        return _show(request, OnlineOrderForm(actor=actor, asked=request.GET), line_forms(extra=1))
    form, lines = OnlineOrderForm(request.POST, actor=actor), line_forms(request.POST)
    if "add_line" in request.POST:
        return _show(
            request,
            OnlineOrderForm(actor=actor, initial=_typed(request)),
            line_forms(one_more(request.POST)),
        )
    if form.is_valid() & lines.is_valid():
        with refusals(form):
            placed = order_online(
                customer=form.ordered_by, data=form.data_of_order(), lines=lines.rows(), by=actor, at=now()
            )
            return back(request, "portal:order", placed.number, message=_("Order placed. Thank you."))
    return _show(request, form, lines, status=422)


def _show(
    request: HttpRequest, form: OnlineOrderForm, lines: LineFormSet, *, status: int = 200
) -> HttpResponse:
    return answer(
        request,
        "portal/order_form.html",
        part="lines" if "add_line" in request.POST else "",
        status=status,
        form=form,
        lines=lines,
        cancel=reverse("portal:orders"),
        chrome=shell(request),
    )


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed so far."""
    return {**request.POST.dict(), "further_services": request.POST.getlist("further_services")}
