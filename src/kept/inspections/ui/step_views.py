"""Service along the operation: the steps of an order or a shipment, checking them, and the figures."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals, way_back
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.orders.models import Order
from kept.transport.models import Shipment

from ..actions.stepping import check_step, open_step_case
from ..enums import Operation
from ..models import StepAnswer
from ..queries.step_figures import step_figures
from ..queries.steps import stages_of
from .pages import form_page
from .requirement_forms import FiguresForm, StepAnswerFilter, StepCaseForm, StepForm
from .requirement_tables import StepAnswerTable
from .steps import context_of, shown


@require_GET
@needs("inspections.steps")
def order_steps(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _order(request, number, "inspections.steps"))


@require_GET
@needs("inspections.steps")
def shipment_steps(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _shipment(request, number, "inspections.steps"))


@require_POST
@needs("inspections.check")
def order_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    return _checked(request, _order(request, number, "inspections.check"), step)


@require_POST
@needs("inspections.check")
def shipment_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    return _checked(request, _shipment(request, number, "inspections.check"), step)


@require_GET
@needs("inspections.steps")
def step_answers(request: HttpRequest) -> HttpResponseBase:
    """What was checked, the newest first; downloaded like any list."""
    actor = Actor.of(request)
    rows = StepAnswer.objects.permitted(actor, "inspections.steps").shown()
    return list_page(
        request, StepAnswerTable, rows, filters=lambda query: StepAnswerFilter(query, actor=actor)
    )


@require_http_methods(["GET", "POST"])
@needs("desk.work")
def step_case(request: HttpRequest, pk: int) -> HttpResponse:
    """What was not kept becomes a case, filled in from the check."""
    actor = Actor.of(request)
    found = get_object_or_404(StepAnswer.objects.permitted(actor, "desk.work").shown(), pk=pk)
    form = StepCaseForm(request.POST or None, answer=found)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            case = open_step_case(answer=found, **form.cleaned_data, by=actor, at=now())
            return back(request, case, message=_("A case is open."))
    return form_page(
        request,
        form,
        title=_("Open a case from it"),
        cancel=found.subject.get_absolute_url(),
        lead=str(found),
    )


@require_GET
@needs("inspections.steps")
def figures(request: HttpRequest) -> HttpResponse:
    """How much was checked and kept at each step, by customer."""
    actor, usual = Actor.of(request), FiguresForm.usual()
    form = FiguresForm(request.GET if "first" in request.GET else None, actor=actor, initial=usual)
    span: dict[str, Any] = form.cleaned_data if form.is_valid() else usual
    told = step_figures(actor, span["first"], span["last"], span["customer"])
    return answer(
        request,
        "inspections/step_figures.html",
        status=422 if form.errors else 200,
        form=form,
        told=told,
        span=span,
        operations=list(Operation),
    )


def _page(request: HttpRequest, subject: Order | Shipment, *, failed: StepForm | None = None) -> HttpResponse:
    steps = shown(stages_of(subject, actor=Actor.of(request)), failed=failed)
    context = context_of(request, steps, subject)
    status = 200 if failed is None else 422
    return answer(request, "inspections/operation.html", status=status, failed=failed, **context)


def _checked(request: HttpRequest, subject: Order | Shipment, step: str) -> HttpResponse:
    actor = Actor.of(request)
    stages = stages_of(subject, actor=actor)
    stage = next((each for each in stages if each.step == step and each.subject == subject), None)
    if stage is None:
        raise Http404
    form = StepForm(request.POST, request.FILES, stage=stage)
    if form.is_valid():
        with refusals(form):
            check_step(subject=subject, step=step, found=form.found(), by=actor, at=now())
            return back(request, way_back(request, subject), message=_("Recorded."))
    return _page(request, subject, failed=form)


def _order(request: HttpRequest, number: str, permission: str) -> Order:
    rows = Order.objects.permitted(Actor.of(request), permission).select_related("customer")
    return get_object_or_404(rows, number=number)


def _shipment(request: HttpRequest, number: str, permission: str) -> Shipment:
    rows = Shipment.objects.permitted(Actor.of(request), permission).select_related("customer")
    return get_object_or_404(rows, number=number)
