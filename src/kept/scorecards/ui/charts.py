"""The charts of the scorecard pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import floor, log10
from typing import Any

from django.utils.translation import gettext as _

from kept.kernel.web.charts import Bar, BarChart, LineChart, Point, Series, Step, WaterfallChart
from kept.promises.enums import Term

from ..catalogue import INDICATORS, Indicator
from ..catalogue.indicators import COMPONENTS, KEPT_BY_KIND
from ..enums import Unit
from ..queries.levels import Reached
from ..queries.reading import Told
from ..queries.series import Charted
from ..queries.targets import Level
from .asking import Question

TERM_OF = {
    "quantity_rate": Term.QUANTITY,
    "quality_rate": Term.QUALITY,
    "on_time_rate": Term.TIME,
    "documents_rate": Term.DOCUMENTS,
}
"""Short names, which stand beside each other on a phone."""

UNITS = {Unit.RATE: "percent", Unit.HOURS: "h", Unit.KG: "kg"}


def by_month(question: Question, told: Mapping[date, Told], level: Level | None) -> LineChart:
    """The indicator month by month, each dot a way to its records."""
    asked = question.asked
    points = tuple(
        Point(
            f"{month:%Y-%m}",
            _rounded(asked, figure.value),
            url="" if figure.value is None else question.during(month).address("scorecards:records"),
        )
        for month, figure in told.items()
    )
    return LineChart(
        title=_("%(indicator)s by month") % {"indicator": asked.title},
        series=(Series(asked.title, points),),
        unit=UNITS.get(asked.unit, ""),
        target=level.value if level else None,
        lowest=_floor(told.values(), level) if asked.is_share else 0,
        highest=1 if asked.is_share else None,
        note=_("The scale does not begin at nought.")
        if asked.is_share and _floor(told.values(), level)
        else "",
    )


def _rounded(asked: Indicator, value: Decimal | None) -> Decimal | None:
    """As exact as a label is read; a share is said in percent anyway."""
    return value if value is None or asked.is_share else round(value, 2 if asked.in_money else 1)


def _floor(told: Any, level: Level | None) -> Decimal:
    """For shares all above a half the scale begins below the lowest, in tenths."""
    values = [each.value for each in told if each.value is not None] + ([level.value] if level else [])
    lowest = min(values, default=Decimal(0))
    return Decimal(0) if lowest < Decimal("0.5") else (lowest * 10 - Decimal("0.5")).to_integral_value() / 10


def waterfall(question: Question, reached: Reached) -> WaterfallChart:
    """From the whole through the four components to what is achieved, beside what was set."""
    steps = tuple(
        Step(
            TERM_OF[code].label,
            reached.told[code].value,
            url=question.about(code).address("scorecards:records")
            if reached.told[code].value is not None
            else "",
        )
        for code in COMPONENTS
    )
    return WaterfallChart(
        title=_("What each component takes from the service level"),
        steps=steps,
        start_label=_("All deliveries"),
        end_label=_("Achieved"),
        set_level=reached.level.set,
        set_label=_("Set level"),
    )


def control(question: Question, lines: Sequence[Any], found: Charted) -> LineChart:
    """Each period between its limits; those in which a signal ends stand out."""
    asked, limits = question.asked, found.points
    ends = {found.of(signal)[-1].first for signal in found.signals}
    points, marked = [], []
    for line in lines:
        point, value = limits.get(line.period.first), _rounded(asked, line.period.figure.value)
        label = line.name[5:] if len(line.name) > 7 else line.name
        low, high = (point.low, point.high) if point else (None, None)
        points.append(Point(label, value, line.url, low, high))
        marked.append(Point(label, value if line.period.first in ends else None, line.url))
    signal = (Series(_("Signal"), tuple(marked), "broken"),) if ends else ()
    values = [float(point.value) for point in points if point.value is not None]
    lows = [*(point.low for point in found.chart.points), *values]
    highs = [*(point.high for point in found.chart.points), *values]
    begins = _below(min(lows), max(highs))
    return LineChart(
        title=_("%(indicator)s between its limits") % {"indicator": asked.title},
        series=(Series(asked.title, tuple(points)), *signal),
        unit=UNITS.get(asked.unit, ""),
        target=found.chart.centre,
        target_label=_("Middle"),
        lowest=begins,
        highest=1 if asked.is_share else None,
        note=_("The scale does not begin at nought.") if begins else "",
    )


def _below(lowest: float, highest: float) -> float:
    """Where everything lies in the upper half the scale begins below the lowest, in tenths of the highest."""
    if lowest < highest / 2:
        return min(0, lowest)
    step = 10.0 ** floor(log10(highest)) / 10
    return float(floor(lowest / step - 0.5) * step)


def kept_by_kind(question: Question, told: Mapping[str, Told]) -> BarChart:
    """One bar for each kind of promise that has fallen due."""
    known = [(code, told[code]) for code in KEPT_BY_KIND if told[code].value is not None]
    bars = tuple(
        Bar(
            INDICATORS[code].title,
            figure.value,
            url=question.about(code).address("scorecards:records"),
            note=_("%(kept)s of %(due)s")
            % {"kept": int(figure.numerator or 0), "due": int(figure.denominator or 0)},
        )
        for code, figure in sorted(known, key=lambda pair: pair[1].value or Decimal(0))
    )
    return BarChart(title=_("Share of promises kept, by kind"), bars=bars, unit="percent", highest=1)
