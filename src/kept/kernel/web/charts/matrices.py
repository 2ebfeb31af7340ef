"""Items in a field of cells, by number, with the way each has come."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .shapes import MatrixChart, MatrixPoint, Number
from .svg import NONE, at, circle, join, line, mark, number, rect, text
from .table import Table

LEFT, RIGHT, TOP, BOTTOM = 9.0, 99.0, 1.0, 90.0
LETTER, TALL, SPOT = 1.7, 6.0, 3.0  # of the drawing: half a Han character, a line, a half item
BESIDE, ROUNDS = 7.5, 40  # two items side by side on a phone
CORNERS = ((False, False), (True, False), (False, True), (True, True))  # is low, is right; the best first


def draw(chart: MatrixChart) -> tuple[SafeString, Table]:
    parts = [*_cells(chart), *_axes(chart), _arounds(chart)]
    parts += [_path(chart, p) for p in chart.points]
    places = [(_x(chart, p.x), _y(chart, p.y)) for p in chart.points]
    parts += [_point(chart, *one) for one in zip(chart.points, places, _apart(places), strict=True)]
    made = '<svg class="chart matrix" width="100%" height="100%" role="group" aria-label="{}">{}</svg>'
    drawing = format_html('<div class="matrix-box">{}</div>', format_html(made, chart.title, join(parts)))
    rows = tuple(((p.number, ""), (p.name, p.url), (_said(p.x), ""), (_said(p.y), "")) for p in chart.points)
    return drawing, Table((_("No."), _("Item"), chart.x_label, chart.y_label), rows)


def _x(chart: MatrixChart, value: Number) -> float:
    return LEFT + (RIGHT - LEFT) * min(max(_share(value, chart.x_range), 0), 1)


def _y(chart: MatrixChart, value: Number) -> float:
    return BOTTOM - (BOTTOM - TOP) * min(max(_share(value, chart.y_range), 0), 1)


def _cells(chart: MatrixChart) -> Iterator[SafeString]:
    xs = [LEFT, *(_x(chart, cut) for cut in chart.x_cuts), RIGHT]
    ys = [TOP, *sorted(_y(chart, cut) for cut in chart.y_cuts), BOTTOM]
    for row, (top, foot) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            tone = _in(chart.cell_tones, row, column) or "plain"
            yield rect(left, top, right - left, foot - top, f"chart-cell cell-{tone}")
            if words := _in(chart.cells, row, column):
                yield _name(chart, str(words), (left, right, top, foot))


def _name(chart: MatrixChart, words: str, cell: tuple[float, float, float, float]) -> SafeString:
    """The class of a cell in the corner that its items leave free."""
    left, right, top, foot = cell
    wide = LETTER * sum(2 if ord(letter) > 0x2E7F else 1 for letter in words)
    spots = [(_x(chart, point.x), _y(chart, point.y)) for point in chart.points]

    def covered(corner: tuple[bool, bool]) -> int:
        from_x = right - wide if corner[1] else left
        from_y = foot - TALL if corner[0] else top
        return sum(
            from_x - SPOT < x < from_x + wide + SPOT and from_y - SPOT < y < from_y + TALL + SPOT
            for x, y in spots
        )

    is_low, is_right = min(CORNERS, key=covered)
    place = (right, "end", -8) if is_right else (left, "start", 8)
    css = "chart-cell-name"
    return text(place[0], foot if is_low else top, words, css, place[1], dx=place[2], dy=-8 if is_low else 18)


def _axes(chart: MatrixChart) -> Iterator[SafeString]:
    yield text((LEFT + RIGHT) / 2, 98.5, chart.x_label, "chart-label", "middle")
    made = (
        '<svg x="0" y="0" width="4%" height="{}%" class="chart-turned"><text x="60%" y="50%" '
        'class="chart-label" text-anchor="middle" writing-mode="vertical-rl">{}</text></svg>'
    )
    yield format_html(made, BOTTOM, chart.y_label)
    for value in (*chart.x_range, *chart.x_cuts):
        yield text(_x(chart, value), BOTTOM, _said(value), "chart-tick", "middle", dy=16)
    for value in (*chart.y_range, *chart.y_cuts):
        yield text(LEFT, _y(chart, value), _said(value), "chart-tick", "end", dx=-5, dy=4)


def _arounds(chart: MatrixChart) -> SafeString:
    """In a drawing of their own, which cuts off what lies beyond the scale."""
    shapes = [_around(chart, point) for point in chart.points if point.around]
    made = (
        '<svg x="{}" y="{}" width="{}" height="{}" viewBox="0 0 100 100" preserveAspectRatio="none" '
        'aria-hidden="true">{}</svg>'
    )
    box = (at(LEFT), at(TOP), at(RIGHT - LEFT), at(BOTTOM - TOP))
    return format_html(made, *box, join(shapes)) if shapes else NONE


def _around(chart: MatrixChart, point: MatrixPoint) -> SafeString:
    places = (
        f"{100 * _share(x, chart.x_range):.2f},{100 - 100 * _share(y, chart.y_range):.2f}"
        for x, y in point.around
    )
    made = '<polygon points="{}" class="chart-around fill-{} stroke-{}" vector-effect="non-scaling-stroke"/>'
    return format_html(made, " ".join(places), point.tone, point.tone)


def _share(value: Number, reach: tuple[Number, Number]) -> float:
    """How far along the axis, also beyond its ends."""
    low, high = map(number, reach)
    return (number(value) - low) / (high - low)


def _path(chart: MatrixChart, point: MatrixPoint) -> SafeString:
    stops = [*point.path, (point.x, point.y)]
    parts = [
        line(
            _x(chart, a[0]),
            _y(chart, a[1]),
            _x(chart, b[0]),
            _y(chart, b[1]),
            f"chart-path stroke-{point.tone}",
        )
        for a, b in pairwise(stops)
    ]
    parts += [circle(_x(chart, x), _y(chart, y), 3, f"chart-before fill-{point.tone}") for x, y in point.path]
    return join(parts)


def _point(
    chart: MatrixChart, point: MatrixPoint, true: tuple[float, float], shown: tuple[float, float]
) -> SafeString:
    """The item by its number; moved aside, a line leads to where it stands."""
    parts = [circle(*shown, 11, f"chart-spot fill-{point.tone}")]
    parts.append(text(*shown, point.number, "chart-spot-text", "middle", dy=4))
    if shown != true:
        lead = line(*true, *shown, f"chart-line stroke-{point.tone}")
        parts = [lead, circle(*true, 3, f"chart-dot fill-{point.tone}"), *parts]
    said = f"{point.number} {point.name}: {chart.x_label} {_said(point.x)}, {chart.y_label} {_said(point.y)}"
    return mark(join(parts), said, point.url)


def _apart(places: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Numbers that would cover each other are pushed apart, each no farther than it must."""
    moved = list(places)
    for _round in range(ROUNDS):
        close = [
            (i, j) for i, j in combinations(range(len(moved)), 2) if math.dist(moved[i], moved[j]) < BESIDE
        ]
        if not close:
            break
        for i, j in close:
            (ax, ay), (bx, by) = moved[i], moved[j]
            far = math.dist(moved[i], moved[j])
            dx, dy = ((bx - ax) / far, (by - ay) / far) if far else (1.0, 0.0)
            push = (BESIDE + 0.1 - far) / 2
            moved[i] = _inside(ax - dx * push, ay - dy * push)
            moved[j] = _inside(bx + dx * push, by + dy * push)
    return moved


def _inside(x: float, y: float) -> tuple[float, float]:
    return min(max(x, LEFT + SPOT), RIGHT - SPOT), min(max(y, TOP + SPOT), BOTTOM - SPOT)


def _in(rows: tuple[tuple[Any, ...], ...], row: int, column: int) -> Any:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


def _said(value: Number) -> str:
    return f"{number(value):.2f}".rstrip("0").rstrip(".")
