"""Which service level a need deserves: five criteria, weighed, between a lowest and a highest level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Criterion(StrEnum):
    """The five criteria of R512. The first speaks against a high level, the others for it."""

    COST = "cost"
    CUSTOMER = "customer"
    ACCEPTABLE = "acceptable"
    NEED = "need"
    COMPETITOR = "competitor"


@dataclass(frozen=True)
class Derived:
    """`score` from 0 to 1, the level it stands for, and each criterion's part of the score."""

    score: Decimal
    level: Decimal
    parts: Mapping[Criterion, Decimal]


def derive_level(
    marks: Mapping[Criterion, int],
    weights: Mapping[Criterion, Decimal],
    *,
    lowest: Decimal,
    highest: Decimal,
    scale: int = 5,
) -> Derived:
    """score = sum w_i (m_i - 1) / (scale - 1) / sum w_i, cost reversed; level = low + score (high - low).

    Marks go from 1 to `scale`: cost of fulfilment (5 is dearest), importance of the customer, cost that the
    customer accepts, importance of the need, how good competitors are at it. Source: the requirement list,
    R512, for the criteria; the weighing is a simple additive one, C. Churchman and R. Ackoff (1954).

    >>> marks = {Criterion.COST: 2, Criterion.CUSTOMER: 5, Criterion.ACCEPTABLE: 4, Criterion.NEED: 5,
    ...          Criterion.COMPETITOR: 3}
    >>> found = derive_level(marks, dict.fromkeys(Criterion, Decimal(1)), lowest=Decimal("0.90"),
    ...                      highest=Decimal("0.99"))
    >>> found.score, found.level
    (Decimal('0.80'), Decimal('0.9720'))
    """
    if set(marks) != set(Criterion) or any(not 1 <= mark <= scale for mark in marks.values()):
        raise ValueError("each of the five criteria has a mark on the scale")
    if any(weights[each] < 0 for each in Criterion) or not (
        total := sum(weights[each] for each in Criterion)
    ):
        raise ValueError("weights are not below nothing, and not all nothing")
    if not 0 < lowest <= highest <= 1:
        raise ValueError("the lowest level lies above nothing and not above the highest")
    parts = {each: weights[each] * share_of(each, marks[each], scale) / total for each in Criterion}
    score = sum(parts.values(), Decimal(0))
    return Derived(score, lowest + score * (highest - lowest), parts)


def share_of(criterion: Criterion, mark: int, scale: int) -> Decimal:
    """How far a mark speaks for a high level, from 0 to 1.

    >>> share_of(Criterion.COST, 5, 5), share_of(Criterion.NEED, 5, 5)
    (Decimal('0'), Decimal('1'))
    """
    rising = Decimal(mark - 1) / (scale - 1)
    return 1 - rising if criterion == Criterion.COST else rising
