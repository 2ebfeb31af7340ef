"""Pages of service designs."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.designing import bring_into_force, finish_plan_step, keep_design, keep_line, remove_line
from ..models import Design
from ..queries.designs import shown_design
from .pages import form_page
from .standard_forms import LINES, DesignForm, InForceForm
from .tables import DesignTable


@require_GET
@needs("inspections.view")
def designs(request: HttpRequest) -> HttpResponseBase:
    rows = Design.objects.permitted(Actor.of(request), "inspections.view").select_related("service")
    return list_page(request, DesignTable, rows.annotate(step_count=Count("steps")))


@require_GET
@needs("inspections.view")
def design(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "inspections.view")
    return answer(
        request,
        "inspections/design.html",
        design=found,
        shown=shown_design(found, at=now()),
        force=InForceForm(),
    )


@require_GET
@needs("inspections.view")
def print_design(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "inspections.view")
    return answer(request, "inspections/design_paper.html", design=found, shown=shown_design(found, at=now()))


@require_http_methods(["GET", "POST"])
@needs("inspections.write")
def new_design(request: HttpRequest) -> HttpResponse:
    return _kept(request, None)


@require_http_methods(["GET", "POST"])
@needs("inspections.write")
def change_design(request: HttpRequest, number: str) -> HttpResponse:
    return _kept(request, _found(request, number, "inspections.write"))


@require_POST
@needs("inspections.write")
def in_force(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "inspections.write")
    form = InForceForm(request.POST)
    if form.is_valid():
        with refusals(form):
            bring_into_force(design=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("In force."))
    return answer(
        request,
        "inspections/design.html",
        status=422,
        design=found,
        shown=shown_design(found, at=now()),
        force=form,
    )


@require_http_methods(["GET", "POST"])
@needs("inspections.write")
def line(request: HttpRequest, number: str, part: str, pk: int = 0) -> HttpResponse:
    """Add a step, a role or a step of the plan, or change one."""
    found = _found(request, number, "inspections.write")
    kind, form_class, title = _part(part)
    row = get_object_or_404(kind.objects.filter(design=found), pk=pk) if pk else None
    names = list(form_class.base_fields)
    initial: dict[str, Any] = {"position": kind.objects.filter(design=found).count() + 1}
    if row is not None:
        initial = {name: getattr(row, name) for name in names}
    form = form_class(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            keep_line(design=found, kind=kind, line=row, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Saved."))
    return form_page(request, form, title=str(title), cancel=found.get_absolute_url(), lead=str(found))


@require_POST
@needs("inspections.write")
def line_removal(request: HttpRequest, number: str, part: str, pk: int) -> HttpResponse:
    found = _found(request, number, "inspections.write")
    row = get_object_or_404(_part(part)[0].objects.filter(design=found), pk=pk)
    remove_line(design=found, line=row, by=Actor.of(request), at=now())
    return back(request, found, message=_("Removed."))


@require_POST
@needs("inspections.write")
def plan_step_done(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    found = _found(request, number, "inspections.write")
    step = get_object_or_404(found.plan, pk=pk)
    finish_plan_step(step=step, by=Actor.of(request), at=now())
    return back(request, found, message=_("Done."))


def _kept(request: HttpRequest, found: Design | None) -> HttpResponse:
    names = list(DesignForm.base_fields)
    initial = {name: getattr(found, name) for name in names} if found else None
    form = DesignForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep_design(design=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, kept, message=_("Saved."))
        except Refused as no:
            form.add_error(None, str(no.message))
    return form_page(
        request,
        form,
        title=_("Change the design") if found else _("Design a service"),
        cancel=found.get_absolute_url() if found else reverse("inspections:designs"),
    )


def _part(part: str) -> tuple[type[Any], type[Any], Any]:
    if part not in LINES:
        raise Http404
    return LINES[part]


def _found(request: HttpRequest, number: str, permission: str) -> Design:
    rows = Design.objects.permitted(Actor.of(request), permission).select_related("service")
    return get_object_or_404(rows, number=number)
