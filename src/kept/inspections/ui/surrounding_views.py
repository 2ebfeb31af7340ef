"""Pages of what acts on service, of green marks, and of what others say of us."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.kernel.facts import month_of
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.surrounding import green_service, keep_influence, keep_regulation, make_review
from ..models import Influence, Regulation
from ..queries.external import external_evaluation
from .care_forms import GreenForm, InfluenceForm, RegulationForm, ReviewForm, SpanForm, WatchedFilter
from .care_tables import GreenTable, InfluenceTable, RegulationTable
from .pages import form_page


@require_GET
@needs("inspections.view")
def influences(request: HttpRequest) -> HttpResponseBase:
    rows = Influence.objects.permitted(Actor.of(request), "inspections.view").shown()
    return list_page(request, InfluenceTable, rows, filters=WatchedFilter)


@require_GET
@needs("inspections.view")
def regulations(request: HttpRequest) -> HttpResponseBase:
    rows = Regulation.objects.permitted(Actor.of(request), "inspections.view").shown()
    return list_page(request, RegulationTable, rows, filters=WatchedFilter)


@require_http_methods(["GET", "POST"])
@needs("inspections.watch")
def new_influence(request: HttpRequest) -> HttpResponse:
    form = InfluenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = keep_influence(**form.cleaned_data, by=Actor.of(request), at=now())
        return back(request, made, message=_("Saved."))
    cancel = reverse("inspections:influences")
    return form_page(request, form, title=_("Write an influence down"), cancel=cancel)


@require_http_methods(["GET", "POST"])
@needs("inspections.watch")
def new_regulation(request: HttpRequest) -> HttpResponse:
    form = RegulationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = keep_regulation(**form.cleaned_data, by=Actor.of(request), at=now())
        return back(request, made, message=_("Saved."))
    cancel = reverse("inspections:regulations")
    return form_page(request, form, title=_("Write a law or policy down"), cancel=cancel)


@require_http_methods(["GET", "POST"])
@needs("inspections.view")
def influence(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Influence.objects.permitted(Actor.of(request), "inspections.view").shown()
    found = get_object_or_404(rows, pk=pk)
    return _watched(request, found, "inspections/influence.html")


@require_http_methods(["GET", "POST"])
@needs("inspections.view")
def regulation(request: HttpRequest, number: str) -> HttpResponse:
    rows = Regulation.objects.permitted(Actor.of(request), "inspections.view").shown()
    found = get_object_or_404(rows, number=number)
    return _watched(request, found, "inspections/regulation.html")


@require_http_methods(["GET", "POST"])
@needs("inspections.watch")
def change_influence(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Influence.objects.permitted(Actor.of(request), "inspections.watch")
    found = get_object_or_404(rows, pk=pk)
    form = InfluenceForm(request.POST or None, initial=_initial(found, InfluenceForm))
    if request.method == "POST" and form.is_valid():
        keep_influence(influence=found, **form.cleaned_data, by=Actor.of(request), at=now())
        return back(request, found, message=_("Saved."))
    return form_page(request, form, title=_("Change the influence"), cancel=found.get_absolute_url())


@require_http_methods(["GET", "POST"])
@needs("inspections.watch")
def change_regulation(request: HttpRequest, number: str) -> HttpResponse:
    rows = Regulation.objects.permitted(Actor.of(request), "inspections.watch")
    found = get_object_or_404(rows, number=number)
    form = RegulationForm(request.POST or None, initial=_initial(found, RegulationForm))
    if request.method == "POST" and form.is_valid():
        keep_regulation(regulation=found, **form.cleaned_data, by=Actor.of(request), at=now())
        return back(request, found, message=_("Saved."))
    return form_page(request, form, title=_("Change the law or policy"), cancel=found.get_absolute_url())


@require_GET
@needs("inspections.view")
def green(request: HttpRequest) -> HttpResponseBase:
    rows = Service.objects.permitted(Actor.of(request), "inspections.view")
    return list_page(request, GreenTable, rows)


@require_http_methods(["GET", "POST"])
@needs("inspections.watch")
def green_mark(request: HttpRequest, code: str) -> HttpResponse:
    rows = Service.objects.permitted(Actor.of(request), "inspections.watch")
    found = get_object_or_404(rows, code=code)
    said = {None: "", True: "yes", False: "no"}
    initial = {
        "is_green": said[found.is_green],
        "disposes_green": said[found.disposes_green],
        "why": found.green_why,
    }
    form = GreenForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            green_service(service=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, "inspections:green", message=_("Saved."))
    return form_page(
        request, form, title=_("Green service"), cancel=reverse("inspections:green"), lead=str(found)
    )


@require_GET
@needs("inspections.external")
def external(request: HttpRequest) -> HttpResponse:
    """Complaints, surveys and supervisors together, by branch."""
    this = month_of(now())
    usual = {"first": this.replace(year=this.year - 1), "last": this}
    form = SpanForm(request.GET if "first" in request.GET else None, initial=usual)
    span: dict[str, Any] = form.cleaned_data if form.is_valid() else usual
    rows = external_evaluation(Actor.of(request), span["first"], span["last"])
    return answer(
        request,
        "inspections/external.html",
        status=422 if form.errors else 200,
        form=form,
        rows=rows,
        span=span,
        complaints=sum(row.complaints for row in rows),
        findings=sum(row.supervisor_findings for row in rows),
        answers=sum(row.answers for row in rows),
    )


def _watched(request: HttpRequest, found: Influence | Regulation, template: str) -> HttpResponse:
    actor = Actor.of(request)
    watches = actor.may("inspections.watch")
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and watches and form.is_valid():
        with refusals(form):
            make_review(record=found, **form.cleaned_data, by=actor, at=now())
            return back(request, found, message=_("Looked at."))
    return answer(
        request,
        template,
        status=422 if form.errors else 200,
        found=found,
        form=form if watches else None,
    )


def _initial(found: Influence | Regulation, form: type[Any]) -> dict[str, Any]:
    return {name: getattr(found, name) for name in form.base_fields}
