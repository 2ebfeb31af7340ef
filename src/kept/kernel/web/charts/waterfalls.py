"""From the whole, through each factor, to what is achieved; beside it what was set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .shapes import Number, WaterfallChart
from .svg import NONE, join, line, mark, number, rect, said, text
from .table import Table

TOP, BOTTOM = 12.0, 84.0
HEIGHT = 280
PIXELS = HEIGHT / 100  # of one per cent of the drawing
TEXT, CLEAR = 10, 4  # of a figure, and around it


@dataclass(frozen=True)
class Column:
    label: Any
    top: float
    foot: float
    words: str
    tone: str
    url: str = ""


def draw(chart: WaterfallChart) -> tuple[SafeString, Table]:
    columns = _columns(chart)
    width = 100 / max(len(columns), 1)
    most = max((column.top for column in columns), default=1) or 1
    set_at = None if chart.set_level is None else _height(number(chart.set_level), most)
    drawn = [_draw(column, place * width, width, most, set_at) for place, column in enumerate(columns)]
    parts = [line(0, BOTTOM, 100, BOTTOM, "chart-axis"), _set_line(chart, most), *drawn]
    made = '<svg class="chart waterfall" width="100%" height="{}" role="group" aria-label="{}">{}</svg>'
    rows = tuple(((column.label, column.url), (column.words, "")) for column in columns)
    return format_html(made, HEIGHT, chart.title, join(parts)), Table((_("Item"), _("Figure")), rows)


def _columns(chart: WaterfallChart) -> list[Column]:
    level: Number | None = chart.start
    columns = [Column(chart.start_label, number(level), 0, said(level, "percent"), "quiet")]
    for step in chart.steps:
        if level is None or step.factor is None:
            columns.append(
                Column(step.label, number(level), number(level), said(None, ""), "quiet", step.url)
            )
            level = None if step.factor is None else level
            continue
        after = level * step.factor  # type: ignore[operator]
        columns.append(
            Column(step.label, number(level), number(after), said(step.factor, "percent"), "broken", step.url)
        )
        level = after
    columns.append(Column(chart.end_label, number(level), 0, said(level, "percent"), "accent", chart.url))
    if chart.set_level is not None:
        label = chart.set_label or _("Set level")
        columns.append(Column(label, number(chart.set_level), 0, said(chart.set_level, "percent"), "paused"))
    return columns


def _draw(column: Column, left: float, width: float, most: float, set_at: float | None) -> SafeString:
    top, foot = (_height(value, most) for value in (column.top, column.foot))
    middle = left + width / 2
    box = rect(left + width * 0.14, top, width * 0.72, max(foot - top, 0.6), f"fill-{column.tone}", 2)
    below = column.foot > 0  # a loss is named under its bar, the rest above
    edge, dy = (foot, 17) if below else (top, -6)
    if set_at is not None:
        dy = _clear_of((set_at - edge) * PIXELS, dy, 16 if below else -16)
    figure = text(middle, edge, column.words, "chart-figure-text", "middle", dy=dy)
    label = text(middle, BOTTOM, column.label, "chart-label", "middle", dy=18)
    return mark(join([box, figure, label]), f"{column.label}: {column.words}", column.url)


def _clear_of(line: float, dy: int, step: int) -> int:
    """Where a figure is not struck out by the line of the set level, that many pixels under its edge."""

    def distance(at: int) -> float:
        return max(at - TEXT - line, line - at)

    return dy if distance(dy) >= CLEAR or distance(dy) >= distance(dy + step) else dy + step


def _height(value: float, most: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * value / most


def _set_line(chart: WaterfallChart, most: float) -> SafeString:
    if chart.set_level is None:
        return NONE
    y = _height(number(chart.set_level), most)
    return line(0, y, 100, y, "chart-target")
