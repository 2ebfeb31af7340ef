"""How gaps are ranked."""

from decimal import ROUND_HALF_UP, Decimal

SIX = Decimal("0.000001")


def priority_of(importance: Decimal, width: Decimal) -> Decimal:
    """Importance times gap, both as shares of one.

    >>> priority_of(Decimal("0.5"), Decimal("0.2"))
    Decimal('0.100000')
    """
    return to_six(importance * width)


def to_six(value: Decimal) -> Decimal:
    """Six places, as figures are kept.

    >>> to_six(Decimal(2) / Decimal(3))
    Decimal('0.666667')
    """
    return value.quantize(SIX, rounding=ROUND_HALF_UP)
