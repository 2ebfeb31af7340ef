"""Pages of social supervisors, and of what competitors do."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import chosen, list_page
from kept.scorecards.ui.words import shown

from ..actions.comparing import observe_competitor
from ..actions.supervising import appoint_supervisor, dismiss_supervisor
from ..models import Observation, Supervisor
from ..queries.comparing import compare
from ..rules.numbers import COMPARE_DAYS
from .pages import form_page
from .visit_forms import ObservationFilter, ObservationForm, SupervisorForm
from .visit_tables import ObservationTable, SupervisorTable


@require_GET
@needs("inspections.appoint")
def supervisors(request: HttpRequest) -> HttpResponseBase:
    rows = Supervisor.objects.permitted(Actor.of(request), "inspections.appoint")
    rows = rows.select_related("person", "branch").annotate(finding_count=Count("findings"))
    return list_page(request, SupervisorTable, rows)


@require_http_methods(["GET", "POST"])
@needs("inspections.appoint")
def new_supervisor(request: HttpRequest) -> HttpResponse:
    form = SupervisorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            appoint_supervisor(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, "inspections:supervisors", message=_("Appointed. Hand the login over."))
    return form_page(
        request,
        form,
        title=_("Appoint a supervisor"),
        cancel=reverse("inspections:supervisors"),
        lead=_("The login files findings and reads their answers, and nothing else."),
    )


@require_POST
@needs("inspections.appoint")
def dismissal(request: HttpRequest) -> HttpResponse:
    actor = Actor.of(request)
    for supervisor in chosen(request, Supervisor.objects.permitted(actor, "inspections.appoint")):
        dismiss_supervisor(supervisor=supervisor, by=actor, at=now())
    return back(request, "inspections:supervisors", message=_("Dismissed. Their logins are shut."))


@require_GET
@needs("inspections.view")
def competitors(request: HttpRequest) -> HttpResponse:
    """Ours against theirs."""
    days = int(rule(COMPARE_DAYS))
    told = compare(Actor.of(request), on=localdate(), days=days)
    rows = [(row, row.newest.declared and shown(row.newest.declared, row.ours)) for row in told.rows]
    return answer(request, "inspections/competitors.html", comparison=told, rows=rows, days=days)


@require_GET
@needs("inspections.view")
def observations(request: HttpRequest) -> HttpResponseBase:
    rows = Observation.objects.permitted(Actor.of(request), "inspections.view").shown()
    return list_page(request, ObservationTable, rows, filters=ObservationFilter)


@require_GET
@needs("inspections.view")
def observation(request: HttpRequest, number: str) -> HttpResponse:
    rows = Observation.objects.permitted(Actor.of(request), "inspections.view").shown()
    return answer(request, "inspections/observation.html", seen=get_object_or_404(rows, number=number))


@require_http_methods(["GET", "POST"])
@needs("inspections.compare")
def new_observation(request: HttpRequest) -> HttpResponse:
    form = ObservationForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = observe_competitor(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, made, message=_("Saved."))
    return form_page(
        request,
        form,
        title=_("Write down an observation"),
        cancel=reverse("inspections:competitors"),
        template="inspections/observation_form.html",
    )
