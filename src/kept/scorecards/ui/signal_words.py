"""Signals and periods in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.methods.control_charts import Signal, SignalRule

from ..catalogue import Indicator
from ..queries.series import Period
from . import words

RULES: dict[SignalRule, Any] = {
    SignalRule.BEYOND: gettext_lazy("one point beyond its limit"),
    SignalRule.TWO_OF_THREE: gettext_lazy("two of three in a row beyond two thirds of the way to the limit"),
    SignalRule.FOUR_OF_FIVE: gettext_lazy("four of five in a row beyond one third of the way to the limit"),
    SignalRule.SAME_SIDE_8: gettext_lazy("eight or more in a row on one side of the middle"),
    SignalRule.SAME_SIDE_9: gettext_lazy("nine or more in a row on one side of the middle"),
    SignalRule.TREND: gettext_lazy("six or more in a row always rising or always falling"),
    SignalRule.ZIGZAG: gettext_lazy("fourteen or more in a row going up and down in turn"),
    SignalRule.HUGGING: gettext_lazy("fifteen or more in a row closer to the middle than chance would have"),
    SignalRule.AVOIDING: gettext_lazy("eight or more in a row, on both sides, none near the middle"),
}


def side(signal: Signal) -> Any:
    if signal.is_high is None:
        return _("both ways")
    if signal.rule == SignalRule.TREND:
        return _("rising") if signal.is_high else _("falling")
    return _("high") if signal.is_high else _("low")


def said(asked: Indicator, value: float) -> str:
    """A limit as the figure itself is written."""
    return words.shown(asked, Decimal(str(round(value, 9))))


def period_words(period: Period) -> str:
    """A month by its name, a week by its Monday."""
    whole_month = period.first.day == 1 and (period.last - period.first).days > 20
    return f"{period.first:%Y-%m}" if whole_month else f"{period.first}"


def run_words(first: Period, last: Period) -> str:
    """From the first day of a run to its last."""
    if first == last and period_words(first) != f"{first.first}":
        return period_words(first)
    return words.day_words(first.first, last.last)
