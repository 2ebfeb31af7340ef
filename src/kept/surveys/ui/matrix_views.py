"""The matrix: importance by performance, for whom and when, and the way each item has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer
from kept.kernel.web.doors import needs
from kept.methods import importance_performance as method

from ..enums import Asks, ItemClass, QuadrantClass
from ..models import Response, Survey
from ..queries.history import NOTHING, History, by_quarters, by_surveys, newest_quarter, quarter_words
from ..queries.results import Results, pair_answers, results_of
from . import charts, files
from .filters import ResultFilter
from .forms import MatrixForm
from .views import classes_of, query_of, survey_at


@require_GET
@needs("surveys.view")
def matrix(request: HttpRequest, number: str) -> HttpResponse:
    """Importance by performance in nine cells or four, as the address says."""
    found, at = survey_at(request, number), now()
    asked = MatrixForm({**_defaults(found), **request.GET.dict()})
    form = ResultFilter(request.GET)
    options = _options(found, asked)
    way = asked.said("way")
    everybody = Response.objects.permitted(Actor.of(request), "surveys.view")
    rows = form.narrow(everybody) if form.is_valid() else everybody.none()
    rows = rows.filter(survey=found)
    begin = None
    if way == "quarters" and form.is_valid() and not form.cleaned_data["since"]:
        begin = newest_quarter(rows)
        rows = rows.filter(answered_at__gte=begin) if begin else rows
    results = results_of(found, rows, at=at, options=options)
    history = NOTHING
    if form.is_valid():
        before = begin or form.begins_at
        whose = form.narrow_whose(everybody)
        history = _history(found, whose, way=way, before=before, at=at, centre=options.centre)
    drawn, chosen = _drawn(found, results, history, rows, asked, options)
    classes = {code: str(place.label) for code, place in chosen.items()}
    if request.GET.get("export") in files.FORMATS:
        return files.matrix_file(results, request.GET["export"], classes, history)
    return answer(
        request,
        "surveys/matrix.html",
        survey=found,
        form=form,
        matrix_form=asked,
        results=results,
        rows=[(result, classes.get(result.item.code)) for result in results.pairs],
        todo=[(result, chosen[result.item.code]) for result in results.by_priority],
        ways=_ways(results, history),
        times=history.times,
        quarter=quarter_words(begin) if begin else "",
        chart=drawn,
        query=query_of(request),
        exports=[("CSV", "csv"), ("Excel", "xlsx")],
        others=_with_pairs(request).exclude(pk=found.pk)[:8],
    )


@require_GET
@needs("surveys.view")
def newest_matrix(request: HttpRequest) -> HttpResponseBase:
    """The matrix of the newest survey that has answers to pairs, cut as the address asks."""
    newest = _with_pairs(request).filter(responses__isnull=False).first()
    if newest is None:
        return redirect("surveys:surveys")
    return redirect(reverse("surveys:matrix", args=[newest.number], query=request.GET))


def _drawn(
    found: Survey,
    results: Results,
    history: History,
    rows: QuerySet[Response],
    asked: MatrixForm,
    options: method.MatrixOptions,
) -> tuple[Any, Mapping[str, ItemClass | QuadrantClass]]:
    """The chart, and what each item is called in it."""
    around = asked.said("around") == "95"
    nine = charts.nine_cells(results, history, options, around=around)
    if nine is None or asked.said("view") != "four":
        return nine, classes_of(results)
    quadrants = method.quadrants(
        pair_answers(found, rows, at=results.as_of),
        crosshair=method.Crosshair(asked.said("crosshair")),
        scale=options.scale,
        centre=options.centre,
    )
    chosen = {code: QuadrantClass(place) for code, place in quadrants.of_item.items()}
    return charts.four_cells(results, quadrants, history, options, around=around), chosen


def _history(
    found: Survey,
    whose: QuerySet[Response],
    *,
    way: str,
    before: datetime | None,
    at: datetime,
    centre: method.Centre,
) -> History:
    if way == "surveys":
        return by_surveys(found, whose, at=at, centre=centre)
    if way == "quarters" and before:
        return by_quarters(found, whose, before=before, at=at, centre=centre)
    return NOTHING


def _ways(results: Results, history: History) -> list[tuple[Any, ...]]:
    """Each item with its stops, where it stands now, and how its gap has changed since the first stop."""
    told = []
    for result in results.placed if history.times else ():
        stops = history.of_item.get(result.item.code) or [None for _time in history.times]
        first = next((stop for stop in stops if stop), None)
        gap = None if result.gap is None else float(result.gap)
        told.append((result, stops, None if first is None or gap is None else gap - first.gap))
    return told


def _options(found: Survey, asked: MatrixForm) -> method.MatrixOptions:
    """The questionnaire's own matrix, changed by what the address asks for."""
    own = found.questionnaire.matrix
    if not asked.is_valid():
        return own
    options = replace(own, centre=method.Centre(asked.cleaned_data["middle"]))
    if not (cuts := asked.cleaned_data["cuts"]):
        return options
    try:
        return replace(options, importance_cuts=cuts, performance_cuts=cuts)
    except ValueError:
        asked.add_error("cuts", _("The cuts must rise and lie within the scale."))
        return options


def _defaults(found: Survey) -> dict[str, str]:
    middle = found.questionnaire.middle
    return {"view": "nine", "middle": middle, "crosshair": "mean", "around": "no", "way": "surveys"}


def _with_pairs(request: HttpRequest) -> Any:
    rows = Survey.objects.permitted(Actor.of(request), "surveys.view")
    asks = {"questionnaire__items__asks": Asks.IMPORTANCE_PERFORMANCE}
    return rows.filter(**asks).distinct().order_by("-opens_at", "-pk")
