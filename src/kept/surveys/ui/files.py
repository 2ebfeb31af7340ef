"""Results as a file: the figures that the page shows, row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kept.kernel.web.exports import BOM, harmless, sheet_name

from ..models import Survey
from ..queries.dimensions import Dimensions
from ..queries.history import History
from ..queries.results import Figure, ItemResult, Results

FORMATS = ("csv", "xlsx")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def results_file(results: Results, format: str, classes: dict[str, str]) -> HttpResponse:
    """One line per item; a figure that too few answers stand behind stays empty."""
    return as_file(results.survey.number, _("Results by item"), _results_rows(results, classes), format)


def matrix_file(results: Results, format: str, classes: dict[str, str], history: History) -> HttpResponse:
    """The same, and where each item stood before: importance and performance at each time."""
    heads, *rows = _results_rows(results, classes)
    for time in history.times:
        heads += [f"{time.words}: {words}" for words in (_("Importance"), _("Performance"))]
    for result, row in zip(results.items, rows, strict=True):
        for stop in history.of_item.get(result.item.code) or [None for _time in history.times]:
            row += [None, None] if stop is None else [round(stop.importance, 6), round(stop.performance, 6)]
    return as_file(f"{results.survey.number}-matrix", _("Matrix"), [heads, *rows], format)


def _results_rows(results: Results, classes: dict[str, str]) -> list[list[Any]]:
    heads = [
        _("No."),
        _("Code"),
        _("Item"),
        _("Answers received"),
        _("Importance"),
        _("lower bound"),
        _("upper bound"),
        _("Performance"),
        _("lower bound"),
        _("upper bound"),
        _("Gap"),
        _("Class"),
        _("Spread"),
    ]
    rows = [_row(result, classes.get(result.item.code, "") or result.kano_words) for result in results.items]
    for more, told in _besides():
        cells = [told(result) for result in results.items]
        if any(any(cell not in (None, "") for cell in each) for each in cells):
            heads += more
            rows = [[*row, *each] for row, each in zip(rows, cells, strict=True)]
    return [heads, *rows]


def _besides() -> list[tuple[list[str], Callable[[ItemResult], list[Any]]]]:
    """What questions of other kinds show: headings, and the cells of one item."""
    bounds = [_("lower bound"), _("upper bound")]
    return [
        ([_("Better, if it is there"), _("Worse, if it is missing")], _kano),
        ([_("Net promoter score"), *bounds], _promoters),
        ([_("Share of those satisfied"), *bounds], _satisfied),
        ([_("Choices")], _choices),
    ]


def _kano(result: ItemResult) -> list[Any]:
    found = (result.kano.better, result.kano.worse) if result.kano else (None, None)
    return [None if value is None else round(value, 6) for value in found]


def _promoters(result: ItemResult) -> list[Any]:
    found = result.promoters
    return [round(value, 6) for value in (found.score, found.low, found.high)] if found else [None] * 3


def _satisfied(result: ItemResult) -> list[Any]:
    found = result.top
    return [round(value, 6) for value in (found.estimate, found.low, found.high)] if found else [None] * 3


def _choices(result: ItemResult) -> list[Any]:
    return [" · ".join(f"{words} {n}" for words, n in result.choice_words)]


def dimensions_file(survey: Survey, found: Dimensions, format: str) -> HttpResponse:
    """One line per dimension."""
    heads = [
        _("Code"),
        _("Dimension"),
        _("Importance weight"),
        _("Answers received"),
        _("Expectation"),
        _("Perception"),
        _("Perceived less expected"),
        _("Perceived over expected"),
        _("Since the survey before"),
        _("Weight by the importance answered"),
    ]
    rows = [
        [
            row.code,
            row.words,
            row.weight,
            row.n,
            *(
                None if figure is None else round(figure, 6)
                for figure in (row.wanted, row.got, row.difference, row.ratio, row.trend, share)
            ),
        ]
        for row, share in found.shares
    ]
    return as_file(f"{survey.number}-dimensions", _("Dimensions"), [heads, *rows], format)


def as_file(name: str, title: str, rows: Iterable[Sequence[Any]], format: str) -> HttpResponse:
    """Rows as CSV with harmless cells, or as Excel, its sheet named by the title."""
    body = _csv(rows) if format == "csv" else _xlsx(title, rows)
    kind = "text/csv; charset=utf-8" if format == "csv" else SHEET
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{format}"
    return response


def _row(result: ItemResult, class_words: str) -> list[Any]:
    first, second = (
        ("expected", "perceived") if "expected" in result.figures else ("importance", "performance")
    )
    return [
        result.item.position,
        result.item.code,
        str(result.item),
        result.n,
        *_three(result.figures.get(first)),
        *_three(result.figures.get(second)),
        None if result.gap is None else round(float(result.gap), 6),
        class_words,
        result.got and result.got.sd and round(result.got.sd, 6),
    ]


def _three(figure: Figure | None) -> list[float | None]:
    found = (figure.mean, figure.low, figure.high) if figure else (None, None, None)
    return [None if value is None else round(value, 6) for value in found]


def _csv(rows: Iterable[Sequence[Any]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return f"{BOM}{file.getvalue()}".encode()


def _xlsx(title: str, rows: Iterable[Sequence[Any]]) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(sheet_name(title))
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 0)
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, (int, float)):
                sheet.write_number(place, column, cell)
            elif cell:
                sheet.write_string(place, column, str(cell), bold if place == 0 else None)
    book.close()
    return file.getvalue()
