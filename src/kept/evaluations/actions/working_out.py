"""Working an evaluation out: gather what is known, compute, keep inputs, results and how firm they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit
from kept.methods.scoring import ranks, weight_intervals
from kept.scorecards.queries.reading import as_of

from ..enums import Counting, EvaluationState, Method, Verdict
from ..events import EvaluationWorkedOut
from ..models import Criterion, EvaluatedObject, Evaluation, Figure, Veto
from ..queries.gathering import Input, Inputs, figures_of, inputs_of, reason_of
from ..queries.trees import check_tree, design_of, leaves_of, tree_of
from ..queries.vetoes import vetoes_of
from ..rules.computing import (
    VERSION,
    Design,
    Table,
    Weights,
    Worked,
    grade_shares,
    score,
    scores_of_leaves,
    work_out,
)

FOUR = Decimal("0.0001")


@transaction.atomic
def work_out_evaluation(*, evaluation: Evaluation, by: Actor, at: datetime) -> Evaluation:
    """Until it is closed it can be worked out again, with the figures and marks of that moment."""
    found = Evaluation.objects.select_for_update(of=("self",)).select_related("model").get(pk=evaluation.pk)
    found.move_to(EvaluationState.WORKED_OUT)
    root = tree_of(found.model)
    check_tree(root, str(found.model))
    rows, leaves = (
        list(found.rows.select_related("customer", "branch", "partner", "service")),
        leaves_of(root),
    )
    inputs, design = inputs_of(found, rows, leaves), design_of(found.model, root)
    table = _table(rows, leaves, inputs, found.counting)
    worked = work_out(design, table)
    vetoed = _keep_vetoes(found, rows)
    _keep_rows(found, rows, design, worked, _sides(design, rows, leaves, inputs), table, vetoed)
    _keep_figures(design, rows, leaves, inputs, worked)
    found.weights = _weights(leaves, worked)
    found.left_out = list(worked.left_out)
    found.intervals = _intervals(design, table, worked, vetoed)
    known = as_of()
    found.worked_out_at, found.as_of, found.method_version = at, known and min(known, at), VERSION
    found.save()
    told = EvaluationWorkedOut(
        subject=Subject.of(found),
        occurred_at=at,
        method=design.method,
        method_version=VERSION,
        scored=sum(score is not None for score in worked.scores.values()),
        vetoed=tuple(sorted(vetoed)),
    )
    emit(told, by=by)
    return found


def _table(
    rows: Sequence[EvaluatedObject], leaves: Sequence[Criterion], inputs: Inputs, counting: str
) -> Table:
    nothing = Input()
    return {
        row.pk: {leaf.code: inputs.get((row.pk, leaf.code), nothing).given(counting) for leaf in leaves}
        for row in rows
    }


def _sides(
    design: Design, rows: Sequence[EvaluatedObject], leaves: Sequence[Criterion], inputs: Inputs
) -> dict[str, tuple[Mapping[int, Any], Mapping[int, float | None]]]:
    """For each side the scores of the criteria, and the whole by the weighted tree, whatever the method is.

    A side that said nothing of an object has no whole: figures alone are nobody's view.
    """
    plain = replace(design, method=Method.WEIGHTED.value, from_data="")
    found: dict[str, tuple[Mapping[int, Any], Mapping[int, float | None]]] = {}
    for side in (Counting.OWN, Counting.OTHERS):
        table = _table(rows, leaves, inputs, side)
        worked = work_out(plain, table)
        spoke = {key for key, given in table.items() if any(each.votes for each in given.values())}
        whole = {key: value if key in spoke else None for key, value in worked.scores.items()}
        found[side.value] = (worked.leaf_scores, whole)
    return found


def _keep_vetoes(evaluation: Evaluation, rows: Sequence[EvaluatedObject]) -> set[int]:
    rules = list(evaluation.model.veto_rules.all())
    figures = figures_of(evaluation, rows, {rule.indicator for rule in rules if rule.indicator})
    vetoes = vetoes_of(evaluation, rows, rules, figures)
    Veto.objects.filter(row__evaluation=evaluation).delete()
    Veto.objects.bulk_create(vetoes)
    return {veto.row_id for veto in vetoes}


def _keep_rows(
    evaluation: Evaluation,
    rows: Sequence[EvaluatedObject],
    design: Design,
    worked: Worked,
    sides: Mapping[str, tuple[Mapping[int, Any], Mapping[int, float | None]]],
    table: Table,
    vetoed: set[int],
) -> None:
    places = ranks(worked.scores, out=vetoed)
    beside = _by_method(design, table, worked, vetoed)
    for row in rows:
        row.score, row.place = _four(worked.scores[row.pk]), places[row.pk]
        row.known = Decimal(worked.known[row.pk]).quantize(Decimal("0.000001"))
        row.own_score = _four(sides[Counting.OWN][1][row.pk])
        row.others_score = _four(sides[Counting.OTHERS][1][row.pk])
        row.verdict = _verdict(row, row.pk in vetoed, evaluation.model.pass_score)
        row.by_method = beside[row.pk]
    fields = ["score", "place", "known", "own_score", "others_score", "verdict", "by_method"]
    EvaluatedObject.objects.bulk_update(rows, fields)


def _verdict(row: EvaluatedObject, is_vetoed: bool, passed_from: Decimal) -> Verdict:
    if is_vetoed:
        return Verdict.VETOED
    if row.score is None:
        return Verdict.NO_DATA
    return Verdict.GOOD if row.score >= passed_from else Verdict.POOR


def _by_method(
    design: Design, table: Table, worked: Worked, vetoed: set[int]
) -> dict[int, dict[str, dict[str, Any]]]:
    """Score and place of each object by every method with the same weights, to see what the method does."""
    found: dict[int, dict[str, dict[str, Any]]] = {key: {} for key in table}
    for method in Method:
        scores = score(replace(design, method=method.value), table, worked.leaf_scores, worked.weights)
        places = ranks(scores, out=vetoed)
        for key, value in scores.items():
            told = None if value is None else round(value, 4)
            found[key][method.value] = {"score": told, "place": places[key]}
    for key, shares in grade_shares(design, table, worked.leaf_scores, worked.weights).items():
        found[key][Method.FUZZY.value]["grades"] = [round(share, 4) for share in shares or ()]
    return found


def _keep_figures(
    design: Design,
    rows: Sequence[EvaluatedObject],
    leaves: Sequence[Criterion],
    inputs: Inputs,
    worked: Worked,
) -> None:
    Figure.objects.filter(row__in=rows).delete()
    sides = {
        side: scores_of_leaves(design, _table(rows, leaves, inputs, side))
        for side in (Counting.OWN, Counting.OTHERS)
    }
    made = []
    for row in rows:
        for leaf in leaves:
            given = inputs.get((row.pk, leaf.code), Input())
            own, others = (
                _four(sides[side][row.pk][leaf.code]) if leaf.is_judged else None
                for side in (Counting.OWN, Counting.OTHERS)
            )
            told = given.told
            made.append(
                Figure(
                    row=row,
                    criterion=leaf,
                    value=told.value,
                    numerator=told.numerator,
                    denominator=told.denominator,
                    currency=told.currency,
                    reason=reason_of(told, leaf.indicator),
                    marks=len(given.own) + len(given.others),
                    score=_four(worked.leaf_scores[row.pk][leaf.code]),
                    own_score=own,
                    others_score=others,
                )
            )
    Figure.objects.bulk_create(made)


def _weights(leaves: Sequence[Criterion], worked: Worked) -> list[dict[str, Any]]:
    return [
        {
            "criterion": leaf.code,
            "judged": round(worked.judged_weights[leaf.code], 6),
            "used": round(worked.weights[leaf.code], 6) if worked.weights else None,
            "entropy": round(worked.entropies[leaf.code], 6) if leaf.code in worked.entropies else None,
        }
        for leaf in leaves
    ]


def _intervals(design: Design, table: Table, worked: Worked, vetoed: set[int]) -> list[dict[str, Any]]:
    """Of each weight: where the order holds and where the first holds, and who changes places outside."""
    keys = [key for key, value in worked.scores.items() if value is not None and key not in vetoed]
    codes = [code for code in worked.weights if code not in worked.left_out]
    if len(keys) < 2 or len(codes) < 2:
        return []
    free = replace(design, least=0.0)

    def scores(weights: Sequence[float]) -> list[float | None]:
        given: Weights = dict(zip(codes, weights, strict=True))
        by = score(free, table, worked.leaf_scores, given)
        return [by[key] for key in keys]

    found = weight_intervals([worked.weights[code] for code in codes], scores)
    return [
        {
            "criterion": code,
            "weight": round(each.weight, 6),
            "low": round(each.low, 4),
            "high": round(each.high, 4),
            "first_low": round(each.first_low, 4),
            "first_high": round(each.first_high, 4),
            "below": [keys[place] for place in each.below] if each.below else None,
            "above": [keys[place] for place in each.above] if each.above else None,
        }
        for code, each in zip(codes, found, strict=True)
    ]


def _four(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(FOUR)
