"""Pages of evaluations: opening, marks, the result and what is behind it, closing."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions import running
from ..actions.working_out import work_out_evaluation
from ..enums import EvaluationState, Side
from ..models import Evaluation, EvaluationModel, Mark
from ..queries.trees import leaves_of, tree_of
from . import charts, forms, reports, words
from .tables import AskedTable, EvaluationTable


@require_GET
@needs("evaluations.view")
def evaluations(request: HttpRequest) -> HttpResponseBase:
    rows = Evaluation.objects.permitted(Actor.of(request), "evaluations.view").shown()
    return list_page(request, EvaluationTable, rows, filters=forms.EvaluationFilter)


@require_GET
@needs("evaluations.judge")
def asked(request: HttpRequest) -> HttpResponseBase:
    """Those that ask the reader by name and are open."""
    person = Actor.of(request).person_id
    open = Q(state__in=(EvaluationState.JUDGED, EvaluationState.WORKED_OUT))
    rows = Evaluation.objects.filter(open, assessors=person).select_related("model")
    given = Count("rows__marks", filter=Q(rows__marks__assessor=person))
    return list_page(request, AskedTable, rows.annotate(given=given))


@needs("evaluations.run")
@require_http_methods(["GET", "POST"])
def new_evaluation(request: HttpRequest) -> HttpResponse:
    """First the model, then who and how."""
    actor = Actor.of(request)
    models = EvaluationModel.objects.permitted(actor, "evaluations.run").current()
    chosen = models.filter(code=request.GET.get("model", "")).first()
    if chosen is None:
        return answer(request, "evaluations/choose.html", models=models)
    form = forms.EvaluationForm(request.POST or None, model=chosen, actor=actor)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = running.open_evaluation(model=chosen, **form.cleaned_data, by=actor, at=now())
            return back(request, made, message=_("Evaluation opened."))
    return answer(
        request,
        "evaluations/form.html",
        status=422 if form.errors else 200,
        title=_("Open an evaluation"),
        form=form,
        model=chosen,
        cancel=words.address_of("evaluations:evaluations"),
    )


@require_GET
@needs("evaluations.view")
def evaluation(request: HttpRequest, number: str) -> HttpResponse:
    actor = Actor.of(request)
    seen = Evaluation.objects.permitted(actor, "evaluations.view").shown()
    found = get_object_or_404(seen, number=number)
    report = reports.report_of(found)
    if (kind := request.GET.get("export", "")) in ("csv", "xlsx"):
        return reports.as_file(kind, report)
    return answer(
        request,
        "evaluations/evaluation.html",
        evaluation=found,
        report=report,
        said=words.answer_words(found, report.rows),
        chart=charts.ranking(found, report.rows),
        vetoes=[(veto, words.veto_words(veto, actor, found)) for veto in report.vetoes],
        linked=reports.linked(found, actor),
        may_mark=found.is_open and Evaluation.objects.asking(actor).filter(pk=found.pk).exists(),
        waiting=reports.waiting(found),
        closing=forms.ClosingForm(),
    )


@needs("evaluations.judge")
@require_http_methods(["GET", "POST"])
def marks(request: HttpRequest, number: str) -> HttpResponse:
    """The reader's marks, for one side at a time."""
    actor = Actor.of(request)
    found = _asked(actor, number)
    sided = request.POST.get("side") or request.GET.get("side", "")
    side = sided if sided in Side.values else Side.OTHERS.value
    criteria = [leaf for leaf in leaves_of(tree_of(found.model)) if leaf.is_judged]
    rows = list(found.rows.select_related("customer", "branch", "partner", "service").order_by("pk"))
    before = _before(found, actor, side)
    told: dict[str, Any] = {"evaluation": found, "rows": rows, "criteria": criteria, "before": before}
    form = forms.MarksForm(request.POST or None, initial={"side": side}, **told)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            running.give_marks(
                evaluation=found,
                marks=form.marks(),
                side=form.cleaned_data["side"],
                named=form.cleaned_data["named"],
                by=actor,
                at=now(),
            )
            address = f"{found.get_absolute_url()}marks/?side={side}"
            return back(request, address, message=_("Your marks are kept."))
    return answer(
        request,
        "evaluations/marks.html",
        status=422 if form.errors else 200,
        evaluation=found,
        form=form,
        side=side,
        sides=Side.choices,
        has_criteria=bool(criteria),
        seen=actor.may("evaluations.view"),
    )


@needs("evaluations.run")
@require_POST
def result(request: HttpRequest, number: str) -> HttpResponse:
    found = _run(request, number)
    work_out_evaluation(evaluation=found, by=Actor.of(request), at=now())
    return back(request, found, message=_("Worked out."))


@needs("evaluations.run")
@require_POST
def closing(request: HttpRequest, number: str) -> HttpResponse:
    found = _run(request, number)
    said = request.POST.get("conclusion", "")
    running.close_evaluation(evaluation=found, conclusion=said, by=Actor.of(request), at=now())
    return back(request, found, message=pgettext("evaluation", "Closed."))


@needs("evaluations.run")
@require_POST
def cancellation(request: HttpRequest, number: str) -> HttpResponse:
    found = _run(request, number)
    running.cancel_evaluation(evaluation=found, by=Actor.of(request), at=now())
    return back(request, found, message=_("Cancelled."))


def _before(found: Evaluation, actor: Actor, side: str) -> dict[tuple[int, int], int]:
    mine = Mark.objects.filter(row__evaluation=found, assessor=actor.person_id, named="", side=side)
    return {(mark.row_id, mark.criterion_id): mark.grade for mark in mine}


def _asked(actor: Actor, number: str) -> Evaluation:
    """One on which the actor may give marks: reached by a grant, or asked by name."""
    reached = Evaluation.objects.permitted(actor, "evaluations.judge").values("pk")
    named = Evaluation.objects.filter(assessors=actor.person_id).values("pk")
    rows = Evaluation.objects.filter(pk__in=reached.union(named)).select_related("model")
    return get_object_or_404(rows, number=number)


def _run(request: HttpRequest, number: str) -> Evaluation:
    rows = Evaluation.objects.permitted(Actor.of(request), "evaluations.run")
    return get_object_or_404(rows, number=number)
