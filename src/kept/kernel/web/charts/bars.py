"""Lying bars: label above each bar, figure at its end, target as a line through all."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .shapes import Bar, BarChart
from .svg import NONE, at, digits_of, join, mark, number, said
from .table import Table

ROW = 40
TOP = 22
REACH = 84.0
FIGURE = 10.0  # as wide as a figure on a phone


def draw(chart: BarChart) -> tuple[SafeString, Table]:
    most = _highest(chart)
    digits = digits_of(bar.value for bar in chart.bars)
    line = None if chart.target is None else number(chart.target) / most * REACH
    rows = join(_bar(bar, place, most, line, chart.unit, digits) for place, bar in enumerate(chart.bars))
    height = TOP + ROW * len(chart.bars)
    target = _target(chart, most, height)
    made = '<svg class="chart bars" width="100%" height="{}" role="group" aria-label="{}">{}{}</svg>'
    drawing = format_html(made, height, chart.title, target, rows)
    behind = tuple(
        ((bar.label, bar.url), (said(bar.value, chart.unit, digits), ""), (bar.note, ""))
        for bar in chart.bars
    )
    return drawing, Table((_("Item"), _("Figure"), _("Note")), behind)


def _highest(chart: BarChart) -> float:
    values = [number(bar.value) for bar in chart.bars] + [number(chart.target), number(chart.highest)]
    return max(values, default=1) or 1


def _bar(bar: Bar, place: int, most: float, line: float | None, unit: str, digits: int) -> SafeString:
    top = TOP + place * ROW
    width = number(bar.value) / most * REACH
    words = said(bar.value, unit, digits)
    note = format_html('<tspan dx="8" class="chart-quiet">{}</tspan>', bar.note) if bar.note else NONE
    made = '<text x="0" y="{}" class="chart-label">{}{}</text>'
    label = format_html(made, top + 12, bar.label, note)
    box = '<rect x="0" y="{}" width="{}" height="14" rx="2" class="fill-{}"/>'
    drawn = format_html(box, top + 18, at(max(width, 0)), bar.tone)
    end = '<text x="{}" dx="6" y="{}" class="chart-figure-text">{}</text>'
    begin = max(width, 0)
    if line is not None and width <= line < width + FIGURE:
        begin = line  # else it would strike the figure out
    figure = format_html(end, at(begin), top + 30, words)
    return mark(format_html("{}{}{}", label, drawn, figure), f"{bar.label}: {words}", bar.url)


def _target(chart: BarChart, most: float, height: int) -> SafeString:
    if chart.target is None:
        return NONE
    x = number(chart.target) / most * REACH
    made = '<line x1="{}" y1="14" x2="{}" y2="{}" class="chart-target"/>'
    label = chart.target_label or _("target %(figure)s") % {"figure": said(chart.target, chart.unit)}
    anchor = "end" if x > 50 else "start"
    words = format_html(
        '<text x="{}" y="10" text-anchor="{}" class="chart-target-text">{}</text>', at(x), anchor, label
    )
    return format_html("{}{}", format_html(made, at(x), at(x), height), words)
