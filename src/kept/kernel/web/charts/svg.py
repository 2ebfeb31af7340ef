"""Small pieces of SVG, every value escaped. Places are per cent of the drawing: text keeps its size."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kept.kernel.web.cells import figure, percent, rounded

NONE = SafeString("")


def at(share: float) -> str:
    """A place in per cent."""
    return f"{share:.2f}%"


def join(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def text(
    x: float, y: float, words: Any, css: str = "", anchor: str = "start", *, dx: int = 0, dy: int = 0
) -> SafeString:
    made = '<text x="{}" y="{}" dx="{}" dy="{}" text-anchor="{}" class="{}">{}</text>'
    return format_html(made, at(x), at(y), dx, dy, anchor, css, words)


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> SafeString:
    made = '<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>'
    return format_html(made, at(x1), at(y1), at(x2), at(y2), css)


def rect(x: float, y: float, width: float, height: float, css: str, radius: int = 0) -> SafeString:
    made = '<rect x="{}" y="{}" width="{}" height="{}" rx="{}" class="{}"/>'
    return format_html(made, at(x), at(y), at(max(width, 0)), at(max(height, 0)), radius, css)


def circle(x: float, y: float, radius: float, css: str) -> SafeString:
    return format_html('<circle cx="{}" cy="{}" r="{}" class="{}"/>', at(x), at(y), f"{radius:.1f}", css)


def mark(inside: SafeString, said: str, url: str = "") -> SafeString:
    """A mark that says its figure when hovered or read aloud, and opens its records when it has some."""
    if not url:
        return format_html('<g class="chart-mark"><title>{}</title>{}</g>', said, inside)
    made = '<a href="{}" class="chart-mark" aria-label="{}"><title>{}</title>{}</a>'
    return format_html(made, url, said, said, inside)


def said(value: Any, unit: str, digits: int | None = None) -> str:
    """A figure with its unit; None as 'no data'."""
    if value is None:
        return _("no data")
    if unit == "percent":
        return percent(value)
    return f"{figure(value, digits=digits)} {unit}".rstrip()


def digits_of(values: Iterable[Any]) -> int:
    """Places after the point that tell the finest of them: figures side by side are written alike."""
    exact = (rounded(Decimal(str(value)), 3).normalize() for value in values if value is not None)
    return max((max(-int(value.as_tuple().exponent), 0) for value in exact), default=0)


def number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float, Decimal)) else 0.0


def ticks(lowest: float, highest: float, most: int = 5) -> list[float]:
    """Round figures for an axis."""
    reach = highest - lowest
    if reach <= 0:
        return [lowest]
    rough = reach / most
    size: float = 10.0 ** len(str(int(rough))) / 10 if rough >= 1 else 1.0
    while size > rough:
        size /= 10
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough - 1e-12)
    first = int(lowest / step) * step
    return [
        round(value, 10)
        for value in (first + step * i for i in range(most * 2 + 2))
        if lowest - 1e-9 <= value <= highest + 1e-9
    ]
