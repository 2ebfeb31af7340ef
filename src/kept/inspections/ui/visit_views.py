"""Pages of mystery checks."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.visiting import drop_visit, plan_visit, record_visit, release_visit, write_scenario
from ..enums import VisitState
from ..models import Finding, MysteryVisit, Scenario
from ..queries.visits import readable_visits
from .pages import form_page
from .visit_forms import AskForms, RecordingForm, ScenarioForm, VisitFilter, VisitForm
from .visit_tables import MaskedVisitTable, OwnVisitTable, ScenarioTable, VisitTable, visit_state


@require_GET
@needs("inspections.view")
def visits(request: HttpRequest) -> HttpResponseBase:
    """What one may read; only those who plan them see who posed."""
    actor = Actor.of(request)
    table = VisitTable if actor.may("inspections.mystery") else MaskedVisitTable
    return list_page(request, table, readable_visits(actor), filters=VisitFilter)


@require_GET
@needs("inspections.pose")
def own_visits(request: HttpRequest) -> HttpResponseBase:
    """Where one is to pose as a customer."""
    rows = MysteryVisit.objects.filter(visitor=Actor.of(request).person_id, state=VisitState.PLANNED)
    return list_page(request, OwnVisitTable, rows.shown())


@require_GET
@needs("inspections.view")
def visit(request: HttpRequest, number: str) -> HttpResponse:
    actor = Actor.of(request)
    found = get_object_or_404(readable_visits(actor), number=number)
    in_charge = MysteryVisit.objects.permitted(actor, "inspections.mystery").filter(pk=found.pk).exists()
    findings = Finding.objects.permitted(actor, "inspections.view").filter(visit=found)
    return answer(
        request,
        "inspections/visit.html",
        visit=found,
        state=visit_state(found),
        in_charge=in_charge,
        may_release=in_charge and found.may_move_to(VisitState.RELEASED),
        may_record=in_charge and found.may_move_to(VisitState.RECORDED),
        asks=found.scenario.asks.all(),
        marks=found.marks.select_related("ask"),
        findings=findings.order_by("pk"),
    )


@require_http_methods(["GET", "POST"])
@needs("inspections.mystery")
def new_visit(request: HttpRequest) -> HttpResponse:
    form = VisitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = plan_visit(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, made, message=_("Planned."))
    return form_page(request, form, title=_("Plan a mystery check"), cancel=reverse("inspections:visits"))


@require_http_methods(["GET", "POST"])
@needs("inspections.pose")
def recording(request: HttpRequest, number: str) -> HttpResponse:
    """How it went: for whoever posed, and for those in charge."""
    actor = Actor.of(request)
    mine = MysteryVisit.objects.filter(visitor=actor.person_id).values("pk")
    led = MysteryVisit.objects.permitted(actor, "inspections.mystery").values("pk")
    rows = MysteryVisit.objects.filter(state=VisitState.PLANNED).shown()
    found = get_object_or_404(rows.filter(pk__in=mine.union(led)), number=number)
    form = RecordingForm(request.POST or None, visit=found)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            said = {name: form.cleaned_data[name] for name in ("visited_at", "note")}
            record_visit(visit=found, heard=form.heard(), **said, by=actor, at=now())
            where = "inspections:own_visits" if found.visitor_id == actor.person_id else found
            return back(request, where, message=_("Recorded. Thank you."))
    return form_page(
        request,
        form,
        title=found.scenario.title,
        cancel=reverse("inspections:own_visits"),
        template="inspections/recording.html",
        visit=found,
    )


@require_POST
@needs("inspections.mystery")
def release(request: HttpRequest, number: str) -> HttpResponse:
    found = _led(request, number)
    release_visit(visit=found, by=Actor.of(request), at=now())
    return back(request, found, message=_("Released. The branch reads it without the name."))


@require_POST
@needs("inspections.mystery")
def visit_drop(request: HttpRequest, number: str) -> HttpResponse:
    drop_visit(visit=_led(request, number))
    return back(request, "inspections:visits", message=_("Dropped."))


@require_GET
@needs("inspections.mystery")
def scenarios(request: HttpRequest) -> HttpResponseBase:
    rows = Scenario.objects.permitted(Actor.of(request), "inspections.mystery").filter(is_used=True)
    return list_page(request, ScenarioTable, rows.annotate(ask_count=Count("asks")))


@require_http_methods(["GET", "POST"])
@needs("inspections.mystery")
def new_scenario(request: HttpRequest) -> HttpResponse:
    return _written(request, None)


@require_http_methods(["GET", "POST"])
@needs("inspections.mystery")
def scenario(request: HttpRequest, pk: int) -> HttpResponse:
    """Changing it makes a new one: checks that were made keep what they asked."""
    rows = Scenario.objects.permitted(Actor.of(request), "inspections.mystery").filter(is_used=True)
    return _written(request, get_object_or_404(rows, pk=pk))


def _written(request: HttpRequest, found: Scenario | None) -> HttpResponse:
    initial: Any = None
    items: Any = None
    if found is not None:
        initial = {name: getattr(found, name) for name in ScenarioForm.base_fields}
        names = ("sort", "text", "good_answer", "weight")
        items = [{name: getattr(ask, name) for name in names} for ask in found.asks.all()]
    form = ScenarioForm(request.POST or None, initial=initial)
    rows = AskForms(request.POST or None, initial=items, prefix="asks")
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        filled = [row for row in rows if row.cleaned_data.get("text") and row not in rows.deleted_forms]
        with refusals(form):
            write_scenario(asks=[row.ask() for row in filled], scenario=found, **form.cleaned_data)
            return back(request, "inspections:scenarios", message=_("Saved."))
    return form_page(
        request,
        form,
        title=found.title if found else _("Write a scenario"),
        cancel=reverse("inspections:scenarios"),
        template="inspections/scenario_form.html",
        rows=rows,
    )


def _led(request: HttpRequest, number: str) -> MysteryVisit:
    rows = MysteryVisit.objects.permitted(Actor.of(request), "inspections.mystery")
    return get_object_or_404(rows, number=number)
