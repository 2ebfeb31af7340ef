"""Surveys for programs: results by key or session, answers by the token of an invitation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status

from kept.kernel.actor import Actor
from kept.people.api import ByKey, BySession
from kept.transport.queries.concerned import Party

from .actions.answering import answer_survey
from .enums import Channel
from .models import Invitation, Response, Survey
from .queries.concerned import parties_of_response
from .queries.dimensions import dimensions_of
from .queries.results import ItemResult, results_of
from .rules.marks import Mark
from .rules.references import OF_QUESTIONNAIRE

router = Router(tags=["surveys"])


class Middle(Schema):
    mean: float
    low: float | None
    high: float | None
    sd: float | None


class DimensionOut(Schema):
    code: str
    dimension: str
    weight: float
    weight_answered: float | None
    expected: float | None
    perceived: float | None
    difference: float | None
    ratio: float | None


class ItemOut(Schema):
    number: int
    code: str
    item: str
    answers: int
    is_enough: bool
    figures: dict[str, Middle]
    gap: float | None
    cell: str | None
    class_: str | None = Field(None, serialization_alias="class")
    promoter_score: float | None
    choices: dict[str, int]
    top_share: float | None
    kano: str | None


class ResultsOut(Schema):
    survey: str
    title: str
    questionnaire: str
    responses: int
    invited: int
    answered: int
    response_rate: float | None
    least_answers: int
    as_of: datetime
    items: list[ItemOut]
    dimensions: list[DimensionOut]
    reference: str


class MarkIn(Schema):
    importance: int | None = None
    performance: int | None = None
    expected: int | None = None
    perceived: int | None = None
    nps: int | None = None
    present: int | None = None
    absent: int | None = None
    choice: str = ""
    text: str = ""


class AnswersIn(Schema):
    answers: dict[str, MarkIn]


class Taken(Schema):
    survey: str
    items: int


def by_token(request: HttpRequest) -> Invitation | None:
    """Whoever holds the link may answer once; nothing else opens with it."""
    match = request.resolver_match
    token = match.kwargs.get("token", "") if match else ""
    rows = Invitation.objects.select_related("survey__questionnaire", "customer")
    return rows.filter(token=token).first()


@router.get("results/{number}", response=ResultsOut, by_alias=True, auth=[ByKey(), BySession()])
def results(request: HttpRequest, number: str) -> dict[str, Any]:
    """Results of a survey; an item with too few answers has no figures."""
    actor = Actor.of(request)
    rows = Survey.objects.permitted(actor, "surveys.view").select_related("questionnaire")
    survey = get_object_or_404(rows, number=number)
    responses = Response.objects.permitted(actor, "surveys.view").filter(survey=survey)
    found = results_of(survey, responses, at=now())
    reference = OF_QUESTIONNAIRE.get(survey.questionnaire.code)
    return {
        "survey": survey.number,
        "title": survey.title,
        "questionnaire": survey.questionnaire.number,
        "responses": found.responses,
        "invited": found.invited,
        "answered": found.answered,
        "response_rate": found.rate,
        "least_answers": found.least,
        "as_of": found.as_of,
        "items": [_item(result) for result in found.items],
        "reference": f"{reference.words} ({reference.source}) {reference.use}" if reference else "",
        "dimensions": [
            {
                "code": one.code,
                "dimension": one.words,
                "weight": one.weight,
                "weight_answered": share,
                "expected": one.wanted,
                "perceived": one.got,
                "difference": one.difference,
                "ratio": one.ratio,
            }
            for one, share in dimensions_of(found, at=found.as_of).shares
        ],
    }


class AnswerPartyOut(Schema):
    """`tier` is subcontractor, us, client or clients_customer."""

    tier: str
    name: str
    number: str


@router.get("responses/{pk}/parties", response=list[AnswerPartyOut], auth=[ByKey(), BySession()])
def response_parties(request: HttpRequest, pk: int) -> list[Party]:
    """Subcontractors, we, the client and the client's customers that an answer concerns."""
    actor = Actor.of(request)
    rows = Response.objects.permitted(actor, "surveys.answers").select_related(
        "customer", "branch", "invitation"
    )
    return parties_of_response(actor, get_object_or_404(rows, pk=pk))


@router.post("answers/{token}", response={201: Taken}, auth=by_token)
def answers(request: HttpRequest, token: str, given: AnswersIn) -> Status[dict[str, Any]]:
    """Answer a survey, whole or not at all; a refusal names its field as `<mark>-<item code>`."""
    invitation: Invitation = request.auth  # type: ignore[attr-defined]
    marks = {code: Mark(**mark.dict()) for code, mark in given.answers.items()}
    answer_survey(invitation=invitation, marks=marks, channel=Channel.API, by=Actor.link("survey"), at=now())
    return Status(201, {"survey": invitation.survey.number, "items": len(marks)})


def _item(result: ItemResult) -> dict[str, Any]:
    return {
        "number": result.item.position,
        "code": result.item.code,
        "item": str(result.item),
        "answers": result.n,
        "is_enough": result.is_enough,
        "figures": {
            name: {"mean": figure.mean, "low": figure.low, "high": figure.high, "sd": figure.sd}
            for name, figure in result.figures.items()
        },
        "gap": result.gap,
        "cell": str(result.place.cell) if result.place else None,
        "class_": result.class_code or None,
        "promoter_score": result.promoters.score if result.promoters else None,
        "choices": dict(result.choices),
        "top_share": result.top.estimate if result.top else None,
        "kano": result.kano.class_.value if result.kano else None,
    }
