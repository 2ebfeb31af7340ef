"""Ratings in a file, one line per respondent and item: bytes in, answers out, or the place of the fault."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused
from kept.methods.importance_performance import Answer

COLUMNS = ("respondent", "item", "importance", "performance")
ENCODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = ",;\t"


class BadFile(Refused):
    """The file as a whole cannot be read."""


class BadRow(Refused):
    """One cell is wrong: its row (the heading is row 1), its column and the reason."""

    def __init__(self, row: int, column: str, reason: object) -> None:
        words = _("Row %(row)d, column %(column)s: %(reason)s")
        super().__init__(words % {"row": row, "column": column, "reason": reason}, field="file")


@dataclass(frozen=True)
class Rating:
    """One line of the file and where it stood."""

    row: int
    answer: Answer


def read_ratings(raw: bytes, *, scale: tuple[Decimal, Decimal], encoding: str = "") -> list[Rating]:
    """All lines of the file, or BadFile, or BadRow for the first fault."""
    text = io.StringIO(_decoded(raw, encoding), newline="")
    try:
        lines = list(csv.reader(text, delimiter=_separator(raw)))
    except csv.Error:
        raise BadFile(_("The file is no table in CSV."), field="file") from None
    filled = [(number, line) for number, line in enumerate(lines, 1) if any(cell.strip() for cell in line)]
    if not filled:
        raise BadFile(_("The file is empty."), field="file")
    (head_row, heads), *body = filled
    places = places_of(head_row, heads)
    if not body:
        raise BadFile(_("The file has a heading and no rows."), field="file")
    return list(_checked_once(_rating(row, line, places, scale) for row, line in body))


def _decoded(raw: bytes, encoding: str) -> str:
    for name in (encoding,) if encoding else ENCODINGS:
        try:
            return raw.decode(name)
        except LookupError:
            raise BadFile(_("There is no encoding '%(name)s'.") % {"name": name}, field="file") from None
        except UnicodeDecodeError:
            continue
    tried = encoding or ", ".join(ENCODINGS)
    raise BadFile(_("The file is not text in %(encoding)s.") % {"encoding": tried}, field="file")


def _separator(raw: bytes) -> str:
    first = raw.split(b"\n", 1)[0]
    return max(SEPARATORS, key=lambda separator: first.count(separator.encode()))


def places_of(row: int, heads: Sequence[str], columns: Sequence[str] = COLUMNS) -> dict[str, int]:
    """Where each column stands. Raises BadRow for one that is missing or stands twice."""
    known = [head.strip().strip("\ufeff").casefold() for head in heads]
    for column in columns:
        if column not in known:
            raise BadRow(row, column, _("this column is missing."))
        if known.count(column) > 1:
            raise BadRow(row, column, _("this column stands twice."))
    return {column: known.index(column) for column in columns}


def _rating(
    row: int, line: Sequence[str], places: Mapping[str, int], scale: tuple[Decimal, Decimal]
) -> Rating:
    cells = {column: line[place].strip() if place < len(line) else "" for column, place in places.items()}
    for column, cell in cells.items():
        if not cell:
            raise BadRow(row, column, _("is empty."))
    marks = [_mark(row, column, cells[column], scale) for column in ("importance", "performance")]
    return Rating(row, Answer(cells["respondent"], cells["item"], *marks))


def _mark(row: int, column: str, cell: str, scale: tuple[Decimal, Decimal]) -> Decimal:
    try:
        mark = Decimal(cell)
    except InvalidOperation:
        raise BadRow(row, column, _("'%(cell)s' is not a number.") % {"cell": cell}) from None
    low, high = scale
    if not mark.is_finite() or not low <= mark <= high:
        words = _("%(mark)s is off the scale from %(low)s to %(high)s.")
        raise BadRow(row, column, words % {"mark": cell, "low": low, "high": high})
    return mark


def _checked_once(ratings: Iterable[Rating]) -> Iterator[Rating]:
    seen: dict[tuple[str, str], int] = {}
    for rating in ratings:
        key = (rating.answer.respondent, rating.answer.item)
        if key in seen:
            words = _("%(respondent)s has already marked this item in row %(first)d.")
            raise BadRow(rating.row, "item", words % {"respondent": key[0], "first": seen[key]})
        seen[key] = rating.row
        yield rating
