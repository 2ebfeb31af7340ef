"""Fuzzy comprehensive evaluation: how far each grade applies, from weights and a matrix of memberships."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from math import fsum

Vector = Sequence[float]


class Operator(StrEnum):
    """How weight and membership meet, and how their meetings are gathered."""

    PRODUCT_SUM = "product_sum"
    MIN_MAX = "min_max"
    PRODUCT_MAX = "product_max"
    MIN_SUM = "min_sum"


def fuzzy_result(
    weights: Vector, memberships: Sequence[Vector], operator: Operator = Operator.PRODUCT_SUM
) -> tuple[float, ...]:
    """B = A o R, b_j gathered over i from a_i and r_ij: sum a r; max min(a, r); max a r; min(1, sum min).

    Source: published evaluation of a sorting system by large firms, five factors and four grades;
    M(min, max) 0.20, 0.35, 0.35, 0.10 and M(product, sum) 0.155, 0.360, 0.410, 0.075.

    >>> factors = ((0.2, 0.5, 0.3, 0.0), (0.1, 0.3, 0.5, 0.1), (0.0, 0.1, 0.6, 0.3), (0.0, 0.4, 0.5, 0.1),
    ...            (0.5, 0.3, 0.2, 0.0))
    >>> large = (0.35, 0.35, 0.10, 0.10, 0.10)
    >>> fuzzy_result(large, factors, Operator.MIN_MAX)
    (0.2, 0.35, 0.35, 0.1)
    >>> [round(share, 3) for share in fuzzy_result(large, factors)]
    [0.155, 0.36, 0.41, 0.075]
    """
    columns = list(zip(*memberships, strict=True))
    return tuple(_gather(operator, weights, column) for column in columns)


def normalised(result: Vector) -> tuple[float, ...]:
    """Shares that sum to 1; all nought stays nought.

    >>> [round(share, 6) for share in normalised((0.35, 0.30, 0.30, 0.15))]
    [0.318182, 0.272727, 0.272727, 0.136364]
    """
    total = fsum(result)
    return tuple(share / total for share in result) if total else tuple(result)


def grade_score(result: Vector, values: Vector) -> float:
    """sum b_j v_j / sum b_j: the result as one figure on the values of the grades.

    >>> round(grade_score((0.155, 0.360, 0.410, 0.075), (4, 3, 2, 1)), 3)
    2.595
    """
    return fsum(share * value for share, value in zip(normalised(result), values, strict=True))


def membership_of_votes(votes: Sequence[int], grades: int) -> tuple[float, ...]:
    """The share of assessors who gave each grade; grades count from 1.

    >>> membership_of_votes((2, 3, 3, 4), 4)
    (0.0, 0.25, 0.5, 0.25)
    """
    if not votes or not all(1 <= vote <= grades for vote in votes):
        raise ValueError("each vote is one of the grades, and there is at least one")
    return tuple(votes.count(grade) / len(votes) for grade in range(1, grades + 1))


def membership_of_score(score: float, grades: int) -> tuple[float, ...]:
    """A score of 0 to 100 shared between the two grades that it lies between, grades evenly spaced.

    >>> membership_of_score(62.5, 5)
    (0.0, 0.0, 0.5, 0.5, 0.0)
    >>> membership_of_score(100, 3)
    (0.0, 0.0, 1.0)
    """
    if grades < 2 or not 0 <= score <= 100:
        raise ValueError("a score lies between 0 and 100, and there are at least two grades")
    place = score / 100 * (grades - 1)
    return tuple(max(0.0, 1 - abs(place - grade)) for grade in range(grades))


def _gather(operator: Operator, weights: Vector, column: Vector) -> float:
    pairs = list(zip(weights, column, strict=True))
    if operator == Operator.MIN_MAX:
        return max(min(weight, share) for weight, share in pairs)
    if operator == Operator.PRODUCT_MAX:
        return max(weight * share for weight, share in pairs)
    if operator == Operator.MIN_SUM:
        return min(1.0, fsum(min(weight, share) for weight, share in pairs))
    return fsum(weight * share for weight, share in pairs)
