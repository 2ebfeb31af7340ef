"""Which level of service suits a need, and how alike the needs of some customers are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from itertools import repeat
from statistics import fmean

from .differentiation import Criterion, share_of

LOWEST, HIGHEST = 1, 5


class OffTheScale(ValueError):
    """A mark outside 1 to 5."""


@dataclass(frozen=True)
class Criteria:
    """Marks from 1 to 5 for the five criteria of `differentiation`, in their order.

    `competitors` is 5 where competitors offer the same or more, so that we must follow.
    """

    fulfilment_cost: int
    customer_importance: int
    acceptable_cost: int
    need_importance: int
    competitors: int


@dataclass(frozen=True)
class Differentiated:
    """The mean of the criteria on the scale 1 to 5, and how many of the two cuts it reaches."""

    score: Decimal
    step: int


def service_step(
    criteria: Criteria,
    *,
    cuts: tuple[Decimal, Decimal] = (Decimal("2.5"), Decimal("3.5")),
    weights: Mapping[str, Decimal] | None = None,
) -> Differentiated:
    """s = 1 + 4 sum w share(m) / sum w, the shares as for a derived level; step = how many cuts s reaches.

    Source: the five criteria of the requirement list (R512); weights and cuts are the house's own.
    A dear need of an important customer that pays for it:

    >>> service_step(Criteria(fulfilment_cost=4, customer_importance=5, acceptable_cost=4,
    ...                       need_importance=5, competitors=3))
    Differentiated(score=Decimal('3.80'), step=2)
    """
    marks = {each.name: getattr(criteria, each.name) for each in fields(criteria)}
    if any(not LOWEST <= mark <= HIGHEST for mark in marks.values()):
        raise OffTheScale
    weighed = {name: (weights or {}).get(name, Decimal(1)) for name in marks}
    shares = zip(marks, map(share_of, Criterion, marks.values(), repeat(HIGHEST)), strict=True)
    reached = sum((weighed[name] * share for name, share in shares), Decimal(0)) / sum(weighed.values())
    exact = LOWEST + (HIGHEST - LOWEST) * reached
    return Differentiated(
        exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP), sum(exact >= cut for cut in cuts)
    )


def similarity_of_needs(needs: Sequence[Mapping[str, float]], *, width: float) -> float | None:
    """1 - mean |x - m| / width, m the mean of each item over all who marked it; None below two customers.

    `needs` holds for each customer the importance of its items; `width` is the length of the scale.
    Items that one customer alone marked say nothing and are left out. Own work.

    >>> similarity_of_needs([{"price": 7, "speed": 5}, {"price": 5, "speed": 5}], width=6)
    0.9166666666666666
    """
    by_item: dict[str, list[float]] = {}
    for customer in needs:
        for item, mark in customer.items():
            by_item.setdefault(item, []).append(mark)
    shared = [marks for marks in by_item.values() if len(marks) > 1]
    if not shared:
        return None
    apart = [abs(mark - fmean(marks)) for marks in shared for mark in marks]
    return 1 - fmean(apart) / width
