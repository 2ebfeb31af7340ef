"""Comparison in pairs: each judge for himself, then all together by the geometric mean."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit
from kept.kernel.numbers import rule
from kept.methods.scoring import RANDOM_INDEX

from ..enums import WeightOrigin
from ..events import PairsCompared
from ..models import EvaluationModel, PairJudgement
from ..queries.pairs import Steps, Told, all_together, judges_of, pairs_of, told_by
from ..queries.trees import Node, group_of, tree_of
from ..rules.numbers import CONSISTENCY
from ..rules.refusals import (
    Inconsistent,
    NobodyCompared,
    NotAllCompared,
    NotAPerson,
    TooFewPairs,
    TooManyPairs,
)
from .designing import set_weights

EIGHT = Decimal("0.00000001")


@transaction.atomic
def compare_pairs(*, model: EvaluationModel, group: str, steps: Steps, by: Actor, at: datetime) -> Told:
    """What this judge says of every pair of a group, in place of what he said before.

    Contradictions are kept and named; they stand in the way only when weights are made. Raises
    NotAllCompared by the pair that is missing.
    """
    model.must_be_draft()
    if by.person_id is None:
        raise NotAPerson
    node = _group(model, group)
    for first, second in pairs_of(node):
        if (first.pk, second.pk) not in steps:
            raise NotAllCompared(NotAllCompared.default % {"first": first, "second": second})
    limit = rule(CONSISTENCY)
    told = told_by(node, steps, float(limit))
    assert told is not None
    ids = [criterion.pk for criterion in told.criteria]
    PairJudgement.objects.filter(judge=by.person_id, first__in=ids, second__in=ids).delete()
    PairJudgement.objects.bulk_create(
        PairJudgement(
            model=model,
            judge_id=by.person_id,
            first=first,
            second=second,
            steps=steps[first.pk, second.pk],
            said_at=at,
        )
        for first, second in pairs_of(node)
    )
    event = PairsCompared(
        subject=Subject.of(model),
        occurred_at=at,
        group_id=node.criterion.pk if node.criterion else None,
        judge_id=by.person_id,
        ratio=f"{told.weighed.ratio:.4f}",
    )
    emit(event, by=by)
    return told


@transaction.atomic
def weigh_by_pairs(*, model: EvaluationModel, group: str, by: Actor, at: datetime) -> Told:
    """Take the weights of all judges together. Raises Inconsistent by judge and judgement."""
    limit = rule(CONSISTENCY)
    node = _group(model, group)
    judges = judges_of(node, float(limit))
    whole = all_together(judges, float(limit))
    if whole is None:
        raise NobodyCompared
    for judge in judges:
        if judge.told and not judge.told.is_consistent:
            raise _contradiction(judge.person.name, judge.told, limit)
    if not whole.is_consistent:
        raise _contradiction(_("all together"), whole, limit)
    set_weights(
        model=model,
        group=group,
        weights=_rounded(whole),
        origin=WeightOrigin.PAIRS,
        by=by,
        at=at,
    )
    return whole


def _rounded(whole: Told) -> dict[int, Decimal]:
    """To eight places; what rounding leaves goes to the heaviest."""
    weights = {criterion.pk: Decimal(weight).quantize(EIGHT) for criterion, weight in whole.shares}
    heaviest = max(weights, key=lambda pk: weights[pk])
    weights[heaviest] += 1 - sum(weights.values(), Decimal(0))
    return weights


def _contradiction(judge: str, told: Told, limit: Decimal) -> Inconsistent:
    assert told.doubt is not None
    first, second, _given, _fitting = told.doubt
    words = {
        "judge": judge,
        "ratio": f"{told.weighed.ratio:.3f}",
        "limit": f"{limit.normalize():f}",
        "first": first,
        "second": second,
    }
    return Inconsistent(Inconsistent.default % words)


def _group(model: EvaluationModel, code: str) -> Node:
    node = group_of(tree_of(model), code)
    if node is None or len(node.below) < 2:
        raise TooFewPairs
    if len(node.below) >= len(RANDOM_INDEX):
        raise TooManyPairs(TooManyPairs.default % {"most": len(RANDOM_INDEX) - 1})
    return node
