"""Orders of a client: seen and placed by themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.fulfillment.actions.instructing import give_instruction, withdraw_instruction
from kept.fulfillment.enums import InstructionChannel
from kept.fulfillment.models import Instruction
from kept.fulfillment.queries.instructions import instructions_of
from kept.fulfillment.ui.instruction_forms import ReasonForm
from kept.fulfillment.ui.instruction_tables import state_shown
from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.orders.enums import OrderState
from kept.orders.models import Order
from kept.orders.queries.cards import combined_services
from kept.orders.ui.forms import AMOUNTS
from kept.orders.ui.lines import LineFormSet, line_forms, one_more

from ..actions.ordering import order_online
from ..permissions import CLIENT
from ..queries.own import own_cases
from . import filters, tables
from .order_forms import OnlineInstructionForm, OnlineOrderForm
from .shell import page, shell

NOT_STEERED = (OrderState.DRAFT, OrderState.CANCELLED)


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
    return _order(request, _found(request, number))


def _found(request: HttpRequest, number: str) -> Order:
    rows = Order.objects.permitted(Actor.of(request), CLIENT).select_related("service", "customer")
    return get_object_or_404(rows, number=number)


def _order(request: HttpRequest, found: Order, *, refused: str = "", status: int = 200) -> HttpResponse:
    actor, at = Actor.of(request), now()
    given = instructions_of(found).permitted(actor, CLIENT).for_list()
    return page(
        request,
        "portal/order.html",
        status=status,
        refused=refused,
        instructions=[(each, state_shown(each, at)) for each in given[:20]],
        may_instruct=found.state not in NOT_STEERED,
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
        with refusals(form, **AMOUNTS):
            placed = order_online(
                customer=form.ordered_by, data=form.data_of_order(), lines=lines.rows(), by=actor, at=now()
            )
            return back(request, "portal:order", placed.number, message=_("Order placed. Thank you."))
    return _show(request, form, lines, status=422)


@needs(CLIENT)
@require_http_methods(["GET", "POST"])
def new_instruction(request: HttpRequest, number: str) -> HttpResponse:
    """What the client wants done with an order under way."""
    actor, found = Actor.of(request), _found(request, number)
    form = OnlineInstructionForm(request.POST or None, order=found)
    if form.is_valid():
        with refusals(form):
            give_instruction(
                order=found,
                **form.cleaned_data,
                channel=InstructionChannel.PORTAL,
                given_by=actor.name,
                by=actor,
                at=now(),
            )
            return back(
                request, "portal:order", number, message=_("We have your instruction and act upon it.")
            )
    return page(
        request,
        "portal/instruction_form.html",
        status=422 if form.is_bound else 200,
        form=form,
        order=found,
        cancel=reverse("portal:order", args=[number]),
    )


@needs(CLIENT)
@require_POST
def withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    """Take back an instruction that was not carried out yet."""
    rows = Instruction.objects.permitted(Actor.of(request), CLIENT).select_related("order")
    found = get_object_or_404(rows, number=number, order__isnull=False)
    assert found.order is not None
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals(form):
            withdraw_instruction(instruction=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, "portal:order", found.order.number, message=_("Taken back."))
    said = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return _order(request, _found(request, found.order.number), refused=said, status=422)


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
