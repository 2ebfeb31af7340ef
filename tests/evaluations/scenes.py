"""Models and evaluations to test with, made through the verbs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from kept.evaluations.actions.designing import add_criterion, make_model, put_in_use
from kept.evaluations.actions.running import open_evaluation
from kept.evaluations.models import Criterion, Evaluation, EvaluationModel
from kept.scorecards.models import Score
from tests.factories import HOUSE, NOON

MARCH = date(2026, 3, 1)
HOW: dict[str, Any] = {"collected": "系统取数与问卷", "analysed": "加权平均", "by": HOUSE, "at": NOON}
_n = count(1)


def judged(code: str, weight: str, **more: Any) -> dict[str, Any]:
    told = {"code": code, "weight": Decimal(weight), "source": "judged", "words": {"en": code}}
    return {**told, **more}


def recorded(code: str, weight: str, indicator: str, **more: Any) -> dict[str, Any]:
    told = {"code": code, "weight": Decimal(weight), "source": "recorded", "indicator": indicator}
    return {**told, **more}


def a_draft(*criteria: Mapping[str, Any], **fields: Any) -> EvaluationModel:
    """A draft with these criteria; `under` names the code of a group that was told before."""
    head = {"words": {"en": "Carriers"}, "objects_kind": "plan", "element_words": {"en": "e"}, **fields}
    model = make_model(code=f"model-{next(_n)}", **head, by=HOUSE, at=NOON)
    for told in criteria:
        fields = dict(told)
        parent = model.criteria.get(code=under) if (under := fields.pop("under", "")) else None
        add_criterion(model=model, parent=parent, **fields, by=HOUSE, at=NOON)
    return model


def in_use(*criteria: Mapping[str, Any], **fields: Any) -> EvaluationModel:
    return put_in_use(model=a_draft(*criteria, **fields), by=HOUSE, at=NOON)


def an_evaluation(model: EvaluationModel, objects: Sequence[Any], **fields: Any) -> Evaluation:
    told = {"title": "上半年评价", "first": MARCH, "last": MARCH, **HOW, **fields}
    return open_evaluation(model=model, objects=objects, **told)


def marked(evaluation: Evaluation, told: Mapping[str, Mapping[str, int]]) -> dict[tuple[int, int], int]:
    """Grades by the words of objects and the codes of criteria, as the verb wants them."""
    rows = {str(row): row.pk for row in evaluation.rows.all()}
    codes = dict(Criterion.objects.filter(model=evaluation.model).values_list("code", "pk"))
    return {(rows[name], codes[code]): grade for name, said in told.items() for code, grade in said.items()}


def a_score(indicator: str, value: str, month: date = MARCH, **whose: Any) -> Score:
    """A kept figure: a share of a hundred, or a figure by itself."""
    slice = {"customer": "customer", "branch": "branch", "partner": "subcontractor", "service": "service"}
    name = next((slice[each] for each in whose), "all")
    return Score.objects.create(
        indicator=indicator,
        slice=name,
        month=month,
        numerator=Decimal(value) * 100,
        denominator=100,
        value=Decimal(value),
        as_of=NOON,
        **whose,
    )
