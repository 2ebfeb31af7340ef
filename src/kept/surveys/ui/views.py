"""Pages of results: what was asked, what came back, and the matrix."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.methods import importance_performance as method

from ..enums import Asks, ItemClass, QuadrantClass
from ..models import Invitation, Response, Survey
from ..queries.dimensions import dimensions_of
from ..queries.history import paths_of
from ..queries.results import Results, pair_answers, results_of
from ..queries.strata import strata_of
from . import charts, files
from .filters import ResultFilter, SurveyFilter
from .forms import MatrixForm
from .tables import SurveyTable


@require_GET
@needs("surveys.view")
def surveys(request: HttpRequest) -> HttpResponseBase:
    rows = Survey.objects.permitted(Actor.of(request), "surveys.view").select_related("questionnaire")
    counted = rows.annotate(
        invited=_count(Invitation, "id"),
        by_link=_count(Invitation, "answered_at"),
        answered=_count(Response, "id"),
    )
    return list_page(request, SurveyTable, counted, filters=SurveyFilter)


@require_GET
@needs("surveys.view")
def survey(request: HttpRequest, number: str) -> HttpResponse:
    """Results item by item."""
    found = survey_at(request, number)
    form, results = _results(request, found, found.questionnaire.matrix)
    classes = _classes(results)
    if request.GET.get("export") in files.FORMATS:
        return files.results_file(results, request.GET["export"], classes)
    return answer(
        request,
        "surveys/survey.html",
        survey=found,
        form=form,
        results=results,
        chart=charts.nine_cells(results, {}, found.questionnaire.matrix) or charts.marks_of_items(results),
        query=_query(request),
        exports=[("CSV", "csv"), ("Excel", "xlsx")],
    )


@require_GET
@needs("surveys.view")
def dimensions(request: HttpRequest, number: str) -> HttpResponse:
    """By dimension, by level of customers, by branch."""
    found = survey_at(request, number)
    form, results = _results(request, found, found.questionnaire.matrix)
    by_dimension = dimensions_of(results, at=results.as_of)
    if request.GET.get("export") in files.FORMATS:
        return files.dimensions_file(found, by_dimension, request.GET["export"])
    return answer(
        request,
        "surveys/dimensions.html",
        survey=found,
        form=form,
        results=results,
        dimensions=by_dimension,
        strata=strata_of(found, _responses(request, found, form), at=results.as_of),
        query=_query(request),
        exports=[("CSV", "csv"), ("Excel", "xlsx")],
    )


@require_GET
@needs("surveys.view")
def matrix(request: HttpRequest, number: str) -> HttpResponse:
    """Importance by performance in nine cells or four, as the address says."""
    found = survey_at(request, number)
    asked = MatrixForm({**_defaults(found), **request.GET.dict()})
    options = _options(found, asked)
    form, results = _results(request, found, options)
    paths = {} if form.has_changed() else paths_of(found, at=results.as_of)
    drawn: Any = charts.nine_cells(results, paths, options)
    classes = _classes(results)
    if drawn is not None and asked.cleaned_data.get("view") == "four":
        quadrants = method.quadrants(
            pair_answers(found, _responses(request, found, form), at=results.as_of),
            crosshair=method.Crosshair(asked.cleaned_data["crosshair"]),
            scale=options.scale,
            centre=options.centre,
        )
        drawn = charts.four_cells(results, quadrants, paths, options)
        classes = {code: str(QuadrantClass(place).label) for code, place in quadrants.of_item.items()}
    if request.GET.get("export") in files.FORMATS:
        return files.results_file(results, request.GET["export"], classes)
    return answer(
        request,
        "surveys/matrix.html",
        survey=found,
        form=form,
        matrix_form=asked,
        results=results,
        rows=[(result, classes.get(result.item.code)) for result in results.pairs],
        chart=drawn,
        query=_query(request),
        exports=[("CSV", "csv"), ("Excel", "xlsx")],
        others=_with_pairs(request).exclude(pk=found.pk)[:8],
    )


@require_GET
@needs("surveys.view")
def newest_matrix(request: HttpRequest) -> HttpResponseBase:
    """The matrix of the newest survey that has answers to pairs."""
    newest = _with_pairs(request).filter(responses__isnull=False).first()
    if newest is None:
        return redirect("surveys:surveys")
    return redirect("surveys:matrix", newest.number)


def survey_at(request: HttpRequest, number: str, permission: str = "surveys.view") -> Survey:
    rows = Survey.objects.permitted(Actor.of(request), permission)
    return get_object_or_404(rows.select_related("questionnaire"), number=number)


def _results(
    request: HttpRequest, found: Survey, options: method.MatrixOptions
) -> tuple[ResultFilter, Results]:
    form = ResultFilter(request.GET)
    responses = _responses(request, found, form)
    asked: QuerySet[Invitation] = Invitation.objects.permitted(Actor.of(request), "surveys.view")
    asked = asked.filter(survey=found)
    if form.is_valid():
        asked = form.narrow_invitations(asked)
    return form, results_of(found, responses, at=now(), invitations=asked, options=options)


def _responses(request: HttpRequest, found: Survey, form: ResultFilter) -> Any:
    rows = Response.objects.permitted(Actor.of(request), "surveys.view").filter(survey=found)
    return form.narrow(rows) if form.is_valid() else rows.none()


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
    return {"view": "nine", "middle": found.questionnaire.middle, "crosshair": "mean"}


def _classes(results: Results) -> dict[str, str]:
    return {
        result.item.code: str(ItemClass(result.place.class_.value).label)
        for result in results.placed
        if result.place is not None
    }


def _with_pairs(request: HttpRequest) -> Any:
    rows = Survey.objects.permitted(Actor.of(request), "surveys.view")
    asks = {"questionnaire__items__asks": Asks.IMPORTANCE_PERFORMANCE}
    return rows.filter(**asks).distinct().order_by("-opens_at", "-pk")


def _count(model: type[Invitation | Response], field: str) -> Coalesce:
    own = model._base_manager.filter(survey=OuterRef("pk")).order_by().values("survey")
    return Coalesce(Subquery(own.annotate(n=Count(field)).values("n")), 0)


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("export", None)
    return query.urlencode()
