"""Figures of any unit set on 0 to 100, and gathered by weight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_NOUGHT, _HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True)
class Gathered:
    """A weighed mean, and the share of the weight whose score is known. No mean where too little is known."""

    score: Decimal | None
    known: Decimal


def linear_score(x: Decimal, *, worst: Decimal, best: Decimal) -> Decimal:
    """score = min(100, max(0, 100 (x - worst) / (best - worst))).

    Source: linear normalisation with target and floor. It serves figures of which less is better too, whose
    worst lies above the best.

    >>> round(linear_score(Decimal("0.93"), worst=Decimal("0.85"), best=Decimal("0.98")), 3)
    Decimal('61.538')
    >>> linear_score(Decimal(36), worst=Decimal(48), best=Decimal(24))
    Decimal('50')
    """
    if worst == best:
        raise ValueError("worst and best must lie apart")
    return _clipped(_HUNDRED * (x - worst) / (best - worst))


def band_score(x: Decimal, *, least: Decimal, low: Decimal, high: Decimal, most: Decimal) -> Decimal:
    """100 within [low, high], falling in straight lines to 0 at `least` and at `most`.

    Source: band normalisation, for figures that may be too small and too large.

    >>> limits = {"least": Decimal(0), "low": Decimal(4), "high": Decimal(6), "most": Decimal(10)}
    >>> [band_score(Decimal(x), **limits) for x in (0, 3, 5, 8, 11)]
    [Decimal('0'), Decimal('75'), Decimal('100'), Decimal('50'), Decimal('0')]
    """
    if not least <= low <= high <= most:
        raise ValueError("the limits of a band must rise")
    if low <= x <= high:
        return _HUNDRED
    if x < low:
        return _NOUGHT if low == least else linear_score(x, worst=least, best=low)
    return _NOUGHT if high == most else linear_score(x, worst=most, best=high)


def gather(parts: Iterable[tuple[Decimal, Decimal | None]], *, least_known: Decimal) -> Gathered:
    """sum w s / sum w over the parts whose score is known, if they make `least_known` of all weight.

    Source: weighted arithmetic aggregation, the weight of what is unknown shared out among the rest.

    >>> gather([(Decimal("0.5"), Decimal(80)), (Decimal("0.3"), Decimal(60)), (Decimal("0.2"), None)],
    ...        least_known=Decimal("0.7"))
    Gathered(score=Decimal('72.5'), known=Decimal('0.8'))
    >>> gather([(Decimal("0.5"), Decimal(80)), (Decimal("0.5"), None)], least_known=Decimal("0.7"))
    Gathered(score=None, known=Decimal('0.5'))
    """
    pairs = [(weight, score) for weight, score in parts if weight]
    whole = sum((weight for weight, _ in pairs), _NOUGHT)
    if not whole:
        return Gathered(None, _NOUGHT)
    known = [(weight, score) for weight, score in pairs if score is not None]
    basis = sum((weight for weight, _ in known), _NOUGHT)
    share = basis / whole
    if not basis or share < least_known:
        return Gathered(None, share)
    return Gathered(sum((weight * score for weight, score in known), _NOUGHT) / basis, share)


def _clipped(score: Decimal) -> Decimal:
    return min(_HUNDRED, max(_NOUGHT, score))
