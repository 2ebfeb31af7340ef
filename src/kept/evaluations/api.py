"""Evaluations for programs: models, evaluations with inputs and results, marks."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from kept.kernel.actor import Actor

from .actions.running import give_marks
from .actions.working_out import work_out_evaluation
from .enums import EvaluationState, Side
from .models import Criterion, Evaluation, EvaluationModel, Figure, Veto
from .queries.trees import tree_of

router = Router(tags=["evaluations"])
MOST = 200


class CriterionOut(Schema):
    """Weights are shares: `weight` of its group, `whole` of all."""

    code: str
    name: str
    below: str
    weight: Decimal
    whole: Decimal
    origin: str
    source: str
    indicator: str
    worst: Decimal | None
    best: Decimal | None


class VetoRuleOut(Schema):
    source: str
    indicator: str
    limit: Decimal
    why: str


class ModelOut(Schema):
    code: str
    version: int
    state: str
    title: str
    element: str
    objects: str
    purpose: str
    method: str
    from_data: str
    missing: str
    pass_score: Decimal
    grades: list[str]
    criteria: list[CriterionOut]
    veto_rules: list[VetoRuleOut]


class EvaluatedFigureOut(Schema):
    """`value` is the figure that went in; without a score `no_data` is a code."""

    criterion: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    currency: str
    marks: int
    score: Decimal | None
    own_score: Decimal | None
    others_score: Decimal | None
    no_data: str


class VetoOut(Schema):
    source: str
    record: str
    value: Decimal | None


class RowOut(Schema):
    id: int
    name: str
    slice: str
    place: int | None
    score: Decimal | None
    verdict: str
    known: Decimal | None
    own_score: Decimal | None
    others_score: Decimal | None
    by_method: dict[str, Any]
    vetoes: list[VetoOut]
    figures: list[EvaluatedFigureOut]


class HeadOut(Schema):
    number: str
    title: str
    model: str
    kind: str
    state: str
    first: date
    last: date
    follows: str


class EvaluationOut(HeadOut):
    element: str
    purpose: str
    collected: str
    analysed: str
    counting: str
    worked_out_at: datetime | None
    as_of: datetime | None
    method_version: str
    weights: list[dict[str, Any]]
    intervals: list[dict[str, Any]]
    left_out: list[str]
    conclusion: str
    rows: list[RowOut]


class EvaluationsOut(Schema):
    """`next` is what to send as `after` for the page that follows; empty on the last one."""

    items: list[HeadOut]
    next: str


class EvaluationsAsked(Schema):
    state: EvaluationState | None = None
    model: str = ""
    after: int = 0
    limit: int = 100


class JudgedMarkIn(Schema):
    """`row` is the id of an object of the evaluation, `criterion` a code, `grade` 1 for the lowest."""

    row: int
    criterion: str
    grade: int


class MarksIn(Schema):
    side: Side
    named: str = ""
    marks: list[JudgedMarkIn]


@router.get("models", response=list[ModelOut])
def models(request: HttpRequest) -> list[ModelOut]:
    """The models in use, with their trees."""
    actor = _allowed(request, "evaluations.judge")
    rows = EvaluationModel.objects.permitted(actor, "evaluations.judge").current()
    return [_model(row) for row in rows.prefetch_related("veto_rules")]


@router.get("evaluations", response=EvaluationsOut)
def evaluations(request: HttpRequest, asked: Query[EvaluationsAsked]) -> EvaluationsOut:
    """Evaluations in the order in which they were opened."""
    actor = _allowed(request, "evaluations.view")
    rows = Evaluation.objects.permitted(actor, "evaluations.view").filter(pk__gt=asked.after)
    wanted = {"state": asked.state, "model__code": asked.model}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    size = min(max(asked.limit, 1), MOST)
    found = list(rows.shown().order_by("pk")[: size + 1])
    last = str(found[size - 1].pk) if len(found) > size else ""
    return EvaluationsOut(items=[HeadOut(**_head(row)) for row in found[:size]], next=last)


@router.get("evaluations/{number}", response=EvaluationOut)
def evaluation(request: HttpRequest, number: str) -> EvaluationOut:
    """One evaluation with inputs, results, vetoes and the intervals of its weights."""
    actor = _allowed(request, "evaluations.view")
    found = get_object_or_404(Evaluation.objects.permitted(actor, "evaluations.view").shown(), number=number)
    return _evaluation(found)


@router.post("evaluations/{number}/marks", response=HeadOut)
def marks(request: HttpRequest, number: str, data: MarksIn) -> HeadOut:
    """All marks of this program's person for one side, in place of those before."""
    actor = _allowed(request, "evaluations.judge")
    found = get_object_or_404(Evaluation.objects.asking(actor).shown(), number=number)
    codes = dict(Criterion.objects.filter(model=found.model).values_list("code", "pk"))
    unknown = [each.criterion for each in data.marks if each.criterion not in codes]
    if unknown:
        raise HttpError(422, f"there is no criterion {unknown[0]}")
    told = {(each.row, codes[each.criterion]): each.grade for each in data.marks}
    give_marks(evaluation=found, marks=told, side=data.side, named=data.named[:80], by=actor, at=now())
    return HeadOut(**_head(found))


