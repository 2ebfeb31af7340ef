"""A table of a report as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

from kept.kernel.web.exports import BOM, harmless, sheet_name


def as_file(
    kind: str, name: str, title: Any, head: Sequence[Any], lines: Iterable[Sequence[Any]]
) -> HttpResponse:
    """CSV, or Excel where `kind` is xlsx, its sheet named by the title."""
    return _xlsx(name, title, head, lines) if kind == "xlsx" else _csv(name, head, lines)


def _csv(name: str, head: Sequence[Any], lines: Iterable[Sequence[Any]]) -> HttpResponse:
    out = io.StringIO()
    out.write(BOM)
    write = csv.writer(out).writerow
    write([str(words) for words in head])
    for line in lines:
        write([harmless(cell) for cell in line])
    return _download(out.getvalue().encode(), "text/csv; charset=utf-8", f"{name}.csv")


def _xlsx(name: str, title: Any, head: Sequence[Any], lines: Iterable[Sequence[Any]]) -> HttpResponse:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(sheet_name(str(title)))
    sheet.write_row(0, 0, [str(words) for words in head], book.add_format({"bold": True}))
    for number, line in enumerate(lines, 1):
        sheet.write_row(number, 0, [_cell(cell) for cell in line])
    sheet.freeze_panes(1, 0)
    book.close()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _download(out.getvalue(), kind, f"{name}.xlsx")


def _cell(cell: Any) -> Any:
    return cell if isinstance(cell, (int, float, Decimal)) else "" if cell is None else str(cell)


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
