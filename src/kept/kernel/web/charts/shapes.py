"""What a chart says, before it is drawn. Values are plain numbers; None is 'no data' and draws a gap."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

Number = int | float | Decimal
Unit = str
"""'percent' for fractions of one, or words such as 'kg' put behind the figure."""
Tone = Literal[
    "accent",
    "running",
    "soon",
    "broken",
    "paused",
    "kept",
    "quiet",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
]


@dataclass(frozen=True)
class Bar:
    """One bar; `url` opens the records behind it, `note` stands behind the figure."""

    label: Any
    value: Number | None
    url: str = ""
    tone: Tone = "accent"
    note: Any = ""


@dataclass(frozen=True)
class BarChart:
    """Lying bars from nought, longest message first, with a target as a line."""

    title: Any
    bars: tuple[Bar, ...]
    unit: Unit = ""
    target: Number | None = None
    target_label: Any = ""
    highest: Number | None = None
    note: Any = ""


@dataclass(frozen=True)
class Point:
    """One moment of a series; `low` and `high` bound a confidence band."""

    label: Any
    value: Number | None
    url: str = ""
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True)
class Series:
    name: Any
    points: tuple[Point, ...]
    tone: Tone = "accent"


@dataclass(frozen=True)
class LineChart:
    """At most six series over the same labels. Starts at nought unless `lowest` says otherwise.

    `stressed` is the place of a point that a standing line names: what was asked, or what changed there.
    """

    title: Any
    series: tuple[Series, ...]
    unit: Unit = ""
    target: Number | None = None
    target_label: Any = ""
    stressed: int | None = None
    stressed_label: Any = ""
    lowest: Number = 0
    highest: Number | None = None
    note: Any = ""


@dataclass(frozen=True)
class Step:
    """A factor of a product: 0.95 takes five per cent of what was left before it."""

    label: Any
    factor: Number | None
    url: str = ""


@dataclass(frozen=True)
class WaterfallChart:
    """From the whole through its factors to what is achieved, beside what was set."""

    title: Any
    steps: tuple[Step, ...]
    start_label: Any
    end_label: Any
    start: Number = 1
    set_level: Number | None = None
    set_label: Any = ""
    url: str = ""
    note: Any = ""


@dataclass(frozen=True)
class MatrixPoint:
    """An item by number and name; `path` is where it stood before, `around` where it may really stand."""

    number: int | str
    name: Any
    x: Number
    y: Number
    url: str = ""
    tone: Tone = "accent"
    path: tuple[tuple[Number, Number], ...] = ()
    around: tuple[tuple[Number, Number], ...] = ()


@dataclass(frozen=True)
class MatrixChart:
    """A field cut into 2 by 2 or 3 by 3 cells. `cells` names them by rows, the highest y first."""

    title: Any
    points: tuple[MatrixPoint, ...]
    x_label: Any
    y_label: Any
    x_cuts: tuple[Number, ...]
    y_cuts: tuple[Number, ...]
    x_range: tuple[Number, Number] = (1, 5)
    y_range: tuple[Number, Number] = (1, 5)
    cells: tuple[tuple[Any, ...], ...] = ()
    cell_tones: tuple[tuple[str, ...], ...] = ()
    note: Any = ""


@dataclass(frozen=True)
class Dot:
    """A place; `value` gives its size."""

    label: Any
    longitude: Number
    latitude: Number
    value: Number = 1
    url: str = ""
    tone: Tone = "accent"
    note: Any = ""
    named: bool = True


@dataclass(frozen=True)
class Way:
    """A line between two places, each (longitude, latitude)."""

    label: Any
    start: tuple[Number, Number]
    end: tuple[Number, Number]
    url: str = ""
    tone: Tone = "quiet"
    value: Number = 1


@dataclass(frozen=True)
class DotMap:
    """Places on a grid of longitude and latitude, without any border."""

    title: Any
    dots: tuple[Dot, ...]
    ways: tuple[Way, ...] = ()
    unit: Unit = ""
    note: Any = ""


Chart = BarChart | LineChart | WaterfallChart | MatrixChart | DotMap
