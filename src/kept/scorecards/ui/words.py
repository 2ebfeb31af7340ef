"""Figures and answers in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from kept.kernel.money import Money
from kept.kernel.web.cells import figure as grouped
from kept.kernel.web.cells import percent

from ..catalogue import Indicator
from ..enums import Direction, Unit
from ..queries.reading import Told
from ..queries.targets import Level


def shown(indicator: Indicator, value: Decimal | None, currency: str = "") -> str:
    """A figure with its unit; 'no data' for none."""
    if value is None:
        return _("no data")
    if indicator.unit == Unit.RATE:
        return percent(value, digits=1)
    currency = currency or Money(0).currency  # entered numbers are in the currency of the house
    fine = indicator.in_money or indicator.unit in (Unit.TIMES, Unit.POINTS, Unit.MONEY, Unit.PER_TKM)
    digits = 0 if indicator.unit in (Unit.COUNT, Unit.KG) else 2 if fine else 1
    unit = {
        Unit.HOURS: _("h"),
        Unit.MINUTES: _("min"),
        Unit.KG: "kg",
        Unit.PER_KG: f"{currency}/kg",
        Unit.PER_10K: _("per 10,000"),
        Unit.SECONDS: _("s"),
        Unit.DAYS: _("days"),
        Unit.YEARS: _("years"),
        Unit.TONNES: "t",
        Unit.CUBIC: "m³",
        Unit.MONEY: currency,
        Unit.PER_TKM: f"{currency}/t·km",
        Unit.PER_HOUR: _("per hour"),
        Unit.PER_MILLION: _("per million"),
    }.get(indicator.unit, "")
    return f"{grouped(value, digits=digits)} {unit}".rstrip()


def points(gap: Decimal) -> str:
    """A difference of two shares, in percentage points."""
    size = abs(gap) * 100
    digits = 1 if size >= Decimal("0.05") or not size else 2  # a small shortfall is not said as none
    return _("%(points)s points") % {"points": grouped(size, digits=digits)}


def gap_of(indicator: Indicator, value: Decimal | None, level: Level | None) -> Decimal | None:
    """Wanted minus got: positive is a shortfall."""
    if value is None or level is None or indicator.direction == Direction.NONE:
        return None
    gap = level.value - value
    return gap if indicator.direction == Direction.UP else -gap


def gap_words(indicator: Indicator, gap: Decimal | None) -> str:
    if gap is None:
        return ""
    return short_of(gap, points(gap) if indicator.is_share else shown(indicator, abs(gap)))


def short_of(gap: Decimal | None, size: str = "") -> str:
    """Short of the level or to spare: the words say it, not only the colour."""
    if gap is None:
        return ""
    size = size or points(gap)
    return _("%(size)s short") % {"size": size} if gap > 0 else _("%(size)s to spare") % {"size": size}


def span_words(first: date, last: date) -> str:
    if first == last:
        return f"{first:%Y-%m}"
    return _("%(first)s to %(last)s") % {"first": f"{first:%Y-%m}", "last": f"{last:%Y-%m}"}


def day_words(first: date, last: date) -> str:
    if first == last:
        return f"{first}"
    return _("%(first)s to %(last)s") % {"first": f"{first}", "last": f"{last}"}


def basis_words(indicator: Indicator, told: Told) -> str:
    """Of how many a share was counted."""
    if not indicator.is_share or told.value is None or told.denominator is None or told.numerator is None:
        return ""
    figures = {"part": grouped(told.numerator, digits=0), "whole": grouped(told.denominator, digits=0)}
    return _("%(part)s of %(whole)s") % figures


def counted_words(indicator: Indicator, told: Told) -> str:
    """What was counted, above and below, by name: pieces and money are no records."""
    above, below = indicator.ratio or (None, None)
    if above is None or below is None or told.numerator is None or told.denominator is None:
        return ""
    pairs = ((above, told.numerator), (below, told.denominator))
    return " ÷ ".join(f"{indicator.home.title_of(name)} {_exact(value)}" for name, value in pairs)


def _exact(value: Decimal) -> str:
    return grouped(value, digits=0 if value == value.to_integral_value() else 2)


def in_brackets(words: str) -> str:
    return f" ({words})" if words else ""


def level_words(indicator: Indicator, level: Level | None) -> str:
    return "" if level is None else shown(indicator, level.value)


def plain(value: Decimal | None) -> Decimal | str:
    """A figure as a spreadsheet wants it, without a tail of noughts."""
    if value is None:
        return ""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
