"""Weights from comparisons in pairs: the analytic hierarchy process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, fsum, log
from typing import Final

Matrix = Sequence[Sequence[float]]

RANDOM_INDEX: Final = (0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
"""Saaty's mean consistency index of random matrices, by size. Other published series differ in the second
place, so a caller may bring its own."""


class PairMethod(StrEnum):
    EIGENVECTOR = "eigenvector"
    ROOT = "root"
    SUM = "sum"


class NotReciprocal(ValueError):
    """A matrix whose judgements contradict their own reverse, or are not above nought."""


@dataclass(frozen=True)
class Weighed:
    """Weights that sum to 1, the largest eigenvalue, and how consistent the judgements are."""

    weights: tuple[float, ...]
    largest: float
    index: float
    ratio: float
    method: PairMethod


@dataclass(frozen=True)
class Doubt:
    """The judgement that fits the others least: which pair, what was said, and what would fit."""

    first: int
    second: int
    given: float
    fitting: float


def weigh(
    matrix: Matrix,
    method: PairMethod = PairMethod.EIGENVECTOR,
    random_index: Sequence[float] = RANDOM_INDEX,
) -> Weighed:
    """A w = lmax w; CI = (lmax - n) / (n - 1); CR = CI / RI(n), good below 0.1.

    Source: Saaty, The Analytic Hierarchy Process (1980); the example is a published one of five criteria,
    w 0.1602, 0.4174, 0.2634, 0.0615, 0.0975, lmax 5.0680, CR 0.0152 by the root method.

    >>> rows = ((1, 1/3, 1/2, 3, 2), (3, 1, 2, 5, 4), (2, 1/2, 1, 4, 3), (1/3, 1/5, 1/4, 1, 1/2),
    ...         (1/2, 1/4, 1/3, 2, 1))
    >>> found = weigh(rows, PairMethod.ROOT)
    >>> [round(weight, 4) for weight in found.weights], round(found.largest, 4), round(found.ratio, 4)
    ([0.1602, 0.4174, 0.2634, 0.0615, 0.0975], 5.068, 0.0152)
    >>> found = weigh(rows)
    >>> [round(weight, 6) for weight in found.weights], round(found.largest, 6)
    ([0.159923, 0.418539, 0.262518, 0.061767, 0.097254], 5.06808)
    """
    size = _check(matrix)
    if size >= len(random_index):
        raise ValueError(f"at most {len(random_index) - 1} things are compared with each other")
    weights = _WAYS[method](matrix)
    largest = fsum(_times(matrix, weights)[i] / weights[i] for i in range(size)) / size
    index = (largest - size) / (size - 1) if size > 2 else 0.0
    ratio = index / random_index[size] if size > 2 else 0.0
    return Weighed(tuple(weights), largest, max(index, 0.0), max(ratio, 0.0), method)


def together(matrices: Sequence[Matrix]) -> tuple[tuple[float, ...], ...]:
    """a_ij = (a_ij1 a_ij2 ... a_ijk)^(1/k): one matrix of several judges, still reciprocal.

    Source: Aczel and Saaty (1983). One says 2, another 8:

    >>> together([((1, 2), (1/2, 1)), ((1, 8), (1/8, 1))])
    ((1.0, 4.0), (0.25, 1.0))
    """
    if not matrices or len({_check(matrix) for matrix in matrices}) != 1:
        raise ValueError("judges compare the same things")
    places = range(len(matrices[0]))
    return tuple(
        tuple(_clean(exp(fsum(log(matrix[i][j]) for matrix in matrices) / len(matrices))) for j in places)
        for i in places
    )


def doubtful_judgement(matrix: Matrix) -> Doubt | None:
    """The pair with the largest |ln(a_ij w_j / w_i)|, w by the root method; None when all agree.

    What would fit is the mean of the ways round it, (prod a_ik a_kj)^(1/(n-2)) over the other things k.

    Source: Saaty, Decision-making with the AHP: why is the principal eigenvector necessary (2003). Where one
    judgement of four or more things spoils an otherwise consistent matrix it is the one found. Here the first
    was said to be 5 times the third, while both ways round make it a quarter:

    >>> spoilt = ((1, 1/2, 5, 1/4), (2, 1, 1/2, 1/2), (1/5, 2, 1, 1), (4, 2, 1, 1))
    >>> found = doubtful_judgement(spoilt)
    >>> found.first, found.second, found.given, found.fitting
    (0, 2, 5, 0.25)
    """
    size = _check(matrix)
    weights = _by_root(matrix)
    pairs = [(i, j) for i in range(size) for j in range(i + 1, size)]
    strain = {(i, j): abs(log(matrix[i][j] * weights[j] / weights[i])) for i, j in pairs}
    if not strain or max(strain.values()) < 1e-9:
        return None
    i, j = max(strain, key=lambda pair: strain[pair])
    ways = [log(matrix[i][k] * matrix[k][j]) for k in range(size) if k not in (i, j)]
    return Doubt(i, j, matrix[i][j], _clean(exp(fsum(ways) / len(ways))))


def reciprocal_matrix(size: int, judged: Mapping[tuple[int, int], float]) -> tuple[tuple[float, ...], ...]:
    """The whole matrix of what was judged above its diagonal.

    >>> reciprocal_matrix(2, {(0, 1): 4})
    ((1.0, 4.0), (0.25, 1.0))
    """
    wanted = {(i, j) for i in range(size) for j in range(i + 1, size)}
    if set(judged) != wanted:
        raise ValueError("every pair is judged once")
    filled = {**judged, **{(j, i): 1 / value for (i, j), value in judged.items()}}
    return tuple(tuple(float(filled.get((i, j), 1)) for j in range(size)) for i in range(size))


def _by_eigenvector(matrix: Matrix) -> list[float]:
    """Power iteration: a positive matrix has one largest eigenvalue, and its vector is positive."""
    weights = _by_root(matrix)
    for _ in range(1000):
        turned = _share(_times(matrix, weights))
        if max(abs(a - b) for a, b in zip(turned, weights, strict=True)) < 1e-14:
            return turned
        weights = turned
    return weights


def _by_root(matrix: Matrix) -> list[float]:
    return _share([exp(fsum(log(value) for value in row) / len(row)) for row in matrix])


def _by_sum(matrix: Matrix) -> list[float]:
    sums = [fsum(row[j] for row in matrix) for j in range(len(matrix))]
    return _share([fsum(value / total for value, total in zip(row, sums, strict=True)) for row in matrix])


_WAYS: Final = {
    PairMethod.EIGENVECTOR: _by_eigenvector,
    PairMethod.ROOT: _by_root,
    PairMethod.SUM: _by_sum,
}


def _times(matrix: Matrix, vector: Sequence[float]) -> list[float]:
    return [fsum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _share(values: Sequence[float]) -> list[float]:
    total = fsum(values)
    return [value / total for value in values]


def _clean(value: float) -> float:
    """Without the last bits that a logarithm leaves: 4, not 4.000000000000001."""
    return round(value, 12)


def _check(matrix: Matrix) -> int:
    size = len(matrix)
    if not size or any(len(row) != size for row in matrix):
        raise NotReciprocal("as many columns as rows")
    for i in range(size):
        for j in range(size):
            if matrix[i][j] <= 0 or abs(matrix[i][j] * matrix[j][i] - 1) > 1e-6:
                raise NotReciprocal(f"row {i + 1} and column {j + 1} are not each other's reverse")
    return size
