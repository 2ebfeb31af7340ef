"""A paper as a workbook: what it says on the first sheet, each table on one of its own."""

from __future__ import annotations

import io
import re
from typing import Any

from django.utils.translation import gettext as _

from .values import Cell, Grid, Paper

FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31
WIDEST = 48


def workbook(paper: Paper) -> bytes:
    """An .xlsx. Figures are figures, words are words: nothing a person wrote becomes a formula."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "foot": book.add_format({"bold": True, "top": 1}),
        "percent": book.add_format({"num_format": "0.0%"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    names = _names(paper)
    _contents(book.add_worksheet(names[0]), paper, names[1:], styles)
    for grid, name in zip(paper.grids, names[1:], strict=True):
        _sheet(book.add_worksheet(name), grid, styles)
    book.set_properties({"title": paper.title, "subject": paper.about})
    book.close()
    return out.getvalue()


def _contents(sheet: Any, paper: Paper, names: list[str], styles: dict[str, Any]) -> None:
    """Title, answer, and per section what is said and on which sheet its figures stand."""
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, paper.title, styles["title"])
    lines = [(paper.about, ""), (paper.as_of, ""), (paper.answer, ""), ("", "")]
    waiting = iter(names)
    for section in paper.sections:
        lines.append((section.title, section.answer))
        lines += [("", note) for note in (*section.notes, section.remark) if note]
        lines += [(f"→ {next(waiting)}", grid.title) for grid in section.grids]
    for row, (left, right) in enumerate(lines, 1):
        sheet.write_string(row, 0, left)
        sheet.write_string(row, 1, right, styles["wrap"])


def _sheet(sheet: Any, grid: Grid, styles: dict[str, Any]) -> None:
    for place, head in enumerate(grid.heads):
        sheet.write_string(0, place, head.words, styles["head"])
    for number, row in enumerate(grid.rows, 1):
        for place, cell in enumerate(row):
            _put(sheet, number, place, cell, styles["percent"] if cell.is_percent else None)
    for place, cell in enumerate(grid.foot):
        _put(sheet, len(grid.rows) + 1, place, cell, styles["foot"])
    for place, (head, cells) in enumerate(grid.columns):
        longest = max((_width(each.words) for each in cells[:200]), default=0)
        sheet.set_column(place, place, min(max(longest, _width(head.words), 8) + 2, WIDEST))
    sheet.freeze_panes(1, 0)


def _put(sheet: Any, row: int, place: int, cell: Cell, style: Any) -> None:
    if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
        sheet.write_number(row, place, cell.value, style)
    elif cell.words:
        sheet.write_string(row, place, cell.words, style)


def _width(words: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in words)


def _names(paper: Paper) -> list[str]:
    """Names of sheets: short, without forbidden signs, each once."""
    taken: list[str] = []
    for number, title in enumerate((_("Report"), *(grid.title for grid in paper.grids))):
        plain = FORBIDDEN.sub(" ", title).strip() or str(number)
        name = plain[:LONGEST_NAME]
        if name.lower() in (each.lower() for each in taken):
            name = f"{plain[: LONGEST_NAME - 4]} {number}"
        taken.append(name)
    return taken
