"""Pages of strategy cycles: the list, the workspace of five steps, the paper."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
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

from ..actions.cycling import aim_cycle, close_cycle, open_cycle, open_next
from ..actions.enforcing import put_in_force
from ..actions.judging import measure_effects
from ..models import Cycle
from ..queries.missing import missing_of
from ..queries.paper import is_same, paper_of
from . import files, papers
from .cycle_forms import AimForm, ClosingForm, CycleFilter, CycleForm, NextForm
from .tables import CycleTable
from .words import missing_words
from .workspace import workspace_of

WITH = ("customer", "opened_by", "changed_by", "closed_by", "previous")


@require_GET
@needs("strategy.view")
def cycles(request: HttpRequest) -> HttpResponseBase:
    rows = Cycle.objects.permitted(Actor.of(request), "strategy.view").select_related(*WITH)
    counted = rows.annotate(newest_number=Max("versions__number"), goal_count=Count("goals", distinct=True))
    return list_page(request, CycleTable, counted, filters=CycleFilter, template="strategy/cycles.html")


@require_http_methods(["GET", "POST"])
@needs("strategy.plan")
def new_cycle(request: HttpRequest) -> HttpResponse:
    form = CycleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            opened = open_cycle(**form.cleaned_data, by=Actor.of(request), at=now())
            measure_effects(cycle=opened, by=Actor.of(request), at=now())
            return back(request, opened, message=_("Cycle opened. What is known has filled itself."))
    status = 422 if form.errors else 200
    return answer(
        request, "strategy/cycle_form.html", status=status, form=form, cancel=reverse("strategy:cycles")
    )


@require_GET
@needs("strategy.view")
def cycle(request: HttpRequest, number: str) -> HttpResponse:
    return page(request, found_cycle(request, number, "strategy.view"))


@require_POST
@needs("strategy.plan")
def aim(request: HttpRequest, number: str) -> HttpResponse:
    found, form = found_cycle(request, number, "strategy.plan"), AimForm(request.POST, auto_id="aim_%s")
    if form.is_valid():
        with refusals(form):
            aim_cycle(cycle=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Saved."))
    return page(request, found, failed={"aim": form})


@require_POST
@needs("strategy.decide")
def force(request: HttpRequest, number: str) -> HttpResponse:
    found = found_cycle(request, number, "strategy.decide")
    version = put_in_force(cycle=found, by=Actor.of(request), at=now())
    message = _("Version %(number)d is in force.") % {"number": version.number}
    if missing := missing_words(missing_of(found)):
        message = _("%(first)s %(second)s") % {"first": message, "second": missing}
    return back(request, found, message=message)


@require_POST
@needs("strategy.plan")
def measurement(request: HttpRequest, number: str) -> HttpResponse:
    found = found_cycle(request, number, "strategy.plan")
    measure_effects(cycle=found, by=Actor.of(request), at=now())
    return back(request, f"{found.get_absolute_url()}#effects", message=_("Measured."))


@require_POST
@needs("strategy.decide")
def closing(request: HttpRequest, number: str) -> HttpResponse:
    found = found_cycle(request, number, "strategy.decide")
    form = ClosingForm(request.POST, auto_id="closing_%s")
    if form.is_valid():
        with refusals(form):
            close_cycle(cycle=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Closed. Begin the next round."))
    return page(request, found, failed={"closing": form})


@require_POST
@needs("strategy.plan")
def next_round(request: HttpRequest, number: str) -> HttpResponse:
    found = found_cycle(request, number, "strategy.plan")
    form = NextForm(request.POST, auto_id="next_%s")
    if form.is_valid():
        with refusals(form):
            opened = open_next(previous=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, opened, message=_("The next round begins from the last."))
    return page(request, found, failed={"next": form})


@require_GET
@needs("strategy.view")
def paper(request: HttpRequest, number: str) -> HttpResponseBase:
    """The strategy as it was put in force, or the draft; to be printed, or as a file."""
    found = found_cycle(request, number, "strategy.view")
    wanted = request.GET.get("version", "")
    versions = list(found.versions.select_related("put_by"))
    version = next((one for one in versions if str(one.number) == wanted), None)
    if wanted and version is None:
        raise Http404
    told = version.paper if version else paper_of(found)
    if request.GET.get("export") in files.FORMATS:
        return files.paper_file(found, version, told, request.GET["export"])
    return answer(
        request,
        "strategy/paper.html",
        cycle=found,
        version=version,
        versions=versions,
        paper=papers.in_words(told),
        is_changed=version is None and bool(versions) and not is_same(versions[0].paper, told),
    )


def found_cycle(request: HttpRequest, number: str, permission: str) -> Cycle:
    rows = Cycle.objects.permitted(Actor.of(request), permission)
    return get_object_or_404(rows.select_related(*WITH), number=number)


def page(request: HttpRequest, found: Cycle, *, failed: dict[str, Any] | None = None) -> HttpResponse:
    """The workspace; forms that failed stay as they were filled."""
    actor, at = Actor.of(request), now()
    own = {
        "aim": AimForm(initial={"title": found.title, "aim": found.aim}, auto_id="aim_%s"),
        "closing": ClosingForm(auto_id="closing_%s"),
        "next": NextForm(initial={"title": found.title, "starts_on": localdate()}, auto_id="next_%s"),
    }
    told = workspace_of(found, actor, at, failed=failed or {})
    told["forms"] = {**own, **told["forms"], **(failed or {})}
    return answer(request, "strategy/cycle.html", cycle=found, **told, status=422 if failed else 200)
