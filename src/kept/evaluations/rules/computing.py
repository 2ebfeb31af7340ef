"""From marks and figures to scores: one way for the result, for the two sides, and for the intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum

from kept.methods.scoring import (
    Branch,
    Operator,
    benefit_scale,
    blended,
    entropy_weights,
    fuzzy_result,
    grade_score,
    leaf_weights,
    membership_of_score,
    membership_of_votes,
    normalised,
    roll_up,
    topsis,
)

VERSION = "scoring 1"
"""Kept with each result: which way it was worked out."""

Weights = Mapping[str, float]


@dataclass(frozen=True)
class Leaf:
    """A criterion at the end of a branch: judged by grades, or a figure with its worst and its best."""

    code: str
    judged: bool = False
    more_is_better: bool = True
    worst: float | None = None
    best: float | None = None


@dataclass(frozen=True)
class Given:
    """What is known of one object by one criterion: a figure, or the grades that assessors gave."""

    value: float | None = None
    votes: tuple[int, ...] = ()

    @property
    def known(self) -> float | None:
        return fsum(self.votes) / len(self.votes) if self.votes else self.value


Table = Mapping[int, Mapping[str, Given]]
"""Object by object, criterion by criterion."""


@dataclass(frozen=True)
class Design:
    """A model as the arithmetic wants it."""

    tree: Branch
    leaves: Mapping[str, Leaf]
    method: str = "weighted"
    operator: Operator = Operator.PRODUCT_SUM
    grades: int = 5
    from_data: str = ""
    shares_out: bool = False
    least: float = 0.7


@dataclass(frozen=True)
class Worked:
    """Scores of 0 to 100 of each object and of each of its criteria, and what every criterion weighed."""

    judged_weights: Weights
    weights: Weights
    leaf_scores: Mapping[int, Mapping[str, float | None]]
    scores: Mapping[int, float | None]
    known: Mapping[int, float]
    left_out: tuple[str, ...] = ()
    entropies: Weights = field(default_factory=dict)


def work_out(design: Design, table: Table) -> Worked:
    """Weights first, from the data where the model says so, then every object's score by its method."""
    judged = leaf_weights(design.tree)
    leaf_scores = scores_of_leaves(design, table)
    known = {
        key: fsum(judged[code] for code in judged if _known(table, key, code) is not None) for key in table
    }
    weights, entropies = (judged, {}) if not design.from_data else _data_weights(design, table, judged)
    left_out = _left_out(design, table, judged) if design.from_data or design.method == "topsis" else ()
    weights = _without(weights, left_out, design.least)
    scores = score(design, table, leaf_scores, weights)
    return Worked(judged, weights, leaf_scores, scores, known, left_out, entropies)


def score(
    design: Design, table: Table, leaf_scores: Mapping[int, Mapping[str, float | None]], weights: Weights
) -> dict[int, float | None]:
    """Every object's score of 0 to 100 for these weights of the leaves; None where data do not suffice."""
    if not weights:
        return dict.fromkeys(table)
    if design.method == "topsis":
        return _closeness(design, table, weights)
    tree = with_weights(design.tree, weights)
    if design.method == "fuzzy":
        return {key: _graded(design, tree, table[key], leaf_scores[key]) for key in table}
    return {
        key: roll_up(tree, leaf_scores[key], shares_out=design.shares_out, least=design.least)[
            tree.code
        ].score
        for key in table
    }


def scores_of_leaves(design: Design, table: Table) -> dict[int, dict[str, float | None]]:
    """Each criterion on 0 to 100: grades evenly, figures from worst to best of model or objects."""
    ends = {code: _ends(leaf, table) for code, leaf in design.leaves.items()}
    return {
        key: {
            code: _leaf_score(leaf, _known(table, key, code), ends[code], design.grades)
            for code, leaf in design.leaves.items()
        }
        for key in table
    }


def with_weights(node: Branch, weights: Weights) -> Branch:
    """The same tree with shares that give these weights to its leaves."""
    below = tuple(with_weights(each, weights) for each in node.below)
    sums = [_weight_in(each, weights) for each in node.below]
    total = fsum(sums)
    shares = [each / total if total else 1 / len(sums) for each in sums]
    return Branch(
        node.code, node.weight, tuple(Branch(b.code, s, b.below) for b, s in zip(below, shares, strict=True))
    )


def _weight_in(node: Branch, weights: Weights) -> float:
    return fsum(_weight_in(each, weights) for each in node.below) if node.below else weights.get(node.code, 0)


def _known(table: Table, key: int, code: str) -> float | None:
    given = table[key].get(code)
    return None if given is None else given.known


def _ends(leaf: Leaf, table: Table) -> tuple[float, float] | None:
    """Worst and best; None when the objects do not differ and nothing was set."""
    if leaf.worst is not None and leaf.best is not None:
        return leaf.worst, leaf.best
    values = [value for key in table if (value := _known(table, key, leaf.code)) is not None]
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    if low == high:
        return None
    return (low, high) if leaf.more_is_better else (high, low)


