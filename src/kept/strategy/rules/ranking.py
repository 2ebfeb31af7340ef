"""How gaps and actions are ranked."""

from decimal import ROUND_HALF_UP, Decimal

SIX = Decimal("0.000001")


def priority_of(importance: Decimal, width: Decimal) -> Decimal:
    """Importance times gap, both as shares of one.

    >>> priority_of(Decimal("0.5"), Decimal("0.2"))
    Decimal('0.100000')
    """
    return to_six(importance * width)


def worth_of(priority: Decimal, value_share: Decimal | None) -> Decimal | None:
    """Importance times gap times the share of revenue that the people concerned bring; None while unknown.

    >>> worth_of(Decimal("0.1"), Decimal("0.25"))
    Decimal('0.025000')
    """
    return None if value_share is None else to_six(priority * value_share)


def expected_gain(cost: int | None, benefit: int | None, failure_chance: Decimal | None) -> int | None:
    """Benefit times the chance that it works, less the cost; None while one of the three is unknown.

    >>> expected_gain(3_000, 10_000, Decimal("0.2"))
    5000
    """
    if cost is None or benefit is None or failure_chance is None:
        return None
    return int((benefit * (1 - failure_chance)).quantize(Decimal(1), rounding=ROUND_HALF_UP)) - cost


def to_six(value: Decimal) -> Decimal:
    """Six places, as figures are kept.

    >>> to_six(Decimal(2) / Decimal(3))
    Decimal('0.666667')
    """
    return value.quantize(SIX, rounding=ROUND_HALF_UP)
