"""Lines over time: gaps where there is no data, each series named at its end, bands, the target."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .shapes import LineChart, Point, Series
from .svg import NONE, circle, join, line, mark, number, said, text, ticks
from .table import Table

LEFT, RIGHT, TOP, BOTTOM = 1.0, 86.0, 8.0, 88.0
LABELS = 12
BETWEEN, LOWEST = 13.0, 92.0  # two names, and the last of them
NAMED_BESIDE = 7
STRIP, WIDE, OUTSIDE = 8.0, 30.0, 1_000_000  # a label on a phone
TICKS = 16.0  # as wide as a figure of the axis on a phone
PLACES = tuple((end, dy) for end in (RIGHT, 62.0, 44.0) for dy in (-5, 14))  # of the label, the best first


class Plot:
    """Where a value stands in the drawing."""

    def __init__(self, chart: LineChart) -> None:
        self.count = max((len(series.points) for series in chart.series), default=0)
        values = [number(p.value) for s in chart.series for p in s.points if p.value is not None]
        values += [number(p.high) for s in chart.series for p in s.points if p.high is not None]
        values += [number(chart.target)] if chart.target is not None else []
        self.low = number(chart.lowest)
        self.high = max([number(chart.highest) if chart.highest is not None else 0.0, *values, self.low])
        if self.high == self.low:
            self.high = self.low + 1

    def x(self, place: int) -> float:
        return LEFT + (RIGHT - LEFT) * (place + 0.5) / max(self.count, 1)

    def y(self, value: object) -> float:
        share = (number(value) - self.low) / (self.high - self.low)
        return BOTTOM - (BOTTOM - TOP) * min(max(share, 0), 1)


def draw(chart: LineChart) -> tuple[SafeString, Table]:
    plot = Plot(chart)
    parts = [
        _grid(chart, plot),
        *(_band(series, plot) for series in chart.series),
        _target(chart, plot),
        _stressed(chart, plot),
        *(_series(series, plot, chart.unit) for series in chart.series),
        _names(chart, plot),
    ]
    made = '<svg class="chart lines" width="100%" height="260" role="group" aria-label="{}">{}</svg>'
    return format_html(made, chart.title, join(parts)), _table(chart)


def _grid(chart: LineChart, plot: Plot) -> SafeString:
    lines = []
    for value in ticks(plot.low, plot.high):
        y = plot.y(value)
        lines.append(line(0, y, RIGHT, y, "chart-grid"))
        dy = 12 if _is_struck(chart, plot, y) else -4
        lines.append(text(0, y, said(value, chart.unit), "chart-tick", dy=dy))
    points: Sequence[Point] = chart.series[0].points if chart.series else ()
    step = max(1, -(-len(points) // LABELS))
    for place in range(0, len(points), step):
        css = "chart-tick" if place // step % 2 == 0 else "chart-tick chart-minor"
        lines.append(text(plot.x(place), 96, points[place].label, css, "middle"))
    return join(lines)


def _is_struck(chart: LineChart, plot: Plot, y: float) -> bool:
    """Whether the figure of a grid line is read under it, because something strikes it out above."""
    if chart.target is not None and 1 < y - plot.y(chart.target) < STRIP:
        return True
    if chart.stressed is not None and plot.x(chart.stressed) < TICKS and y - TOP < STRIP:
        return True
    above, under = (_crossing(chart, plot, (0, TICKS), box) for box in ((y - 5, y - 1), (y + 1, y + 5)))
    return under < above and y < BOTTOM


def _series(series: Series, plot: Plot, unit: str) -> SafeString:
    drawn = [
        line(plot.x(i), plot.y(a.value), plot.x(i + 1), plot.y(b.value), f"chart-line stroke-{series.tone}")
        for i, (a, b) in enumerate(pairwise(series.points))
        if a.value is not None and b.value is not None
    ]
    radius = 3.5 if len(series.points) <= 40 else 2
    for i, point in enumerate(series.points):
        if point.value is not None:
            dot = circle(plot.x(i), plot.y(point.value), radius, f"chart-dot fill-{series.tone}")
            drawn.append(mark(dot, f"{series.name}, {point.label}: {said(point.value, unit)}", point.url))
    return join(drawn)


def _band(series: Series, plot: Plot) -> SafeString:
    places = list(enumerate(series.points))
    runs = groupby(places, lambda place: place[1].low is not None and place[1].high is not None)
    return join(_outline(list(run), plot, series.tone) for is_known, run in runs if is_known)


def _outline(known: list[tuple[int, Point]], plot: Plot, tone: str) -> SafeString:
    """The band over points that follow each other."""
    upper = [(plot.x(i), plot.y(p.high)) for i, p in known]
    lower = [(plot.x(i), plot.y(p.low)) for i, p in reversed(known)]
    outline = " ".join(f"{x:.2f},{y:.2f}" for x, y in upper + lower)
    made = (
        '<svg x="0" y="0" width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none">'
        '<polygon points="{}" class="chart-band fill-{}"/></svg>'
    )
    return format_html(made, outline, tone)


def _target(chart: LineChart, plot: Plot) -> SafeString:
    if chart.target is None:
        return NONE
    y = plot.y(chart.target)
    label = chart.target_label or _("target %(figure)s") % {"figure": said(chart.target, chart.unit)}
    end, dy = min(PLACES, key=lambda place: _covered(chart, plot, y, *place))
    return join(
        [line(0, y, RIGHT, y, "chart-target"), text(end, y, label, "chart-target-text", "end", dy=dy)]
    )


def _stressed(chart: LineChart, plot: Plot) -> SafeString:
    """A line that stands at a point, named above the drawing on the side where there is more room."""
    if chart.stressed is None:
        return NONE
    x = plot.x(chart.stressed)
    anchor, dx = ("start", -4) if x < (LEFT + RIGHT) / 2 else ("end", 4)
    return join(
        [
            line(x, TOP, x, BOTTOM, "chart-target"),
            text(x, TOP, chart.stressed_label, "chart-target-text", anchor, dx=dx, dy=-8),
        ]
    )


def _covered(chart: LineChart, plot: Plot, y: float, end: float, dy: int) -> int:
    """How much of what is drawn a label of the target would lie on that ends here, over or under its line."""
    top, foot = (y - STRIP, y + 1) if dy < 0 else (y - 1, y + STRIP)
    if top < 0 or foot > BOTTOM:
        return OUTSIDE
    covered = _crossing(chart, plot, (end - WIDE, end), (top, foot))
    if end == RIGHT and len(chart.series) == 1:  # a long figure stands over the last point
        ends = [plot.y(p.value) for s in chart.series for p in s.points[-1:] if p.value is not None]
        covered += sum(at < foot + STRIP and at > top for at in ends)
    if end == RIGHT and len(chart.series) > 1:  # the figure and the name of each stand beside it
        named = any(at - 5 < foot and at + 7 > top for at in _apart([end[0] for end in _ends(chart, plot)]))
        covered += OUTSIDE if named else 0
    return covered


def _crossing(chart: LineChart, plot: Plot, across: tuple[float, float], down: tuple[float, float]) -> int:
    """How many pieces of the lines pass where a label would stand."""
    crossing = 0
    for series in chart.series:
        for i, (a, b) in enumerate(pairwise(series.points)):
            if a.value is None or b.value is None or plot.x(i + 1) < across[0] or plot.x(i) > across[1]:
                continue
            high, low = sorted((plot.y(a.value), plot.y(b.value)))
            crossing += high < down[1] and low > down[0]
    return crossing


def _names(chart: LineChart, plot: Plot) -> SafeString:
    """Each series by name at its last point, pushed apart where they would cover each other."""
    ends = _ends(chart, plot)
    drawn, many = [], len(chart.series) > 1
    for y, (_y, series, point) in zip(_apart([end[0] for end in ends]), ends, strict=True):
        words = said(point.value, chart.unit)
        if not many and len(words) > NAMED_BESIDE:  # wider than the margin of a phone: over the point
            drawn.append(text(RIGHT, y, words, "chart-figure-text", "end", dy=-10))
            continue
        drawn.append(text(RIGHT + 0.6, y, words, "chart-figure-text", dy=1))
        if many:
            drawn.append(text(RIGHT + 0.6, y, series.name, f"chart-name ink-{series.tone}", dy=14))
    return join(drawn)


def _ends(chart: LineChart, plot: Plot) -> list[tuple[float, Series, Point]]:
    """The last known point of each series, from the top down."""
    ends = []
    for series in chart.series:
        last = next((point for point in reversed(series.points) if point.value is not None), None)
        if last:
            ends.append((plot.y(last.value), series, last))
    return sorted(ends, key=lambda end: end[0])


def _apart(places: list[float]) -> list[float]:
    """From the top down, and where that runs out of the drawing, from its foot up."""
    floor = 0.0
    for i, y in enumerate(places):
        places[i] = max(y, floor)
        floor = places[i] + BETWEEN
    ceiling = LOWEST
    for i in range(len(places) - 1, -1, -1):
        places[i] = min(places[i], ceiling)
        ceiling = places[i] - BETWEEN
    return places


def _table(chart: LineChart) -> Table:
    labels = [point.label for point in chart.series[0].points] if chart.series else []
    rows = tuple(
        ((label, ""), *((said(s.points[i].value, chart.unit), s.points[i].url) for s in chart.series))
        for i, label in enumerate(labels)
    )
    return Table(("", *(series.name for series in chart.series)), rows)
