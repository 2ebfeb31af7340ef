"""Charts as figures: the drawing, and the table behind it."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from . import bars, dots, lines, matrices, waterfalls
from .shapes import BarChart, Chart, DotMap, LineChart, MatrixChart, WaterfallChart
from .table import Table

DRAWERS: dict[type, Any] = {
    BarChart: bars.draw,
    LineChart: lines.draw,
    WaterfallChart: waterfalls.draw,
    MatrixChart: matrices.draw,
    DotMap: dots.draw,
}


def draw(chart: Chart | str | None) -> SafeString:
    """The whole figure: title, drawing, table, note. None draws nothing."""
    if chart is None or isinstance(chart, str):
        return SafeString("")
    drawing, table = DRAWERS[type(chart)](chart)
    made = (
        '<figure class="chart-figure"><figcaption>{}</figcaption>{}{}'
        '<details class="behind"><summary>{}</summary>{}</details></figure>'
    )
    note = format_html('<p class="chart-note">{}</p>', chart.note) if chart.note else ""
    return format_html(made, chart.title, drawing, note, _("Show as table"), _as_table(table))


def _as_table(table: Table) -> SafeString:
    head = format_html_join("", '<th scope="col">{}</th>', ((words,) for words in table.heads))
    rows = format_html_join("", "<tr>{}</tr>", ((_row(row),) for row in table.rows))
    made = (
        '<div class="scroll"><table class="plain"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    )
    return format_html(made, head, rows)


def _row(row: tuple[tuple[Any, str], ...]) -> SafeString:
    cells = (
        (format_html('<a href="{}">{}</a>', url, words) if url else format_html("{}", words),)
        for words, url in row
    )
    return format_html_join("", "<td>{}</td>", cells)
