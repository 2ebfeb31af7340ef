"""Order files to fill in or to mend: the empty one, and the one that was sent with its wrong cells marked."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.kernel.web.exports import sheet_name

from ..actions.intake import RowError
from ..actions.intake.columns import COLUMNS, columns_of, in_all_languages, plain

WHY = gettext_lazy("What is wrong")
Formats = dict[str, Any]


def empty_file() -> bytes:
    """Headings in the reader's language and one example."""

    def fill(sheet: Any, formats: Formats) -> None:
        for place, column in enumerate(COLUMNS):
            words = f"{column.words} *" if column.required else str(column.words)
            sheet.write_string(0, place, words, formats["bold"])
            sheet.write_string(1, place, column.example, formats["quiet"])
            sheet.set_column(place, place, max(10, min(2 * len(words), 28)))

    return _workbook(fill)


def marked_file(rows: Sequence[Sequence[str]], errors: Iterable[RowError]) -> bytes:
    """All rows as they were sent, each wrong one with its reasons at the end; it can be sent again."""
    told = {plain(words) for words in in_all_languages(WHY)}
    kept = [place for place, head in enumerate(rows[0]) if plain(head) not in told]
    known = columns_of(rows[0][place] for place in kept)
    named = {str(column.words): place for place, column in enumerate(known) if column}
    wrong: dict[int, dict[int | None, list[str]]] = defaultdict(lambda: defaultdict(list))
    for error in errors:
        wrong[error.row][named.get(str(error.column))].append(_said(error))

    def fill(sheet: Any, formats: Formats) -> None:
        for number, row in enumerate(rows, 1):
            faults = wrong.get(number, {})
            for place, cell in enumerate(row[at] if at < len(row) else "" for at in kept):
                style = "bold" if number == 1 else "wrong" if place in faults else None
                _write(sheet, number - 1, place, cell, formats.get(style or ""))
            why = str(WHY) if number == 1 else "; ".join(each for said in faults.values() for each in said)
            _write(sheet, number - 1, len(kept), why, formats["bold"] if number == 1 else None)
        sheet.set_column(0, len(kept) - 1, 14)
        sheet.set_column(len(kept), len(kept), 48)
        sheet.autofilter(0, 0, len(rows) - 1, len(kept))
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    return _workbook(fill)


def _said(error: RowError) -> str:
    return f"{error.column}: {error.reason}" if error.column else str(error.reason)


def _write(sheet: Any, row: int, place: int, cell: str, style: Any) -> None:
    if cell:
        sheet.write_string(row, place, cell, style)
    elif style is not None:
        sheet.write_blank(row, place, None, style)


def _workbook(fill: Callable[[Any, Formats], None]) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(sheet_name(_("Orders")))
    formats = {
        "bold": book.add_format({"bold": True, "bottom": 1}),
        "quiet": book.add_format({"font_color": "#777777"}),
        "wrong": book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"}),
    }
    fill(sheet, formats)
    sheet.freeze_panes(1, 0)
    book.close()
    return file.getvalue()
