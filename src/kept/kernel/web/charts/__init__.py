"""Charts as values; `{% bar_chart chart %}` and its sisters draw them as SVG on the server."""

from .shapes import (
    Bar,
    BarChart,
    Chart,
    Dot,
    DotMap,
    LineChart,
    MatrixChart,
    MatrixPoint,
    Point,
    Series,
    Step,
    WaterfallChart,
    Way,
)

__all__ = [
    "Bar",
    "BarChart",
    "Chart",
    "Dot",
    "DotMap",
    "LineChart",
    "MatrixChart",
    "MatrixPoint",
    "Point",
    "Series",
    "Step",
    "WaterfallChart",
    "Way",
]
