"""Pages of results: what was asked and what came back."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.methods import importance_performance as method

from ..enums import ItemClass
from ..models import Invitation, Response, Survey
from ..queries.dimensions import dimensions_of
from ..queries.history import NOTHING
from ..queries.results import Results, results_of
from ..queries.strata import strata_of
from ..rules.references import OF_QUESTIONNAIRE
from . import charts, files
from .filters import ResultFilter, SurveyFilter
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
    if request.GET.get("export") in files.FORMATS:
        classes = {code: str(place.label) for code, place in classes_of(results).items()}
        return files.results_file(results, request.GET["export"], classes)
    return answer(
        request,
        "surveys/survey.html",
        survey=found,
        state=found.state_words(results.as_of),
        form=form,
        results=results,
        chart=charts.nine_cells(results, NOTHING, found.questionnaire.matrix)
        or charts.marks_of_items(results),
        query=query_of(request),
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
        reference=OF_QUESTIONNAIRE.get(found.questionnaire.code),
        strata=strata_of(found, narrowed(request, found, form), at=results.as_of),
        query=query_of(request),
        exports=[("CSV", "csv"), ("Excel", "xlsx")],
    )


def _chart(results: Results) -> Any:
    own = results.survey.questionnaire.matrix
    return charts.nine_cells(results, NOTHING, own) or charts.marks_of_items(results)


def survey_at(request: HttpRequest, number: str, permission: str = "surveys.view") -> Survey:
    rows = Survey.objects.permitted(Actor.of(request), permission)
    return get_object_or_404(rows.select_related("questionnaire"), number=number)


def _results(
    request: HttpRequest, found: Survey, options: method.MatrixOptions
) -> tuple[ResultFilter, Results]:
    form = ResultFilter(request.GET)
    rows = narrowed(request, found, form)
    asked: QuerySet[Invitation] = Invitation.objects.permitted(Actor.of(request), "surveys.view")
    asked = asked.filter(survey=found)
    if form.is_valid():
        asked = form.narrow_invitations(asked)
    return form, results_of(found, rows, at=now(), invitations=asked, options=options)


def narrowed(request: HttpRequest, found: Survey, form: ResultFilter) -> Any:
    rows = Response.objects.permitted(Actor.of(request), "surveys.view").filter(survey=found)
    return form.narrow(rows) if form.is_valid() else rows.none()


def classes_of(results: Results) -> dict[str, ItemClass]:
    return {
        result.item.code: ItemClass(result.place.class_.value)
        for result in results.placed
        if result.place is not None
    }


def _count(model: type[Invitation | Response], field: str) -> Coalesce:
    own = model._base_manager.filter(survey=OuterRef("pk")).order_by().values("survey")
    return Coalesce(Subquery(own.annotate(n=Count(field)).values("n")), 0)


def query_of(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("export", None)
    return query.urlencode()
