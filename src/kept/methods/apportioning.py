"""Sharing an amount out in whole units, so that the parts make the amount again."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal


def apportion(amount: int, weights: Sequence[Decimal]) -> list[int]:
    """floor(a w_i / W), and the units left over to the largest remainders; of equal ones the first.

    `amount` in whole units, positive or negative; `weights` at least one, none negative, not all zero.
    Raises ValueError otherwise. Source: largest remainder method (Hamilton), as for seats and for tax splits.

    >>> apportion(100, [Decimal(1), Decimal(1), Decimal(1)])
    [34, 33, 33]
    >>> apportion(15001, [Decimal(30), Decimal(70)])
    [4500, 10501]
    """
    whole = sum(weights, Decimal(0))
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be zero or more and not all zero")
    exact = [Decimal(amount) * weight / whole for weight in weights]
    parts = [int(share.to_integral_value(ROUND_FLOOR)) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return parts
