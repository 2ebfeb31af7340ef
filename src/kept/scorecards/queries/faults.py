"""Whether faults come together: deliveries by how many of the four were wrong, beside pure chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import combinations
from typing import Final

from django.db.models import Count

from kept.kernel.actor import Actor
from kept.methods.service_level import fault_distribution
from kept.promises.enums import Term, TermState

from ..catalogue import INDICATORS
from .behind import promises_behind
from .reading import Whose

TERMS: Final = tuple(Term)
ALIKE: Final = Decimal("0.0005")
"""Product and count that differ by less are told as alike."""


@dataclass(frozen=True)
class Pair:
    """Two faults in one delivery: how often it was, and how often chance alone would have it."""

    one: Term
    other: Term
    counted: int
    expected: Decimal


@dataclass(frozen=True)
class Faults:
    """Deliveries judged in all four, by how many faults each had."""

    total: int
    rates: Mapping[Term, Decimal]
    counted: tuple[int, ...]
    expected: tuple[Decimal, ...]
    pairs: tuple[Pair, ...]

    @property
    def joint(self) -> Decimal:
        return Decimal(self.counted[0]) / self.total

    @property
    def product(self) -> Decimal:
        return self.expected[0] / self.total

    @property
    def surplus(self) -> Decimal:
        """More right than the product says: positive where faults come together."""
        return self.joint - self.product

    @property
    def come_together(self) -> bool | None:
        """None where product and count are alike."""
        return None if abs(self.surplus) < ALIKE else self.surplus > 0

    @property
    def closest(self) -> Pair | None:
        """The two faults that come together most beyond chance."""
        beyond = [pair for pair in self.pairs if pair.counted > pair.expected]
        return max(beyond, key=lambda pair: pair.counted - pair.expected, default=None)


def faults_of(actor: Actor, whose: Whose, first: date, last: date, *, at: datetime) -> Faults | None:
    """Counted from the promises, in one statement; None where no delivery is judged in all four."""
    rows = promises_behind(actor, INDICATORS["joint_rate"], whose, first, last, at=at)
    fields = [f"{term}_state" for term in TERMS]
    found: Counter[frozenset[Term]] = Counter()
    for row in rows.values(*fields).annotate(count=Count("pk")).order_by():
        wrong = frozenset(term for term in TERMS if row[f"{term}_state"] == TermState.BROKEN)
        found[wrong] += row["count"]
    total = found.total()
    if not total:
        return None
    wrong_of = {term: sum(n for wrong, n in found.items() if term in wrong) for term in TERMS}
    rates = {term: 1 - Decimal(wrong_of[term]) / total for term in TERMS}
    return Faults(
        total,
        rates,
        tuple(sum(n for wrong, n in found.items() if len(wrong) == k) for k in range(len(TERMS) + 1)),
        tuple(share * total for share in fault_distribution(rates.values())),
        tuple(
            Pair(
                one,
                other,
                sum(n for wrong, n in found.items() if {one, other} <= wrong),
                (1 - rates[one]) * (1 - rates[other]) * total,
            )
            for one, other in combinations(TERMS, 2)
        ),
    )