@router.post("evaluations/{number}/result", response=EvaluationOut)
def result(request: HttpRequest, number: str) -> EvaluationOut:
    """Work it out, with the figures and marks of now."""
    actor = _allowed(request, "evaluations.run")
    found = get_object_or_404(Evaluation.objects.permitted(actor, "evaluations.run"), number=number)
    work_out_evaluation(evaluation=found, by=actor, at=now())
    return _evaluation(Evaluation.objects.shown().get(pk=found.pk))


def _allowed(request: HttpRequest, permission: str) -> Actor:
    actor = Actor.of(request)
    if not actor.may(permission):
        raise HttpError(403, permission)
    return actor


def _model(row: EvaluationModel) -> ModelOut:
    criteria = [
        CriterionOut(
            code=each.code,
            name=str(each),
            below=each.parent.code if each.parent else "",
            weight=each.weight,
            whole=node.whole,
            origin=each.origin,
            source=each.source,
            indicator=each.indicator,
            worst=each.worst,
            best=each.best,
        )
        for node in tree_of(row).walk()
        if (each := node.criterion)
    ]
    names = "code version state element purpose method from_data missing pass_score".split()
    return ModelOut(
        title=str(row),
        objects=row.objects_kind,
        grades=[row.grade(mark) for mark in range(1, row.grades + 1)],
        criteria=criteria,
        veto_rules=[
            VetoRuleOut(source=rule.source, indicator=rule.indicator, limit=rule.limit, why=rule.why)
            for rule in row.veto_rules.all()
        ],
        **{name: getattr(row, name) for name in names},
    )


def _head(row: Evaluation) -> dict[str, Any]:
    names = "number title kind state first last".split()
    told = {name: getattr(row, name) for name in names}
    return {**told, "model": row.model.number, "follows": row.follows.number if row.follows else ""}


def _evaluation(row: Evaluation) -> EvaluationOut:
    names = (
        "element purpose collected analysed counting worked_out_at as_of method_version weights intervals"
        " left_out conclusion"
    ).split()
    rows = row.rows.select_related("customer", "branch", "partner", "service").prefetch_related(
        "vetoes__rule", "figures__criterion"
    )
    return EvaluationOut(
        **_head(row), **{name: getattr(row, name) for name in names}, rows=[_row(each) for each in rows]
    )


def _row(row: Any) -> RowOut:
    names = "slice place score verdict known own_score others_score by_method".split()
    return RowOut(
        id=row.pk,
        name=str(row),
        vetoes=[_veto(veto) for veto in row.vetoes.all()],
        figures=[_figure(each) for each in row.figures.all()],
        **{name: getattr(row, name) for name in names},
    )


def _veto(veto: Veto) -> VetoOut:
    return VetoOut(source=veto.rule.source, record=veto.subject_number, value=veto.value)


def _figure(told: Figure) -> EvaluatedFigureOut:
    names = "value numerator denominator currency marks score own_score others_score".split()
    lacking = told.reason or (
        "" if told.score is not None else "marks" if told.criterion.is_judged else "alike"
    )
    return EvaluatedFigureOut(
        criterion=told.criterion.code, no_data=lacking, **{name: getattr(told, name) for name in names}
    )
