"""The charts of the pages, on paper: the same drawing, in the same colours, by the same sheet of style."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from django.contrib.staticfiles import finders

from kept.kernel.web.charts import Chart
from kept.kernel.web.charts.drawing import DRAWERS

from .values import Figure

WIDTH: Final = 680
MARGIN: Final = 130
"""Room beside a chart of lines for the names at their ends."""
SHAPES: Final = {"matrix": (520, 520), "map": (WIDTH, 425)}
"""Drawings that fill their box: how large the box is."""

HEAD = re.compile(r'<svg class="chart (\w+)" width="100%" height="([\d.]+)(%?)"')
TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
USED = re.compile(r"var\((--[\w-]+)\)")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
NOTES = re.compile(r"/\*.*?\*/", re.DOTALL)
LETTERS: Final = (
    '.chart text{font-family:"Noto Sans SC";font-size:12px;font-weight:500}'
    ".chart .chart-figure-text,.chart .chart-spot-text{font-weight:700}"
)
"""Without a weight of its own the variable font is drawn as thin as it can be."""


def figure_of(chart: Chart, *, note: Any = "") -> Figure:
    """A chart drawn in the language that is active."""
    drawing, _table = DRAWERS[type(chart)](chart)
    return Figure(str(chart.title), str(drawing), str(note or chart.note))


def for_print(svg: str, *, traditional: bool = False) -> str:
    """A drawing that stands alone: with size, name space and style."""
    inner = svg[svg.index("<svg") : svg.rindex("</svg>") + len("</svg>")]
    head = HEAD.match(inner)
    assert head is not None, "a chart of ours"
    width, height = SHAPES.get(head[1], (WIDTH, round(float(head[2]))))
    whole = width + (MARGIN if head[1] == "lines" else 0)
    letters = LETTERS.replace("Noto Sans SC", "Noto Sans TC") if traditional else LETTERS
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{height}"'
        f' viewBox="0 0 {whole} {height}"><style>{style()}{letters}</style>'
        f'<svg class="chart {head[1]}" width="{width}" height="{height}" overflow="visible"'
        f"{inner[head.end() :]}</svg>"
    )


@cache
def style() -> str:
    """The rules of the charts with the light tokens filled in, for a reader that knows no variables."""
    tokens = dict(TOKEN.findall(_sheet("tokens.css").split("@media")[0]))
    rules = RULE.findall(MEDIA.sub("", NOTES.sub("", _sheet("charts.css"))))
    return "".join(f"{name.strip()}{{{_filled(said, tokens)}}}" for name, said in rules if ":" not in name)


def _filled(said: str, tokens: dict[str, str]) -> str:
    return USED.sub(lambda found: tokens.get(found[1], "#000"), said).strip()


def _sheet(name: str) -> str:
    path = finders.find(f"kernel/css/{name}")
    assert isinstance(path, str)
    with open(path, encoding="utf-8") as sheet:
        return sheet.read()
