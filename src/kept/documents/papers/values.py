"""What stands on a paper: plain values only, so that it can be kept as it was handed over."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from unicodedata import east_asian_width

from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from kept.kernel.money import Money
from kept.kernel.web.cells import figure, percent

Shape = Literal["table", "form"]
Plain = str | int | float | None
Unit = Literal["", "percent"]
ONE_LINE = 16
"""Widths of a Latin letter up to which a cell is not broken."""


@dataclass(frozen=True)
class Cell:
    """What a reader sees, what a spreadsheet gets, and which record it opens."""

    words: str
    value: Plain = None
    url: str = ""
    is_percent: bool = False

    @property
    def is_short(self) -> bool:
        """Whether it stays in one line: a day, a moment, a figure, a few signs of Chinese."""
        return sum(2 if east_asian_width(sign) in "FW" else 1 for sign in self.words) <= ONE_LINE


BLANK = Cell("")


@dataclass(frozen=True)
class Head:
    """A column: its title, and whether figures stand in it."""

    words: str
    is_figure: bool = False


@dataclass(frozen=True)
class Grid:
    """A table. As a form its first and third columns are labels, and room is left to write."""

    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...] = ()
    note: str = ""
    empty: str = ""
    shape: Shape = "table"

    @property
    def is_form(self) -> bool:
        return self.shape == "form"

    @property
    def lines(self) -> list[list[tuple[Head, Cell]]]:
        return [list(zip(self.heads, row, strict=False)) for row in self.rows]

    @property
    def foot_line(self) -> list[tuple[Head, Cell]]:
        return list(zip(self.heads, self.foot, strict=False))

    @property
    def columns(self) -> list[tuple[Head, list[Cell]]]:
        return [(head, [row[place] for row in self.rows]) for place, head in enumerate(self.heads)]


@dataclass(frozen=True)
class Figure:
    """A drawn chart, as SVG of ours; its table is a grid of the same section."""

    title: str
    svg: str
    note: str = ""

    @property
    def drawing(self) -> SafeString:
        """As it stands on a page: what drew it has escaped every word."""
        return SafeString(self.svg)


@dataclass(frozen=True)
class Link:
    words: str
    url: str


@dataclass(frozen=True)
class Section:
    """One question of the report: what is said, the chart, the table behind it, what a manager remarks."""

    code: str
    title: str
    answer: str = ""
    figure: Figure | None = None
    grids: tuple[Grid, ...] = ()
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    remark: str = ""


@dataclass(frozen=True)
class Paper:
    """A whole report in one language, as of a moment."""

    name: str
    title: str
    about: str
    answer: str
    sections: tuple[Section, ...]
    language: str
    as_of: str
    house: str = ""
    signs: tuple[str, ...] = ()

    @property
    def grids(self) -> list[Grid]:
        return [grid for section in self.sections for grid in section.grids]


def cell(value: Any, *, url: str = "", digits: int | None = None, unit: Unit = "", none: str = "–") -> Cell:
    """A value with the words of the reader's language; nothing is said as `none`, never as nought."""
    if value is None or value == "":
        return Cell(none, None, url)
    if isinstance(value, Money):
        return Cell(str(value), float(value.value), url)
    if unit == "percent":
        return Cell(percent(value, digits=1 if digits is None else digits), float(value), url, True)
    if isinstance(value, bool):
        return Cell(str(value), str(value), url)
    if isinstance(value, (int, float, Decimal)):
        plain = value if isinstance(value, int) else float(value)
        return Cell(figure(value, digits=digits), plain, url)
    if isinstance(value, datetime):
        words = f"{localtime(value):%Y-%m-%d %H:%M}"
        return Cell(words, words, url)
    if isinstance(value, date):
        return Cell(f"{value:%Y-%m-%d}", f"{value:%Y-%m-%d}", url)
    return Cell(str(value), str(value), url)


def as_data(paper: Paper) -> dict[str, Any]:
    """For keeping: what JSON knows."""
    return asdict(paper)


def from_data(data: dict[str, Any]) -> Paper:
    """A kept paper, as it was."""
    sections = tuple(_section(told) for told in data["sections"])
    return Paper(**{**data, "sections": sections, "signs": tuple(data["signs"])})


def _section(told: dict[str, Any]) -> Section:
    return Section(
        **{
            **told,
            "figure": Figure(**told["figure"]) if told["figure"] else None,
            "grids": tuple(_grid(grid) for grid in told["grids"]),
            "links": tuple(Link(**link) for link in told["links"]),
            "notes": tuple(told["notes"]),
        }
    )


def _grid(told: dict[str, Any]) -> Grid:
    return Grid(
        **{
            **told,
            "heads": tuple(Head(**head) for head in told["heads"]),
            "rows": tuple(_row(row) for row in told["rows"]),
            "foot": _row(told["foot"]),
        }
    )


def _row(row: Any) -> tuple[Cell, ...]:
    return tuple(Cell(**told) for told in row)
