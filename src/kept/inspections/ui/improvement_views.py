"""Pages of the register of improvements."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.improving import (
    begin_improvement,
    drop_improvement,
    finish_improvement,
    measure_effect,
    open_improvement,
)
from ..models import Finding, Improvement
from .check_forms import DoneForm, ImprovementFilter, ImprovementForm, WhyForm
from .pages import form_page
from .tables import ImprovementTable, improvement_state
from .words import effect_words


@require_GET
@needs("inspections.view")
def improvements(request: HttpRequest) -> HttpResponseBase:
    rows = Improvement.objects.permitted(Actor.of(request), "inspections.view").shown()
    return list_page(
        request,
        ImprovementTable,
        rows,
        filters=ImprovementFilter,
        template="inspections/improvements.html",
        overdue=rows.unfinished().filter(due_on__lt=localdate()).count(),
    )


@require_GET
@needs("inspections.view")
def improvement(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "inspections.view")
    return answer(
        request,
        "inspections/improvement.html",
        improvement=found,
        state=improvement_state(found),
        effects=[(each, effect_words(each)) for each in found.effects.all()],
        may_begin=found.may_move_to("running"),
        may_finish=found.may_move_to("done"),
        may_drop=found.may_move_to("dropped"),
    )


@require_http_methods(["GET", "POST"])
@needs("inspections.improve")
def new_improvement(request: HttpRequest) -> HttpResponse:
    """From a flaw, or from a finding that the address names."""
    actor = Actor.of(request)
    number = request.GET.get("finding", "")
    rows = Finding.objects.permitted(actor, "inspections.improve").unsettled()
    source = rows.filter(number=number).first() if number else None
    initial: dict[str, Any] = {"owner": actor.person_id}
    if source is not None:
        initial |= {"flaw": source.what, "branch": source.branch_id}
    form = ImprovementForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = open_improvement(finding=source, **form.said(), by=actor, at=now())
            return back(request, made, message=_("Opened."))
    return form_page(
        request,
        form,
        title=_("Open an improvement"),
        cancel=source.get_absolute_url() if source else reverse("inspections:improvements"),
        lead=str(source or ""),
    )


@require_POST
@needs("inspections.improve")
def beginning(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "inspections.improve")
    begin_improvement(improvement=found, by=Actor.of(request), at=now())
    return back(request, found, message=_("Begun."))


@require_http_methods(["GET", "POST"])
@needs("inspections.improve")
def finishing(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "inspections.improve")
    form = DoneForm(request.POST or None, initial={"change": found.measure})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            finish_improvement(improvement=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Changed. Tell the effect when whole months have passed."))
    return form_page(
        request, form, title=_("The change is made"), cancel=found.get_absolute_url(), lead=str(found)
    )


@require_http_methods(["GET", "POST"])
@needs("inspections.improve")
def giving_up(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "inspections.improve")
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            drop_improvement(improvement=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Given up."))
    return form_page(
        request,
        form,
        title=_("Give the improvement up"),
        cancel=found.get_absolute_url(),
        act=_("Give it up"),
        lead=str(found),
    )


@require_POST
@needs("inspections.improve")
def measuring(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "inspections.improve")
    measure_effect(improvement=found, by=Actor.of(request), at=now())
    return back(request, found, message=_("Told by the scores as they stand."))


def _found(request: HttpRequest, number: str, permission: str) -> Improvement:
    rows = Improvement.objects.permitted(Actor.of(request), permission).shown()
    return get_object_or_404(rows, number=number)
