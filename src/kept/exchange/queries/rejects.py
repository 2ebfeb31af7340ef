"""Rejected rows as a file that can be corrected and sent in again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from kept.kernel.web.exports import BOM, harmless

from ..enums import reason_words
from ..models import ImportRun, RejectedRow
from ..reading.files import KEY_COLUMN, OWN_COLUMNS, REASON_COLUMN


def rejected_lines(columns: Iterable[str], rejected: Iterable[RejectedRow]) -> Iterator[str]:
    """Lines of CSV: the columns of the file, then why a row was refused and the key it keeps."""
    own = [name for name in columns if name not in OWN_COLUMNS]
    places = [place for place, name in enumerate(columns) if name not in OWN_COLUMNS]
    write = csv.writer(_Echo()).writerow
    yield BOM + write([*own, REASON_COLUMN, KEY_COLUMN])
    for row in rejected:
        cells = [row.cells[place] if place < len(row.cells) else "" for place in places]
        reason = f"{row.column}: {row.why}" if row.column else row.why
        yield write([harmless(cell) for cell in (*cells, reason, row.key if "#" in row.key else "")])


def rejected_of_run(run: ImportRun) -> Iterator[str]:
    return rejected_lines(run.columns, run.rejected.order_by("row").iterator(chunk_size=2000))


def marked_words(marked: dict[str, int]) -> list[dict[str, Any]]:
    """Values that were left out: column, reason, how many."""
    told = []
    for key, count in sorted(marked.items()):
        column, reason, limit = key.split("\x1f")
        told.append({"column": column, "reason": _mark_words(reason, limit), "count": count})
    return told


def _mark_words(reason: str, limit: str) -> str:
    return reason_words(reason, value="…", limit=limit)


class _Echo:
    """A file that hands back each line, for the csv writer."""

    def write(self, line: str) -> str:
        return line
