"""The external service level as the product of its internal rates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from functools import reduce
from math import floor, log

_ONE = Decimal(1)
_EXACT = Context(prec=60)  # eight rates of six places multiply without rounding


@dataclass(frozen=True)
class Component:
    """One internal rate, its share of the loss, and the level that would be reached if it were perfect."""

    name: str
    rate: Decimal | None
    loss_share: Decimal | None
    without_it: Decimal | None


@dataclass(frozen=True)
class ServiceLevel:
    """What was set, what was achieved and the gap between them; a positive gap is a shortfall.

    `lowest` and `highest` bound the level when failures of the components are not independent. With a
    `missing` component there is nothing to multiply: achieved, gap and bounds are None.
    """

    set: Decimal
    achieved: Decimal | None
    gap: Decimal | None
    components: tuple[Component, ...]
    lowest: Decimal | None
    highest: Decimal | None
    missing: tuple[str, ...]


def service_level(set_level: Decimal, components: Mapping[str, Decimal | None]) -> ServiceLevel:
    """achieved = p1 * p2 * ... * pn, gap = set - achieved, loss share of i = ln p_i / sum of ln p_j.

    Source: the requirement list, worked case of R499; bounds by Fréchet. The product takes failures to be
    independent. Rates of a few places multiply exactly.

    >>> rates = dict.fromkeys(("quantity", "quality", "time", "documents"), Decimal("0.95"))
    >>> level = service_level(Decimal("0.95"), rates)
    >>> level.achieved, level.gap
    (Decimal('0.81450625'), Decimal('0.13549375'))
    >>> level.components[0].loss_share, level.components[0].without_it
    (Decimal('0.25'), Decimal('0.857375'))
    """
    _check(set_level, components)
    missing = tuple(name for name, rate in components.items() if rate is None)
    rates = {name: rate for name, rate in components.items() if rate is not None}
    if missing:
        unknown = tuple(Component(name, rate, None, None) for name, rate in components.items())
        return ServiceLevel(set_level, None, None, unknown, None, None, missing)
    achieved = _product(rates.values())
    shares = _loss_shares(rates)
    known = tuple(
        Component(name, rate, shares[name], _product(other for key, other in rates.items() if key != name))
        for name, rate in rates.items()
    )
    with localcontext(_EXACT):
        lowest = max(Decimal(0), sum(rates.values(), Decimal(0)) - (len(rates) - 1))
        gap = set_level - achieved
    return ServiceLevel(set_level, achieved, gap, known, lowest, min(rates.values()), ())


def achieved_by(rates: Iterable[Decimal | None]) -> Decimal | None:
    """p1 * p2 * ... * pn alone, for long lists; None where a rate is missing.

    >>> achieved_by([Decimal("0.95")] * 4), achieved_by([Decimal("0.95"), None])
    (Decimal('0.81450625'), None)
    """
    told = list(rates)
    known = [rate for rate in told if rate is not None]
    return _product(known) if len(known) == len(told) else None


def fault_distribution(rates: Iterable[Decimal]) -> tuple[Decimal, ...]:
    """P(0), P(1), ... P(n): how many of the n components fail at once, if failures are independent.

    Source: the Poisson binomial law, by adding one component after the other. R499 once more; what is counted
    beside it shows whether faults come together:

    >>> [str(each.normalize()) for each in fault_distribution([Decimal("0.95")] * 4)[:2]]
    ['0.81450625', '0.171475']
    """
    shares = [_ONE]
    with localcontext(_EXACT):
        for rate in rates:
            if not 0 <= rate <= 1:
                raise ValueError("a rate lies between 0 and 1")
            right = [share * rate for share in shares] + [Decimal(0)]
            wrong = [Decimal(0)] + [share * (1 - rate) for share in shares]
            shares = [one + other for one, other in zip(right, wrong, strict=True)]
    return tuple(shares)


def equal_level_needed(set_level: float, count: int) -> float:
    """p = T^(1/n): the level that each of n equal components needs.

    Source: inverse of R499. Four components for a level of 95 %:

    >>> round(equal_level_needed(0.95, 4), 6)
    0.987259
    """
    if not 0 < set_level <= 1 or count < 1:
        raise ValueError("the level lies above 0 and up to 1, and there is at least one component")
    return float(set_level ** (1 / count))


def components_that_reach(set_level: float, rate: float) -> int:
    """n = floor(ln T / ln p): how many components of one rate still reach the level together.

    Source: inverse of R499. Components of 98 % for a level of 90 %:

    >>> components_that_reach(0.90, 0.98)
    5
    """
    if not 0 < set_level <= 1 or not 0 < rate < 1:
        raise ValueError("the level lies above 0 and up to 1, the rate between 0 and 1")
    return floor(log(set_level) / log(rate) + 1e-9)


def joint_rate(records: Iterable[Iterable[bool | None]]) -> tuple[int, int]:
    """(records good in every part, records judged): the counted level beside the product.

    Source: perfect order of SCOR, RL.1.1. A record with an unknown part is judged only if another failed.

    >>> joint_rate([(True, True), (True, False), (True, None), (None, False)])
    (1, 3)
    """
    good = judged = 0
    for parts in records:
        known = tuple(parts)
        if False in known:
            judged += 1
        elif None not in known:
            good, judged = good + 1, judged + 1
    return good, judged


def _check(set_level: Decimal, components: Mapping[str, Decimal | None]) -> None:
    if not components:
        raise ValueError("a service level needs at least one component")
    if not 0 <= set_level <= 1:
        raise ValueError("the set level lies between 0 and 1")
    for name, rate in components.items():
        if rate is not None and not 0 <= rate <= 1:
            raise ValueError(f"the rate of {name} lies between 0 and 1")


def _product(rates: Iterable[Decimal]) -> Decimal:
    return reduce(_EXACT.multiply, rates, _ONE)


def _loss_shares(rates: Mapping[str, Decimal]) -> dict[str, Decimal | None]:
    """Shares of the logarithm; a rate of zero takes all of it, and of no loss there are no shares."""
    zeros = [name for name, rate in rates.items() if rate == 0]
    if zeros:
        return {name: _ONE / len(zeros) if name in zeros else Decimal(0) for name in rates}
    logs = {name: rate.ln() for name, rate in rates.items()}
    total = sum(logs.values(), Decimal(0))
    return {name: (log_of / total + 0 if total else None) for name, log_of in logs.items()}
