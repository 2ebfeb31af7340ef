"""A schematic map: places and ways on a grid of degrees. It draws no border of anything."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, radians, sqrt

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .naming import Sheet, Spot
from .shapes import Dot, DotMap, Number, Way
from .svg import circle, join, line, mark, number, said, text, ticks
from .table import Table

SHAPE = 1.6  # width by height of the drawing
EDGE = 0.13
BESIDE = Spot("middle", 0, 0), Spot("end", -3, 0), Spot("start", 3, 0)
ABOVE = Spot("start", 0, -3), Spot("start", 0, 12)


class Projection:
    """Degrees to per cent, true at the middle latitude, with the whole cloud of places inside."""

    def __init__(self, chart: DotMap) -> None:
        places = [(number(d.longitude), number(d.latitude)) for d in chart.dots]
        places += [(number(x), number(y)) for way in chart.ways for x, y in (way.start, way.end)]
        east, north = [x for x, _y in places] or [0.0], [y for _x, y in places] or [0.0]
        middle_x, middle_y = (min(east) + max(east)) / 2, (min(north) + max(north)) / 2
        squeeze = max(cos(radians(middle_y)), 0.2)
        height = max(max(north) - min(north), (max(east) - min(east)) * squeeze / SHAPE, 2) * (1 + 2 * EDGE)
        width = height * SHAPE / squeeze
        self.west, self.east = middle_x - width / 2, middle_x + width / 2
        self.south, self.north = middle_y - height / 2, middle_y + height / 2

    def x(self, longitude: Number) -> float:
        return (number(longitude) - self.west) / (self.east - self.west) * 100

    def y(self, latitude: Number) -> float:
        return (self.north - number(latitude)) / (self.north - self.south) * 100


def draw(chart: DotMap) -> tuple[SafeString, Table]:
    view = Projection(chart)
    most = max((number(dot.value) for dot in chart.dots), default=1) or 1
    widest = max((number(way.value) for way in chart.ways), default=1) or 1
    dots = sorted(chart.dots, key=lambda dot: -number(dot.value))
    sheet = Sheet()
    for dot in dots:
        sheet.circle(view.x(dot.longitude), view.y(dot.latitude), _radius(dot, most))
    places = [_dot(dot, view, most, chart.unit, sheet) for dot in dots]
    parts = [*_grid(view, sheet), *(_way(w, view, widest) for w in chart.ways), *places]
    made = '<svg class="chart map" width="100%" height="100%" role="group" aria-label="{}">{}</svg>'
    drawing = format_html('<div class="map-box">{}</div>', format_html(made, chart.title, join(parts)))
    rows = tuple(((d.label, d.url), (said(d.value, chart.unit), ""), (d.note, "")) for d in dots)
    return drawing, Table((_("Place"), _("Figure"), _("Note")), rows)


def _grid(view: Projection, sheet: Sheet) -> Iterator[SafeString]:
    """Lines of degrees; a figure gives way to places and names, to the other side of its line at last."""
    for degree in ticks(view.west, view.east, 6):
        x = view.x(degree)
        yield line(x, 0, x, 100, "chart-grid")
        yield _degree(degree, x, 98, BESIDE, sheet)
    for degree in ticks(view.south, view.north, 4):
        y = view.y(degree)
        yield line(0, y, 100, y, "chart-grid")
        yield _degree(degree, 0.5, y, ABOVE, sheet)


def _degree(degree: float, x: float, y: float, spots: tuple[Spot, ...], sheet: Sheet) -> SafeString:
    """A figure of the grid; where a phone has no room for it, it stands on wide screens alone."""
    words = f"{degree:g}°"
    spot = next((spot for spot in spots if sheet.take(words, x, y, spot)), None)
    css = "chart-tick" if spot else "chart-tick chart-minor"
    spot = spot or spots[0]
    return text(x, y, words, css, spot.anchor, dx=spot.dx, dy=spot.dy)


def _way(way: Way, view: Projection, widest: float) -> SafeString:
    ends = (view.x(way.start[0]), view.y(way.start[1]), view.x(way.end[0]), view.y(way.end[1]))
    size = 1 + round(3 * number(way.value) / widest)
    return mark(line(*ends, f"chart-way stroke-{way.tone} wide-{size}"), str(way.label), way.url)


def _radius(dot: Dot, most: float) -> float:
    return 4 + 12 * sqrt(max(number(dot.value), 0) / most)


def _dot(dot: Dot, view: Projection, most: float, unit: str, sheet: Sheet) -> SafeString:
    """A place with its name; a name that has no room on a phone stands on wide screens alone."""
    x, y, radius = view.x(dot.longitude), view.y(dot.latitude), _radius(dot, most)
    parts = [circle(x, y, radius, f"chart-place fill-{dot.tone}")]
    if dot.named:
        spot = sheet.name(str(dot.label), x, y, radius)
        css = "chart-place-name" if spot else "chart-place-name chart-minor"
        spot = spot or Spot("middle", 0, round(radius + 12))
        parts.append(text(x, y, dot.label, css, spot.anchor, dx=spot.dx, dy=spot.dy))
    words = f"{dot.label}: {said(dot.value, unit)}"
    return mark(join(parts), f"{words} {dot.note}".rstrip(), dot.url)
