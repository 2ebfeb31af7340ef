"""Pages of requirements at steps: the list, one, writing, changing and retiring it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.parties.models import Customer

from ..actions.stepping import add_requirement, change_requirement, retire_requirement
from ..models import Requirement, StepAnswer
from .check_forms import WhyForm
from .pages import form_page
from .requirement_forms import FIXED, RequirementFilter, RequirementForm
from .requirement_tables import RequirementTable, placed

MOST = 12


@require_GET
@needs("inspections.steps")
def requirements(request: HttpRequest) -> HttpResponseBase:
    actor = Actor.of(request)
    rows = placed(Requirement.objects.permitted(actor, "inspections.steps").shown())
    return list_page(
        request, RequirementTable, rows, filters=lambda query: RequirementFilter(query, actor=actor)
    )


@require_GET
@needs("inspections.steps")
def requirement(request: HttpRequest, number: str) -> HttpResponse:
    """What it says, for whom, and the newest answers to it."""
    found = _found(request, number, "inspections.steps")
    rows = StepAnswer.objects.permitted(Actor.of(request), "inspections.steps").current().shown()
    answers = list(rows.filter(requirement=found)[:MOST])
    return answer(request, "inspections/requirement.html", requirement=found, answers=answers)


@require_http_methods(["GET", "POST"])
@needs("inspections.require")
def new_requirement(request: HttpRequest) -> HttpResponse:
    """`?like=SR-001` begins with what another one says."""
    actor = Actor.of(request)
    form = RequirementForm(request.POST or None, actor=actor, initial=_begin(request, actor))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = add_requirement(**form.cleaned_data, by=actor, at=now())
            return back(request, made, message=_("Saved."))
    return form_page(
        request,
        form,
        title=_("Write a requirement"),
        cancel=reverse("inspections:requirements"),
        lead=_("Step, customer and service stay as they are once it is written."),
    )


@require_http_methods(["GET", "POST"])
@needs("inspections.require")
def requirement_text(request: HttpRequest, number: str) -> HttpResponse:
    found, actor = _found(request, number, "inspections.require"), Actor.of(request)
    form = RequirementForm(request.POST or None, actor=actor, requirement=found)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            change_requirement(requirement=found, changes=form.cleaned_data, by=actor, at=now())
            return back(request, found, message=_("Saved."))
    return form_page(
        request,
        form,
        title=_("Change the requirement"),
        cancel=found.get_absolute_url(),
        lead=f"{found.number} · {found.get_step_display()} · {found.scope_words}",
    )


@require_http_methods(["GET", "POST"])
@needs("inspections.require")
def requirement_retirement(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "inspections.require")
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            why = form.cleaned_data["why"][:200]
            retire_requirement(requirement=found, why=why, by=Actor.of(request), at=now())
            return back(request, found, message=_("Retired."))
    return form_page(
        request,
        form,
        title=_("Retire the requirement"),
        cancel=found.get_absolute_url(),
        act=_("Retire it"),
        lead=f"{str(found).rstrip('。.')} · {_('It is asked no longer; what was answered stays.')}",
    )


def _begin(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    rows = Requirement.objects.permitted(actor, "inspections.steps").select_related("customer")
    like = rows.filter(number=request.GET.get("like", "")).first()
    if like is not None:
        names = (*FIXED, "text", "wants_check", "wants_photo", "responsible", "standard")
        return {name: getattr(like, name) for name in names}
    customers = Customer.objects.permitted(actor, "parties.view")
    named = customers.filter(number=request.GET.get("customer", "")).first()
    return {"customer": named, "step": request.GET.get("step", "")}


def _found(request: HttpRequest, number: str, permission: str) -> Requirement:
    rows = Requirement.objects.permitted(Actor.of(request), permission).shown()
    return get_object_or_404(rows, number=number)
