"""Kano: what must be, what is wanted the more the better, what delights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class KanoClass(StrEnum):
    """In the order in which ties are settled."""

    MUST_BE = "must_be"
    ONE_DIMENSIONAL = "one_dimensional"
    ATTRACTIVE = "attractive"
    INDIFFERENT = "indifferent"
    REVERSE = "reverse"
    QUESTIONABLE = "questionable"


Q, R, A, O, M, I = (  # noqa: E741
    KanoClass.QUESTIONABLE,
    KanoClass.REVERSE,
    KanoClass.ATTRACTIVE,
    KanoClass.ONE_DIMENSIONAL,
    KanoClass.MUST_BE,
    KanoClass.INDIFFERENT,
)
_TABLE = ((Q, A, A, A, O), (R, I, I, I, M), (R, I, I, I, M), (R, I, I, I, M), (R, R, R, R, Q))


@dataclass(frozen=True)
class KanoResult:
    """The class of an item by most answers; `better` from 0 to 1, `worse` from -1 to 0."""

    class_: KanoClass
    counts: Mapping[KanoClass, int]
    better: float | None
    worse: float | None


def kano_class(present: int, absent: int) -> KanoClass:
    """Evaluation table of the two answers: 1 like, 2 must be, 3 neutral, 4 live with, 5 dislike.

    Source: Kano et al. (1984), evaluation table as in Berger et al. (1993).

    >>> kano_class(1, 5).value, kano_class(1, 3).value, kano_class(3, 5).value
    ('one_dimensional', 'attractive', 'must_be')
    """
    if not (1 <= present <= 5 and 1 <= absent <= 5):
        raise ValueError("answers of Kano questions lie between 1 and 5")
    return _TABLE[present - 1][absent - 1]


def kano_result(pairs: Iterable[tuple[int, int]]) -> KanoResult | None:
    """Class by mode, ties M > O > A > I; better = (A+O)/(A+O+M+I), worse = -(O+M)/(A+O+M+I).

    Source: Berger et al. (1993). Attractive 40, one-dimensional 30, must-be 20, indifferent 10:

    >>> found = kano_result([(1, 3)] * 40 + [(1, 5)] * 30 + [(3, 5)] * 20 + [(3, 3)] * 10)
    >>> found.class_.value, found.better, found.worse
    ('attractive', 0.7, -0.5)
    """
    counts = Counter(kano_class(*pair) for pair in pairs)
    if not counts:
        return None
    class_ = max(KanoClass, key=lambda one: counts[one])
    base = counts[A] + counts[O] + counts[M] + counts[I]
    better = (counts[A] + counts[O]) / base if base else None
    worse = -(counts[O] + counts[M]) / base if base else None
    return KanoResult(class_, {one: counts[one] for one in KanoClass}, better, worse)
