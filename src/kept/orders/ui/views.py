"""Pages of orders."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import chosen, list_page

from ..actions.cancelling import cancel_order
from ..actions.holding import hold_order
from ..actions.placing import place_order
from ..actions.releasing import release_order, release_orders
from ..enums import OrderState
from ..models import LIVE_STATES, Order
from ..queries.cards import order_card
from . import forms, tables

SHOWN = (
    "customer",
    "branch",
    "service",
    "delivery_promise__calendar_version",
    "delivery_promise__policy_version",
)


@needs("orders.view")
def orders(request: HttpRequest) -> HttpResponseBase:
    rows = Order.objects.permitted(Actor.of(request), "orders.view").select_related(*SHOWN)
    return list_page(request, tables.OrderTable, rows, filters=forms.OrderFilter)


@needs("orders.view")
def order(request: HttpRequest, number: str) -> HttpResponse:
    return page(request, found(request, number, "orders.view"))


@needs("orders.place")
@require_POST
def placement(request: HttpRequest, number: str) -> HttpResponse:
    placed = place_order(order=found(request, number, "orders.place"), by=Actor.of(request), at=now())
    return back(request, placed, message=_("Order placed."))


@needs("orders.release")
@require_POST
def release(request: HttpRequest, number: str) -> HttpResponse:
    released = release_order(order=found(request, number, "orders.release"), by=Actor.of(request), at=now())
    return back(request, released, message=_("Order released."))


@needs("orders.release")
@require_POST
def bulk_release(request: HttpRequest) -> HttpResponse:
    rows = chosen(request, Order.objects.permitted(Actor.of(request), "orders.release"))
    released = release_orders(orders=rows, by=Actor.of(request), at=now())
    said = ngettext("%(count)d order released.", "%(count)d orders released.", len(released))
    return back(request, "orders:orders", message=said % {"count": len(released)})


@needs("orders.hold")
@require_POST
def hold(request: HttpRequest, number: str) -> HttpResponse:
    held = found(request, number, "orders.hold")
    form = forms.HoldForm(request.POST)
    if form.is_valid():
        with refusals(form):
            hold_order(order=held, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, held, message=_("The order waits."))
    return page(request, held, failed=form, status=422)


@needs("orders.cancel")
@require_POST
def cancellation(request: HttpRequest, number: str) -> HttpResponse:
    falling = found(request, number, "orders.cancel")
    form = forms.CancelForm(request.POST)
    if form.is_valid():
        with refusals(form):
            cancel_order(order=falling, reason=form.cleaned_data["reason"], by=Actor.of(request), at=now())
            return back(request, falling, message=_("Order cancelled."))
    return page(request, falling, failed=form, status=422)


def found(request: HttpRequest, number: str, permission: str) -> Order:
    rows = Order.objects.permitted(Actor.of(request), permission)
    return get_object_or_404(rows.select_related(*SHOWN, "agreement", "quote"), number=number)


def page(
    request: HttpRequest, shown: Order, *, failed: django_forms.Form | None = None, status: int = 200
) -> HttpResponse:
    actor = Actor.of(request)
    return answer(
        request,
        "orders/order.html",
        status=status,
        order=shown,
        card=order_card(shown),
        acts=legal_acts(shown, actor),
        hold_form=failed if isinstance(failed, forms.HoldForm) else forms.HoldForm(),
        cancel_form=failed if isinstance(failed, forms.CancelForm) else forms.CancelForm(),
        sees_phones=actor.may("orders.amend") or actor.may("orders.release"),
    )


def legal_acts(shown: Order, actor: Actor) -> dict[str, Any]:
    """What this actor may do next; others are absent from the page."""
    moves = {
        "place": OrderState.PLACED,
        "hold": OrderState.HELD,
        "release": OrderState.RELEASED,
        "cancel": OrderState.CANCELLED,
    }
    acts = {name: shown.may_move_to(state) and actor.may(f"orders.{name}") for name, state in moves.items()}
    return {**acts, "amend": shown.state in LIVE_STATES and actor.may("orders.amend")}
