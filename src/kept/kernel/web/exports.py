"""A list as a file: exactly what is seen, all of its rows, without holding them in memory."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kept.kernel.money import Money

from .signs import Sign, promise_sign

if TYPE_CHECKING:
    from .columns import Column
    from .listing import Listing

CHUNK: Final = 2000
SHEET: Final = 1_000_000
"""Rows on one sheet of a workbook; what is more goes on the next."""
NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME: Final = 31
STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
BOM: Final = "\ufeff"


def file_of(listing: Listing, format: str) -> HttpResponseBase:
    """All rows of the list in the chosen columns, as a download."""
    return FORMATS[format](listing)


def as_csv(listing: Listing) -> HttpResponseBase:
    writer = csv.writer(_Echo())
    lines = (writer.writerow([harmless(cell) for cell in line]) for line in _lines(listing))
    response = StreamingHttpResponse(_with_bom(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = _disposition(listing, "csv")
    return response


def as_xlsx(listing: Listing) -> HttpResponseBase:
    import xlsxwriter

    file = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 closed by the response
    book = xlsxwriter.Workbook(file.name, {"constant_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True, "bottom": 1})
    formats = {
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    lines = _lines(listing)
    heads = next(lines)
    title = str(listing.table.title)
    sheet = _new_sheet(book, sheet_name(title), heads, bold)
    for number, line in enumerate(lines):
        if number and number % SHEET == 0:
            sheet = _new_sheet(book, sheet_name(title, number // SHEET + 1), heads, bold)
        for place, cell in enumerate(line):
            _put(sheet, number % SHEET + 1, place, cell, formats.get(type(cell)))
    book.close()
    return FileResponse(
        file, as_attachment=True, filename=f"{listing.table.name}.xlsx", headers={"X-Accel-Buffering": "no"}
    )


def sheet_name(title: str, number: int = 1) -> str:
    """The name of a list's sheet: its title as Excel takes it, from the second sheet on with a number."""
    end = f" {number}" if number > 1 else ""
    plain = NOT_IN_A_NAME.sub(" ", title).strip()[: LONGEST_NAME - len(end)].strip()
    return f"{plain}{end}"


def harmless(cell: Any) -> str:
    """Text that no spreadsheet takes for a formula; figures stay figures."""
    if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def plain(column: Column, record: Any, at: datetime) -> list[Any]:
    """The cells of one column: money gives its amount and its currency, all else one cell."""
    value = column.of(record)
    if column.kind == "money":
        return [value.value, value.currency] if isinstance(value, Money) else [value, ""]
    if column.kind == "promise":
        shown = value if isinstance(value, Sign) or value is None else promise_sign(value, at)
        return ["" if shown is None else shown.words]
    if column.kind == "state":
        return [str(value[1]) if isinstance(value, tuple) else value]
    if column.kind == "yesno":
        return [None if value is None else _("yes") if value else _("no")]
    if isinstance(value, datetime):
        local = localtime(value).replace(tzinfo=None, second=0, microsecond=0)
        return [local.date() if column.kind == "day" else local]
    if value is None or isinstance(value, (int, float, Decimal, date)):
        return [value]
    return [str(value)]


def _lines(listing: Listing) -> Iterator[list[Any]]:
    yield [head for column in listing.columns for head in _heads(column)]
    order = (rank.order(backwards=False) for rank in listing.ranks)
    for record in listing.narrowed.order_by(*order).iterator(chunk_size=CHUNK):
        yield [cell for column in listing.columns for cell in plain(column, record, listing.at)]


def _heads(column: Column) -> list[str]:
    title = f"{column.title} ({column.unit})" if column.unit else str(column.title)
    return [title, _("Currency")] if column.kind == "money" else [title]


def _new_sheet(book: Any, name: str, heads: list[Any], bold: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for place, head in enumerate(heads):
        _put(sheet, 0, place, head, bold)
    return sheet


def _put(sheet: Any, row: int, place: int, cell: Any, format: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, (datetime, date)):
        sheet.write_datetime(row, place, cell, format)
    elif isinstance(cell, (int, float, Decimal)):
        sheet.write_number(row, place, cell, format)
    else:
        sheet.write_string(row, place, str(cell), format)


def _with_bom(lines: Iterator[str]) -> Iterator[str]:
    yield BOM
    yield from lines


def _disposition(listing: Listing, ending: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(listing.table.name)}.{ending}"


class _Echo:
    """A file that hands back each line, for the csv writer."""

    def write(self, line: str) -> str:
        return line


FORMATS: Final[dict[str, Callable[[Listing], HttpResponseBase]]] = {"csv": as_csv, "xlsx": as_xlsx}
