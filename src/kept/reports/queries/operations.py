"""The month's figures of the company or a branch: every indicator, against the month and the year before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.documents.papers import BLANK, Cell, Figure, Paper, Section, cell, figure_of
from kept.kernel.web.charts import Bar, BarChart, LineChart, Point, Series, Step, WaterfallChart
from kept.kernel.web.charts.shapes import Tone
from kept.methods.service_level import service_level
from kept.promises.enums import Term
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.catalogue.indicators import COMPONENTS, KEPT_BY_KIND
from kept.scorecards.queries.targets import Level, Levels
from kept.scorecards.rules import SERVICE_LEVEL
from kept.scorecards.ui.words import gap_of, gap_words, level_words

from ..enums import About, Shelf, Span
from ..rules import Period
from .asking import Ask
from .figures import Told, basis, figure_cell, share_words, told, told_by_month
from .kinds import report
from .writing import change_words, grid, joined, paper

TERM_WORDS = {
    "quantity_rate": Term.QUANTITY,
    "quality_rate": Term.QUALITY,
    "on_time_rate": Term.TIME,
    "documents_rate": Term.DOCUMENTS,
}
TRENDS: tuple[tuple[str, Tone], ...] = (
    ("on_time_rate", "accent"),
    ("joint_rate", "two"),
    ("promises_kept_rate", "three"),
)


@report(
    "operations",
    gettext_lazy("Operation statistics of the month"),
    gettext_lazy("Every indicator of the month against the level set, the month before and a year before."),
    shelf=Shelf.CARRYING,
    about=About.HOUSE,
    spans=(Span.MONTH,),
    needs="scorecards.view",
)
def operations(ask: Ask) -> Paper:
    """R790."""
    codes = list(INDICATORS)
    now, before = told(ask, codes), told(ask, codes, ask.time.before)
    year = told(ask, codes, Period.holding(ask.time.span, _year_before(ask.time.first)))
    levels = Levels()
    return paper(
        ask,
        "operations",
        _("Operation statistics of the month"),
        level_answer(ask, now, before, levels),
        [
            trend(ask, TRENDS),
            level_section(ask, now, levels),
            kept_section(now),
            _all(ask, now, before, year, levels),
        ],
    )


def level_answer(ask: Ask, now: Told, before: Told, levels: Levels) -> str:
    """The one sentence: the service level against what was set, and on-time against before."""
    level, found = _set_level(ask, levels), _reached(ask, now, levels)
    if found.achieved is None:
        first = _("The service level is not known: no data for %(parts)s.") % {
            "parts": _(", ").join(str(TERM_WORDS[name].label) for name in found.missing)
        }
    else:
        words = _("The service level was %(got)s, set were %(set)s: %(gap)s.")
        gap = gap_words(INDICATORS["on_time_rate"], level.value - found.achieved)
        first = words % {"got": share_words(found.achieved), "set": share_words(level.value), "gap": gap}
    value, earlier = now["on_time_rate"].value, before["on_time_rate"].value
    if value is None:
        return first
    changed = change_words(value, earlier, percent=True)
    second = _("On time were %(share)s of the deliveries.") % {"share": share_words(value)}
    third = _("Against the period before: %(change)s.") % {"change": changed} if changed else ""
    return joined(first, second, third)


def trend(ask: Ask, lines: Iterable[tuple[str, Tone]]) -> Section:
    """Shares by month over the year that ends with the period, each with its table."""
    wanted = list(lines)
    first = _year_before(ask.time.last.replace(day=1))
    months = Period(Span.MONTH, first, ask.time.last).months[1:]
    found = told_by_month(ask, [code for code, _tone in wanted], months[0], ask.time.after)
    rows = [
        (cell(f"{month:%Y-%m}"), *(figure_cell(code, found.get(month, {}).get(code)) for code, _t in wanted))
        for month in months
    ]
    titles = [INDICATORS[code].title for code, _tone in wanted]
    return Section(
        "trend",
        _("Are we getting better?"),
        figure=_trend_chart(found, months, wanted),
        grids=(grid(_("By month"), (_("Month"),), titles, rows),),
    )


def _trend_chart(found: dict[date, Told], months: list[date], lines: list[tuple[str, Tone]]) -> Figure:
    def value(month: date, code: str) -> Decimal | None:
        known = found.get(month, {}).get(code)
        return known.value if known else None

    series = tuple(
        Series(
            INDICATORS[code].title,
            tuple(Point(f"{month:%Y-%m}", value(month, code)) for month in months),
            tone=tone,
        )
        for code, tone in lines
    )
    known = [v for month in months for code, _t in lines if (v := value(month, code)) is not None]
    lowest = min(known, default=Decimal(0))
    floor = Decimal(0) if lowest < Decimal("0.5") else (lowest * 10 - Decimal("0.5")).to_integral_value() / 10
    note = _("The scale does not begin at nought.") if floor else ""
    chart = LineChart(
        title=_("Shares by month"), series=series, unit="percent", lowest=floor, highest=1, note=note
    )
    return figure_of(chart)


def level_section(ask: Ask, now: Told, levels: Levels) -> Section:
    """From all deliveries through each component to the level that was reached."""
    found, level = _reached(ask, now, levels), _set_level(ask, levels)
    parts = {part.name: part for part in found.components}
    rows = [
        (
            cell(INDICATORS[code].title),
            cell(basis(code, now[code])),
            figure_cell(code, now[code]),
            cell(parts[code].loss_share, unit="percent"),
        )
        for code in COMPONENTS
    ]
    whole = cell(found.achieved, unit="percent", none=_("no data"))
    rows.append((cell(_("Service level: the product of the four")), BLANK, whole, BLANK))
    rows.append((cell(_("Set level")), cell(str(level.source)), cell(level.value, unit="percent"), BLANK))
    chart = WaterfallChart(
        title=_("What each component takes from the service level"),
        steps=tuple(Step(TERM_WORDS[code].label, now[code].value) for code in COMPONENTS),
        start_label=_("All deliveries"),
        end_label=_("Achieved"),
        set_level=level.value,
        set_label=_("Set level"),
    )
    return Section(
        "level",
        _("Did we reach the service level that was set?"),
        figure=figure_of(chart),
        grids=(
            grid(
                _("Components"),
                (_("Component"), _("Counted")),
                (_("Figure"), _("Share of the loss")),
                rows,
            ),
        ),
    )


def kept_section(now: Told) -> Section:
    """Promises kept of each kind that fell due."""
    known = sorted(
        ((code, now[code]) for code in KEPT_BY_KIND if now[code].value is not None),
        key=lambda pair: pair[1].value or 0,
    )
    rows = [
        (
            cell(INDICATORS[code].title),
            cell(int(told.denominator or 0)),
            cell(int(told.numerator or 0)),
            cell(int((told.denominator or 0) - (told.numerator or 0))),
            figure_cell(code, told),
        )
        for code, told in known
    ]
    bars = tuple(Bar(INDICATORS[code].title, told.value) for code, told in known)
    chart = BarChart(title=_("Share of promises kept, by kind"), bars=bars, unit="percent", highest=1)
    heads = (_("Fell due"), _("Kept"), _("Broken"), _("Share kept"))
    return Section(
        "promises",
        _("Which promises did we make, and which did we keep?"),
        figure=figure_of(chart) if bars else None,
        grids=(
            grid(_("Promises"), (_("Promise"),), heads, rows, empty=_("No promise fell due in this time.")),
        ),
    )


def _all(ask: Ask, now: Told, before: Told, year: Told, levels: Levels) -> Section:
    """Every indicator that has a figure; of the others only the names."""
    grids: dict[str, list[tuple[Cell, ...]]] = {}
    silent = []
    for code, indicator in INDICATORS.items():
        if code in KEPT_BY_KIND:
            continue
        if now[code].value is None and before[code].value is None and year[code].value is None:
            silent.append(str(indicator.title))
            continue
        level = levels.of(code, on=ask.time.last, slice=ask.place.slice, id=ask.place.id)
        gap = gap_words(indicator, gap_of(indicator, now[code].value, level))
        figures = (figure_cell(code, each[code]) for each in (now, before, year))
        line = (cell(indicator.title), *figures, cell(level_words(indicator, level)), cell(gap))
        grids.setdefault(indicator.group, []).append(line)
    rows = [line for group in sorted(grids) for line in grids[group]]
    heads = (_("This month"), _("Month before"), _("A year before"), _("Set level"), _("Gap to the level"))
    note = _("No data: %(names)s.") % {"names": _(", ").join(silent)} if silent else ""
    return Section(
        "all",
        _("What do all indicators say?"),
        grids=(grid(_("All indicators"), (_("Indicator"),), heads, rows, note=note),),
    )


def _reached(ask: Ask, now: Told, levels: Levels) -> Any:
    return service_level(_set_level(ask, levels).value, {code: now[code].value for code in COMPONENTS})


def _set_level(ask: Ask, levels: Levels) -> Level:
    level = levels.of(SERVICE_LEVEL, on=ask.time.last, slice=ask.place.slice, id=ask.place.id)
    assert level is not None
    return level


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=1)
