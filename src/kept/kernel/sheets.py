"""The rows of a small file as texts, from Excel or CSV in the encodings people send."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook, WorksheetNotFound

from .errors import Refused

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
ENCODINGS = ("utf-8-sig", "gb18030")
WIDEST = 200


class UnreadableFile(Refused):
    default = _("This file cannot be read. Send an Excel file (.xlsx) or a CSV file.")


def rows_of(content: bytes) -> list[list[str]]:
    """All rows with their headings, as text. Raises UnreadableFile."""
    if not content.strip():
        raise UnreadableFile
    made = _workbook(content) if content.startswith(WORKBOOKS) else _csv(content)
    return [[cell.strip() for cell in row[:WIDEST]] for row in made]


def _workbook(content: bytes) -> Iterator[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    except (CalamineError, WorksheetNotFound, IndexError, OSError, ValueError) as broken:
        raise UnreadableFile from broken
    for row in rows:
        yield [_cell(cell) for cell in row]


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value) if not isinstance(value, timedelta) else ""


def _csv(content: bytes) -> Iterator[list[str]]:
    words = _decoded(content)
    if "\0" in words:
        raise UnreadableFile
    head = words.splitlines()[0]
    mark = max(",;\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(words, newline=""), delimiter=mark)
    except csv.Error as broken:
        raise UnreadableFile from broken


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile
