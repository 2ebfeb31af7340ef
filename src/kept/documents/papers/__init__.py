"""A report as a value, and its three forms: page, PDF, workbook.

Whoever makes one says what stands on it; how it looks is decided here, once, for all of them.
"""

from .pictures import figure_of
from .press import PaperTooLong, PressFailed, pressed
from .values import BLANK, Cell, Figure, Grid, Head, Link, Paper, Section, as_data, cell, from_data
from .workbooks import workbook

__all__ = [
    "BLANK",
    "Cell",
    "Figure",
    "Grid",
    "Head",
    "Link",
    "Paper",
    "PaperTooLong",
    "PressFailed",
    "Section",
    "as_data",
    "cell",
    "figure_of",
    "from_data",
    "pressed",
    "workbook",
]
