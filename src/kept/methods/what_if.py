"""What would have become of past promises under another time allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from statistics import NormalDist

from .statistics import Interval, wilson_interval


@dataclass(frozen=True)
class Terms:
    """Kept when it comes neither before `earliest` nor after `latest`, both in hours of service time."""

    latest: float
    earliest: float = 0.0


@dataclass(frozen=True)
class Past:
    """A promise of the past: hours of service time until it was met, or until now while it is not.

    `price` is the agreed consequence of breaking it in minor units; None where none was agreed.
    """

    used: float
    is_met: bool
    was_kept: bool
    customer: int | None = None
    price: int | None = None


@dataclass(frozen=True)
class Shift:
    """A difference of two shares of the same records, with its interval."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class Replayed:
    """The past by its own terms and by other ones; undecided are those that may still go either way."""

    judged: int
    undecided: int
    kept_before: Interval
    kept_then: Interval
    newly_broken: int
    newly_kept: int
    too_early: int
    more_broken: Shift
    penalty: int
    priced: int
    broken_of: Mapping[int, tuple[int, int]]


def kept_under(past: Past, terms: Terms) -> bool | None:
    """Whether it would have been kept; None while it is unmet and may still come in time.

    >>> kept_under(Past(used=20, is_met=True, was_kept=True), Terms(latest=24))
    True
    >>> kept_under(Past(used=20, is_met=False, was_kept=True), Terms(latest=24)) is None
    True
    """
    if past.used > terms.latest:
        return False
    return past.used >= terms.earliest if past.is_met else None


def replay(history: Iterable[Past], terms: Terms, *, confidence: float = 0.95) -> Replayed | None:
    """Judge each promise of the past again by other terms; None when none can be judged.

    `penalty` is the consequence of the newly broken less that of the newly kept, over the whole past;
    `priced` says for how many of them one was agreed. `broken_of` counts for each customer how many were
    newly broken, of how many judged. Three promises of 36 hours, asked about 24:

    >>> past = [Past(20, True, True), Past(30, True, True, 7, 500), Past(40, True, False)]
    >>> found = replay(past, Terms(latest=24))
    >>> found.newly_broken, found.penalty, round(found.kept_then.estimate, 3), dict(found.broken_of)
    (1, 500, 0.333, {7: (1, 1)})
    """
    pairs = [(past, kept_under(past, terms)) for past in history]
    judged = [(past, kept) for past, kept in pairs if kept is not None]
    if not judged:
        return None
    n = len(judged)
    worse = [past for past, kept in judged if past.was_kept and not kept]
    better = [past for past, kept in judged if kept and not past.was_kept]
    before = wilson_interval(sum(past.was_kept for past, _kept in judged), n, confidence)
    then = wilson_interval(sum(kept for _past, kept in judged), n, confidence)
    assert before is not None and then is not None
    return Replayed(
        judged=n,
        undecided=len(pairs) - n,
        kept_before=before,
        kept_then=then,
        newly_broken=len(worse),
        newly_kept=len(better),
        too_early=sum(past.is_met and past.used < terms.earliest for past, _kept in judged),
        more_broken=paired_shift(len(worse), len(better), n, confidence),
        penalty=sum(past.price or 0 for past in worse) - sum(past.price or 0 for past in better),
        priced=sum(past.price is not None for past in (*worse, *better)),
        broken_of=_by_customer(judged, worse),
    )


def paired_shift(one_way: int, other_way: int, n: int, confidence: float = 0.95) -> Shift:
    """d = (b - c) / n; half a record is added to each of the four cells before the interval of Wald.

    Source: Agresti and Min (2005); example of Agresti, Categorical Data Analysis, table 10.1: 1600 people,
    150 went one way and 86 the other, the interval is 0.02 to 0.06.

    >>> found = paired_shift(150, 86, 1600)
    >>> round(found.estimate, 2), round(found.low, 2), round(found.high, 2)
    (0.04, 0.02, 0.06)
    """
    b, c, whole = one_way + 0.5, other_way + 0.5, n + 2
    middle = (b - c) / whole
    error = sqrt(max(b + c - (b - c) ** 2 / whole, 0)) / whole
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * error
    return Shift((one_way - other_way) / n, max(middle - reach, -1.0), min(middle + reach, 1.0))


def revenue_at_risk(broken_of: Mapping[int, tuple[int, int]], revenue: Mapping[int, Decimal]) -> Decimal:
    """Each customer's revenue times the share of its promises that would newly be broken. Own work.

    >>> revenue_at_risk({7: (1, 4)}, {7: Decimal(1000), 8: Decimal(500)})
    Decimal('250.00')
    """
    lost = (revenue[who] * broken / n for who, (broken, n) in broken_of.items() if who in revenue)
    return sum(lost, Decimal(0)).quantize(Decimal("0.01"))


def kept_by_limit(
    history: Sequence[Past], limits: Iterable[float], earliest: float = 0
) -> list[tuple[float, Interval | None]]:
    """For each limit the share that would have been kept, with its interval; not before `earliest`.

    >>> past = [Past(1, True, True), Past(3, True, True)]
    >>> [(limit, found.estimate) for limit, found in kept_by_limit(past, (2, 4)) if found]
    [(2, 0.5), (4, 1.0)]
    """
    return [(limit, _share(history, Terms(limit, earliest))) for limit in limits]


def _share(history: Sequence[Past], terms: Terms) -> Interval | None:
    verdicts = [kept for past in history if (kept := kept_under(past, terms)) is not None]
    return wilson_interval(sum(verdicts), len(verdicts))


def _by_customer(judged: Iterable[tuple[Past, bool]], worse: Iterable[Past]) -> dict[int, tuple[int, int]]:
    whole = Counter(past.customer for past, _kept in judged if past.customer is not None)
    broken = Counter(past.customer for past in worse if past.customer is not None)
    return {customer: (n, whole[customer]) for customer, n in broken.items()}
