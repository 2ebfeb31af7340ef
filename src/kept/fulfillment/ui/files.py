"""Small tables as files; cells that look like formulas are made harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localtime

from kept.kernel.web.exports import BOM, harmless, sheet_name

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Lines = Iterable[Sequence[Any]]


def file_of(format: str, name: str, title: str, heads: Sequence[str], lines: Lines) -> HttpResponse:
    """A download in `csv` or `xlsx`, its sheet named by the title."""
    made = _xlsx(title, heads, lines) if format == "xlsx" else _csv(heads, lines)
    kind = EXCEL if format == "xlsx" else "text/csv; charset=utf-8"
    ending = "xlsx" if format == "xlsx" else "csv"
    return HttpResponse(
        made, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    )


def _csv(heads: Sequence[str], lines: Lines) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heads)
    for line in lines:
        writer.writerow([harmless(_plain(cell)) for cell in line])
    return f"{BOM}{text.getvalue()}".encode()


def _xlsx(title: str, heads: Sequence[str], lines: Lines) -> bytes:
    import xlsxwriter

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(sheet_name(title))
    sheet.write_row(0, 0, heads, book.add_format({"bold": True, "bottom": 1}))
    sheet.freeze_panes(1, 0)
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for row, line in enumerate(lines, 1):
        for place, cell in enumerate(map(_plain, line)):
            if isinstance(cell, datetime):
                sheet.write_datetime(row, place, cell, moment)
            elif isinstance(cell, (int, Decimal)):
                sheet.write_number(row, place, cell)
            elif cell is not None:
                sheet.write_string(row, place, str(cell))
    sheet.autofit()
    book.close()
    return held.getvalue()


def _plain(cell: Any) -> Any:
    return (
        localtime(cell).replace(tzinfo=None, second=0, microsecond=0) if isinstance(cell, datetime) else cell
    )
