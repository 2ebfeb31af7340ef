"""Files of rows: CSV (also packed by gzip), Excel and Parquet, read as a stream, whatever they are called."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused

from .mapping import Mapping

CHUNK: Final = 1 << 20
ENCODINGS: Final = ("utf-8", "gb18030")
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS: Final = ",;\t|"
KEY_COLUMN: Final = "kept_key"
REASON_COLUMN: Final = "kept_reason"
OWN_COLUMNS: Final = (KEY_COLUMN, REASON_COLUMN)
"""Columns that a file of rejected rows has beside its own; they are never part of a row's hash."""

Cell = str | date
Row = tuple[int, Sequence[Cell]]
"""The number of a row as a spreadsheet counts, head included, and its cells."""


class BadFile(Refused):
    default = _("This file cannot be read.")


@dataclass(frozen=True)
class Source:
    """A file that was looked through once: its columns, roughly how many rows, its fingerprint."""

    columns: tuple[str, ...]
    about: int
    digest: str
    rows: Callable[[], Iterator[Row]]


def open_source(path: Path, mapping: Mapping) -> Source:
    """Look through a file and say what is in it. Raises BadFile with what to do about it."""
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as wrong:
        raise BadFile(_("%(file)s: %(reason)s") % {"file": path.name, "reason": wrong.strerror}) from None
    if not start:
        raise BadFile(_("%s is empty.") % path.name)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _checked(_excel(path, mapping), mapping)
    if start.startswith(b"PAR1"):
        return _checked(_parquet(path), mapping)
    return _checked(_text(path, mapping, packed=start.startswith(b"\x1f\x8b")), mapping)


def _checked(source: Source, mapping: Mapping) -> Source:
    """The mapping's columns must all be there, once."""
    for column in mapping.columns:
        count = source.columns.count(column)
        if count != 1:
            reason = _("stands in the file twice") if count else _("is not in the file")
            there = ", ".join(name for name in source.columns if name)
            said = {"column": column, "reason": reason, "columns": there[:600]}
            raise BadFile(_("The column '%(column)s' %(reason)s; there are: %(columns)s") % said)
    return source


def _text(path: Path, mapping: Mapping, *, packed: bool) -> Source:
    try:
        with _bytes(path, packed) as file:
            mapping = _as_written(mapping, file.readline(CHUNK))
            look = _Look(mapping.encoding)
            file.seek(0)
            while chunk := file.read(CHUNK):
                look.take(chunk)
    except (OSError, EOFError):
        raise BadFile(_("%s is packed, and the packing is damaged.") % path.name) from None
    encoding = look.encoding(path)

    def lines() -> Iterator[list[str]]:
        with _bytes(path, packed) as file:
            text = io.TextIOWrapper(file, encoding=encoding, newline="")
            first = text.readline(CHUNK)
            delimiter = mapping.delimiter or _delimiter(first)
            text.seek(0)
            yield from csv.reader(text, delimiter=delimiter)

    head = _nth(_guarded(lines()), mapping.head)
    rows = lambda: _after_head(_guarded(lines()), mapping.head)  # noqa: E731
    return Source(_names(head), max(look.lines - mapping.head, 0), _digest(path), rows)


def _as_written(mapping: Mapping, head: bytes) -> Mapping:
    """Rejected rows come back as Kept wrote them, whatever the first file was like."""
    if all(name.encode() in head for name in OWN_COLUMNS):
        return replace(mapping, head=1, delimiter=None, encoding=None)
    return mapping


def _bytes(path: Path, packed: bool) -> Any:
    return gzip.open(path, "rb") if packed else path.open("rb")


