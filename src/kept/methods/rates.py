"""A rate keeps what it was counted from, and is unknown where nothing was counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Rate:
    """value = numerator / denominator; None where the denominator is zero, never 0 and never 100 %.

    >>> Rate(23, 25).value, Rate(0, 0).value, Rate(7, 48_000).per(10_000)
    (Decimal('0.92'), None, Decimal('1.458333333333333333333333333'))
    """

    numerator: Decimal | int
    denominator: Decimal | int

    def __post_init__(self) -> None:
        if self.denominator < 0:
            raise ValueError("a rate is counted from nothing or something, never from less")

    @classmethod
    def of(cls, outcomes: Iterable[bool | None]) -> Rate:
        """The share of the true among the known; unknown outcomes are counted on neither side.

        >>> Rate.of([True, False, None, True])
        Rate(numerator=2, denominator=3)
        """
        known = [outcome for outcome in outcomes if outcome is not None]
        return cls(sum(known), len(known))

    @property
    def value(self) -> Decimal | None:
        return Decimal(self.numerator) / Decimal(self.denominator) if self.denominator else None

    def per(self, count: int) -> Decimal | None:
        """The rate per so many: complaints per 10,000 shipments, appeals per million."""
        return Decimal(self.numerator) * count / Decimal(self.denominator) if self.denominator else None

    def __add__(self, other: Rate) -> Rate:
        """The rate of two periods or branches together."""
        return Rate(self.numerator + other.numerator, self.denominator + other.denominator)
