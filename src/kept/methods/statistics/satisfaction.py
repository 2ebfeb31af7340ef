"""Indices of what customers felt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from statistics import variance

from .distributions import normal_quantile

Number = Decimal | int


@dataclass(frozen=True)
class PromoterScore:
    """From -100 to +100, with its standard error and the half-width of its interval."""

    score: float
    promoters: int
    detractors: int
    n: int
    standard_error: float
    half_width: float

    @property
    def low(self) -> float:
        return max(self.score - self.half_width, -100)

    @property
    def high(self) -> float:
        return min(self.score + self.half_width, 100)


def promoter_score(marks: Iterable[int], confidence: float = 0.95) -> PromoterScore | None:
    """NPS = share of 9 and 10 - share of 0 to 6, in points; None of no marks.

    Source: Reichheld (2003). 120 promoters and 30 detractors of 200:

    >>> found = promoter_score([10] * 120 + [8] * 50 + [3] * 30)
    >>> found.score, round(found.standard_error, 4), round(found.half_width, 4)
    (45.0, 5.2321, 10.2548)
    """
    known = list(marks)
    if any(not 0 <= mark <= 10 for mark in known):
        raise ValueError("marks of a promoter score lie between 0 and 10")
    if not known:
        return None
    n, promoters = len(known), sum(mark >= 9 for mark in known)
    detractors = sum(mark <= 6 for mark in known)
    score = (promoters - detractors) / n
    error = 100 * sqrt(((promoters + detractors) / n - score * score) / n)
    reach = normal_quantile((1 + confidence) / 2) * error
    return PromoterScore(100 * score, promoters, detractors, n, error, reach)


def weighted_index(pairs: Iterable[tuple[Number, Number]]) -> Decimal | None:
    """sum I P / sum I over pairs of (importance, performance); None without importance.

    Source: importance-weighted satisfaction index.

    >>> weighted_index([(6, 3), (2, 5)])
    Decimal('3.5')
    """
    known = list(pairs)
    total = sum(Decimal(importance) for importance, _ in known)
    weighted = sum((Decimal(importance) * performance for importance, performance in known), Decimal(0))
    return weighted / total if total else None


def ratio_index(pairs: Iterable[tuple[Number, Number]]) -> Decimal | None:
    """sum P / sum I over pairs of (importance, performance): got over wanted.

    >>> ratio_index([(6, 3), (2, 5)])
    Decimal('1')
    """
    known = list(pairs)
    total = sum(Decimal(importance) for importance, _ in known)
    return sum((Decimal(performance) for _, performance in known), Decimal(0)) / total if total else None


def acsi(means: Sequence[Number], weights: Sequence[Number] = (1, 1, 1)) -> Decimal:
    """sum w (x - 1) / sum w / 9 * 100 of overall satisfaction, against expectation, against the ideal (1-10).

    Source: American Customer Satisfaction Index, liquisearch.com and verint.com.

    >>> round(acsi([Decimal("8.2"), Decimal("7.6"), Decimal("7.4")]), 4)
    Decimal('74.8148')
    """
    if len(means) != 3 or len(weights) != 3 or any(not 1 <= mean <= 10 for mean in means):
        raise ValueError("three means from 1 to 10, and a weight for each")
    total = sum(Decimal(weight) for weight in weights)
    parts = (Decimal(weight) * (mean - 1) for mean, weight in zip(means, weights, strict=True))
    return sum(parts, Decimal(0)) * 100 / 9 / total


def cronbach_alpha(rows: Sequence[Sequence[Number]]) -> float | None:
    """alpha = k / (k - 1) * (1 - sum of item variances / variance of the sums); a row per respondent.

    Source: Cronbach (1951). None of fewer than two items or respondents, or when all sums are equal.

    >>> cronbach_alpha([(1, 2), (2, 3), (3, 4)])
    1.0
    """
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    exact = [[Fraction(mark) for mark in row] for row in rows]
    items = len(exact[0])
    of_sums = variance([sum(row, Fraction(0)) for row in exact])
    of_items = sum((variance(column) for column in zip(*exact, strict=True)), Fraction(0))
    return float(Fraction(items, items - 1) * (1 - of_items / of_sums)) if of_sums else None