class _Look:
    """Which encodings a stream of bytes keeps to, and how many lines it has."""

    def __init__(self, told: str | None) -> None:
        try:
            self.decoders = {name: codecs.getincrementaldecoder(name)() for name in (told,) if name}
        except LookupError:
            raise BadFile(_("There is no encoding '%s'.") % told) from None
        self.lines = self.broken_at = 0
        self.started = False

    def take(self, chunk: bytes) -> None:
        if not self.started:
            self._start(chunk)
        for name, decoder in list(self.decoders.items()):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as wrong:
                self.broken_at = self.lines + chunk[: wrong.start].count(b"\n") + 1
                del self.decoders[name]
        self.lines += chunk.count(b"\n")

    def encoding(self, path: Path) -> str:
        if not self.decoders:
            said = {"file": path.name, "line": self.broken_at}
            raise BadFile(_("%(file)s is neither UTF-8 nor GB18030: line %(line)d cannot be read.") % said)
        return next(iter(self.decoders))

    def _start(self, chunk: bytes) -> None:
        self.started = True
        marked = next((name for mark, name in MARKS if chunk.startswith(mark)), None)
        if marked is None and b"\0" in chunk:
            raise BadFile(_("This is not a table: send CSV, Excel or Parquet."))
        if not self.decoders:
            names = (marked,) if marked else ENCODINGS
            self.decoders = {name: codecs.getincrementaldecoder(name)() for name in names}


def _delimiter(line: str) -> str:
    """The sign that cuts the first line into most parts."""
    return max(DELIMITERS, key=lambda sign: len(next(csv.reader([line], delimiter=sign), [])))


def _guarded(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    """Lines of a CSV reader; its own errors become ours, with the row."""
    number = 0
    try:
        for number, line in enumerate(lines, 1):  # noqa: B007
            yield line
    except csv.Error:
        said = _("Row %(row)d cannot be read: a quotation mark is not closed, or a cell is too long.")
        raise BadFile(said % {"row": number + 1}) from None


def _excel(path: Path, mapping: Mapping) -> Source:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        names = book.sheet_names
        if names and set(OWN_COLUMNS) <= set(_top(book.get_sheet_by_index(0))):
            mapping = replace(mapping, head=1, sheet=None)
        wanted = mapping.sheet or (names[0] if names else "")
        if wanted not in names:
            said = {"sheet": wanted, "sheets": ", ".join(names)}
            raise BadFile(_("There is no sheet '%(sheet)s'; there are: %(sheets)s") % said)
        sheet = book.get_sheet_by_name(wanted)
        head = _nth(sheet.iter_rows(), mapping.head)
    except CalamineError:
        raise BadFile(_("This Excel file is damaged. Open it, save it anew and try again.")) from None
    rows = lambda: _after_head(([_cell(c) for c in r] for r in sheet.iter_rows()), mapping.head)  # noqa: E731
    return Source(_names(head), max(sheet.height - mapping.head, 0), _digest(path), rows)


def _parquet(path: Path) -> Source:
    import duckdb

    plain: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}

    def stream() -> Iterator[Row]:
        with duckdb.connect(config=plain) as base:
            found = base.execute("SELECT * FROM read_parquet($file)", {"file": str(path)})
            number = 1
            while rows := found.fetchmany(2000):
                for row in rows:
                    number += 1
                    yield number, [_cell(cell) for cell in row]

    try:
        with duckdb.connect(config=plain) as base:
            told = base.execute("DESCRIBE SELECT * FROM read_parquet($file)", {"file": str(path)}).fetchall()
            count = base.execute("SELECT count(*) FROM read_parquet($file)", {"file": str(path)}).fetchone()
    except duckdb.Error:
        raise BadFile(_("This Parquet file is damaged. Write it anew and try again.")) from None
    return Source(_names([row[0] for row in told]), count[0] if count else 0, _digest(path), stream)


def _cell(value: Any) -> Cell:
    """A typed cell as text; days and moments stay what they are."""
    if value is None:
        return ""
    if isinstance(value, (str, datetime, date)):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _nth(lines: Iterator[Any], number: int) -> Sequence[Any]:
    for place, line in enumerate(lines, 1):
        if place == max(number, 1):
            return list(line)
    raise BadFile(_("The file has no row %d with the names of the columns.") % max(number, 1))


def _top(sheet: Any) -> tuple[str, ...]:
    return _names(next(iter(sheet.iter_rows()), ()))


def _names(head: Sequence[Any]) -> tuple[str, ...]:
    return tuple(str(_cell(name)).strip() for name in head)


def _after_head(lines: Iterator[Sequence[Cell]], head: int) -> Iterator[Row]:
    """Numbered rows below the head; rows without any content are passed over."""
    for number, line in enumerate(lines, 1):
        if number > head and any(line):
            yield number, line


def _digest(path: Path) -> str:
    found = sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()
