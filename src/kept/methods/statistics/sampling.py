"""How many to ask, and how to weigh those who answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from .distributions import normal_quantile


@dataclass(frozen=True)
class Stratum:
    """A part of the customers: its share of all of them, who answered, and their mean."""

    population_share: float
    answers: int
    mean: float


@dataclass(frozen=True)
class PostStratified:
    """The mean as answered and as weighted, the weight of each stratum, and what the weighting costs."""

    raw_mean: float
    weighted_mean: float
    weights: tuple[float, ...]
    effective_n: float
    design_effect: float


def sample_for_proportion(
    error: float, *, population: int | None = None, share: float = 0.5, confidence: float = 0.95
) -> int:
    """n0 = z2 p (1 - p) / e2, and n = n0 / (1 + (n0 - 1) / N) for a finite population; rounded up.

    >>> sample_for_proportion(0.05), sample_for_proportion(0.05, population=500)
    (385, 218)
    """
    _positive(error)
    z = normal_quantile((1 + confidence) / 2)
    wanted = z * z * share * (1 - share) / error**2
    return ceil(wanted / (1 + (wanted - 1) / population) if population else wanted)


def sample_for_mean(sd: float, error: float, confidence: float = 0.95) -> int:
    """n = (z s / e)2, rounded up.

    >>> sample_for_mean(1.0, 0.2)
    97
    """
    _positive(error)
    return ceil((normal_quantile((1 + confidence) / 2) * sd / error) ** 2)


def design_effect(cluster_size: float, correlation: float) -> float:
    """1 + (m - 1) rho: by how much a sample in clusters must be larger.

    >>> design_effect(5, 0.05)
    1.2
    """
    return 1 + (cluster_size - 1) * correlation


def invitations_needed(answers: int, response_rate: float) -> int:
    """Answers divided by the expected response rate, rounded up.

    >>> invitations_needed(80, 0.30)
    267
    """
    _positive(response_rate)
    return ceil(answers / response_rate)


def post_stratified_mean(strata: Sequence[Stratum]) -> PostStratified:
    """w = population share / sample share; effective n = (sum w)2 / sum w2.

    Source: post-stratification; effective n by Kish (1965). Key, ordinary and lost customers:

    >>> found = post_stratified_mean([Stratum(0.5, 80, 4.2), Stratum(0.3, 15, 3.8), Stratum(0.2, 5, 2.5)])
    >>> round(found.raw_mean, 3), round(found.weighted_mean, 3), round(found.effective_n, 2)
    (4.055, 3.74, 58.39)
    """
    if not strata or any(part.answers < 1 for part in strata):
        raise ValueError("each stratum needs an answer")
    n = sum(part.answers for part in strata)
    weights = tuple(part.population_share * n / part.answers for part in strata)
    pairs = list(zip(strata, weights, strict=True))
    total = sum(weight * part.answers for part, weight in pairs)
    squares = sum(weight * weight * part.answers for part, weight in pairs)
    return PostStratified(
        raw_mean=sum(part.mean * part.answers for part in strata) / n,
        weighted_mean=sum(part.mean * weight * part.answers for part, weight in pairs) / total,
        weights=weights,
        effective_n=total * total / squares,
        design_effect=n * squares / (total * total),
    )


def _positive(number: float) -> None:
    if number <= 0:
        raise ValueError("an error and a response rate are above 0")