def _leaf_score(
    leaf: Leaf, value: float | None, ends: tuple[float, float] | None, grades: int
) -> float | None:
    if value is None:
        return None
    if leaf.judged:
        return (value - 1) / (grades - 1) * 100
    if ends is None:
        return None
    return min(max((value - ends[0]) / (ends[1] - ends[0]), 0.0), 1.0) * 100


def _comparable(design: Design, table: Table, codes: Sequence[str]) -> tuple[list[int], list[str]]:
    """Objects and criteria without a hole between them: by what the model says, one or the other is left out.

    Objects of which nothing is known are left out in any case.
    """
    keys = [key for key in table if any(_known(table, key, code) is not None for code in codes)]
    if design.shares_out:
        return keys, [code for code in codes if all(_known(table, key, code) is not None for key in keys)]
    return [key for key in keys if all(_known(table, key, code) is not None for code in codes)], list(codes)


def _left_out(design: Design, table: Table, judged: Weights) -> tuple[str, ...]:
    _keys, codes = _comparable(design, table, list(judged))
    return tuple(code for code in judged if code not in codes)


def _without(weights: Weights, left_out: Sequence[str], least: float) -> Weights:
    """What is left out weighs nothing, its weight goes to the others; no weights where too little is left."""
    total = fsum(weight for code, weight in weights.items() if code not in left_out)
    if total < least - 1e-9:
        return {}
    return {code: 0.0 if code in left_out else weight / total for code, weight in weights.items()}


def _data_weights(design: Design, table: Table, judged: Weights) -> tuple[Weights, Weights]:
    """Weights by entropy; costs and figures below nought are turned into gains first."""
    keys, codes = _comparable(design, table, list(judged))
    if len(keys) < 2 or fsum(judged[code] for code in codes) < design.least - 1e-9:
        return {}, {}
    rows = [[_known(table, key, code) or 0.0 for code in codes] for key in keys]
    gains = [design.leaves[code].more_is_better for code in codes]
    if not all(gains) or min(min(row) for row in rows) < 0:
        rows = [list(row) for row in benefit_scale(rows, gains)]
    found = entropy_weights(rows)
    if found.weights is None:
        return {}, {}
    said = found.weights
    if design.from_data == "blended":
        if not fsum(judged[code] * weight for code, weight in zip(codes, said, strict=True)):
            return {}, {}
        said = blended([judged[code] for code in codes], said)
    weights = {**dict.fromkeys(judged, 0.0), **dict(zip(codes, said, strict=True))}
    return weights, dict(zip(codes, found.entropies, strict=True))


def _closeness(design: Design, table: Table, weights: Weights) -> dict[int, float | None]:
    keys, codes = _comparable(design, table, list(weights))
    total = fsum(weights[code] for code in codes)
    if len(keys) < 2 or total <= 0 or total < design.least - 1e-9:
        return dict.fromkeys(table)
    rows = [[_known(table, key, code) or 0.0 for code in codes] for key in keys]
    gains = [design.leaves[code].more_is_better for code in codes]
    found = topsis(rows, [weights[code] / total for code in codes], gains)
    shares = {key: each.share * 100 for key, each in zip(keys, found, strict=True)}
    return {key: shares.get(key) for key in table}


def _graded(
    design: Design, tree: Branch, given: Mapping[str, Given], scores: Mapping[str, float | None]
) -> float | None:
    result = membership(design, tree, given, scores)
    values = [100 * place / (design.grades - 1) for place in range(design.grades)]
    return None if result is None or not fsum(result) else grade_score(result, values)


def grade_shares(
    design: Design, table: Table, leaf_scores: Mapping[int, Mapping[str, float | None]], weights: Weights
) -> dict[int, tuple[float, ...] | None]:
    """How far each grade applies to each object as a whole, lowest grade first."""
    if not weights:
        return dict.fromkeys(table)
    tree = with_weights(design.tree, weights)
    return {key: membership(design, tree, table[key], leaf_scores[key]) for key in table}


def membership(
    design: Design, node: Branch, given: Mapping[str, Given], scores: Mapping[str, float | None]
) -> tuple[float, ...] | None:
    """How far each grade applies to a node: the result of a lower node is a row of the one above."""
    if not node.below:
        told, mark = given.get(node.code), scores.get(node.code)
        if told is not None and told.votes:
            return membership_of_votes(told.votes, design.grades)
        return None if mark is None else membership_of_score(mark, design.grades)
    found = [
        (each.weight, row)
        for each in node.below
        if each.weight > 0 and (row := membership(design, each, given, scores)) is not None
    ]
    total = fsum(weight for weight, _ in found)
    if not found or total < (design.least if design.shares_out else 1) - 1e-6:
        return None
    return normalised(
        fuzzy_result([weight / total for weight, _ in found], [row for _, row in found], design.operator)
    )
