"""Contingency plans: the list, a plan with its log, and how it is activated and ended."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.planning import activate_plan, end_plan, write_plan
from ..models import ContingencyPlan
from . import plan_forms
from .tables import PlanTable


@needs("knowledge.read")
def plans(request: HttpRequest) -> HttpResponseBase:
    rows = ContingencyPlan.objects.permitted(Actor.of(request), "knowledge.read").shown()
    return list_page(request, PlanTable, rows, filters=plan_forms.PlanFilter)


@needs("knowledge.read")
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """Its steps first; below, the log of its activations."""
    return _page(request, _found(request, number, "knowledge.read"))


@needs("knowledge.publish")
@require_http_methods(["GET", "POST"])
def new_plan(request: HttpRequest) -> HttpResponse:
    return _write(request, None)


@needs("knowledge.publish")
@require_http_methods(["GET", "POST"])
def plan_text(request: HttpRequest, number: str) -> HttpResponse:
    return _write(request, _found(request, number, "knowledge.publish"))


@needs("knowledge.write")
@require_POST
def plan_activation(request: HttpRequest, number: str) -> HttpResponse:
    found, form = _found(request, number, "knowledge.write"), plan_forms.ActivationForm(request.POST)
    if form.is_valid():
        with refusals(form):
            activate_plan(plan=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Activated."))
    return _page(request, found, status=422, activating=form)


@needs("knowledge.write")
@require_POST
def plan_end(request: HttpRequest, number: str) -> HttpResponse:
    found, form = _found(request, number, "knowledge.write"), plan_forms.EndForm(request.POST)
    if form.is_valid():
        with refusals(form):
            end_plan(plan=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Ended."))
    return _page(request, found, status=422, ending=form)


def _found(request: HttpRequest, number: str, permission: str) -> ContingencyPlan:
    rows = ContingencyPlan.objects.permitted(Actor.of(request), permission)
    found: ContingencyPlan = get_object_or_404(rows.select_related("branch", "responsible"), number=number)
    return found


def _page(
    request: HttpRequest,
    found: ContingencyPlan,
    *,
    status: int = 200,
    activating: Any = None,
    ending: Any = None,
) -> HttpResponse:
    log = list(found.activations.select_related("started_by", "ended_by"))
    return answer(
        request,
        "knowledge/plan.html",
        status=status,
        plan=found,
        log=log,
        running=next((each for each in log if each.ended_at is None), None),
        is_overdue=found.is_overdue(localdate()),
        failed=activating or ending,
        activating=activating or plan_forms.ActivationForm(),
        ending=ending or plan_forms.EndForm(),
    )


def _write(request: HttpRequest, found: ContingencyPlan | None) -> HttpResponse:
    form = plan_forms.PlanForm(request.POST or None, plan=found)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = write_plan(plan=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, made, message=_("Saved."))
    return answer(
        request,
        "knowledge/plan_form.html",
        form=form,
        plan=found,
        cancel=found.get_absolute_url() if found else reverse("knowledge:plans"),
        status=422 if request.method == "POST" else 200,
    )
