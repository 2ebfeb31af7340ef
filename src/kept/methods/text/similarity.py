"""How alike two texts are: the cosine of their weighted terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log, sqrt

from .words import terms

Vector = dict[str, float]


def alike(text: str, others: Sequence[str]) -> list[float]:
    """Cosine similarity of a text to each of the others, from 0 (nothing in common) to 1 (the same words).

    Terms count by (1 + ln tf) · ln(1 + N / n), where n of the N texts at hand hold the term: what all of them
    say tells little. G. Salton, C. Buckley: Term-weighting approaches in automatic text retrieval (1988).

    >>> [round(share, 2) for share in alike("两箱外箱压坏", ["外箱压坏两箱", "司机不肯搬上楼"])]
    [0.64, 0.0]
    """
    counted = [Counter(terms(each)) for each in (text, *others)]
    found_in = Counter(term for each in counted for term in each)
    vectors = [_vector(each, found_in, len(counted)) for each in counted]
    return [_cosine(vectors[0], other) for other in vectors[1:]]


def _vector(counted: Counter[str], found_in: Counter[str], of: int) -> Vector:
    return {term: (1 + log(often)) * log(1 + of / found_in[term]) for term, often in counted.items()}


def _cosine(one: Vector, other: Vector) -> float:
    product = sum(weight * other[term] for term, weight in one.items() if term in other)
    lengths = sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return min(product / lengths, 1.0) if lengths else 0.0
