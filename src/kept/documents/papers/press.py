"""Setting a paper as PDF, in a process of its own with an end to its memory and its time.

No word of a person ever becomes source of the typesetter: the source is one file of ours that never changes,
what it sets comes to it as data.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.kernel.errors import Refused

from .pictures import for_print
from .values import Figure, Grid, Paper

SECONDS: Final = 60
MEGABYTES: Final = 2048
MOST_ROWS: Final = 2000
"""Rows of one table on paper; the workbook has them all."""
LONGEST_CELL: Final = 1500
ROOM: Final = (108, 126, 144)
"""Latin letters beside each other on a page: usual, small and smallest print."""
PAD: Final = 2.6
BREAKS = re.compile("\\s|(?<=[^\x00-\u2e7f])")
UNBROKEN = re.compile(r"[!-~]{40}")
"""So long without a space a word may be broken, lest it runs off the paper."""
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control signs, and those that turn the direction of what follows."""
REGIONS: Final = {"zh-hans": ("zh", "cn"), "zh-hant": ("zh", "tw")}


class PressFailed(Exception):
    """The typesetter did not manage it; what it said is in the message."""


class PaperTooLong(Refused):
    default = gettext_lazy("This is too much for a PDF. Ask for less, or take the Excel file.")


def pressed(paper: Paper, *, form: str = "pdf") -> bytes:
    """The paper as PDF; `form` may be png, which gives its first page as a picture.

    Raises PaperTooLong when it needs more time or memory than it is given.
    """
    with TemporaryDirectory(prefix="kept-paper") as folder:
        _lay_out(folder, paper)
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-c", START, folder, form, str(MEGABYTES), str(SECONDS)],
                capture_output=True,
                timeout=SECONDS,
                env={"PATH": os.environ.get("PATH", "")},
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise PaperTooLong from late
        if done.returncode < 0 or b"memory" in done.stderr:
            raise PaperTooLong
        if done.returncode:
            raise PressFailed(done.stderr.decode(errors="replace")[-2000:])
        return done.stdout


START: Final = """
import os, resource, sys
folder, form, megabytes, seconds = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_AS, (int(megabytes) << 20,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (int(seconds),) * 2)
import typst
from importlib.resources import files
fonts = str(files("justmytype_intl_cjk") / "fonts" / "ofl")
made = typst.compile(
    os.path.join(folder, "paper.typ"),
    root=folder,
    font_paths=[fonts],
    ignore_system_fonts=True,
    format=form,
    ppi=110,
)
sys.stdout.buffer.write(made[0] if isinstance(made, list) else made)
"""


def _lay_out(folder: str, paper: Paper) -> None:
    """Source, data and drawings side by side; the typesetter sees nothing else."""
    with open(os.path.join(os.path.dirname(__file__), "paper.typ"), encoding="utf-8") as source:
        _write(folder, "paper.typ", source.read())
    pictures = [section.figure for section in paper.sections if section.figure]
    traditional = paper.language == "zh-hant"
    for number, figure in enumerate(pictures):
        _write(folder, f"chart-{number}.svg", _clean(for_print(figure.svg, traditional=traditional)))
    _write(folder, "paper.json", json.dumps(_told(paper), ensure_ascii=False))


def _write(folder: str, name: str, words: str) -> None:
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(words)


def _told(paper: Paper) -> dict[str, Any]:
    lang, region = REGIONS.get(paper.language, ("en", "gb"))
    place = iter(range(len(paper.sections)))
    return {
        **{name: _words(getattr(paper, name)) for name in ("title", "about", "answer", "as_of", "house")},
        "lang": lang,
        "region": region,
        "page": _("Page"),
        "remark": _("Remark") + _(": "),
        "signs": [_words(each) for each in paper.signs],
        "sections": [
            {
                **{name: _words(getattr(section, name)) for name in ("title", "answer", "remark")},
                "figure": _picture(section.figure, place) if section.figure else None,
                "grids": [_grid(grid) for grid in section.grids],
                "notes": [_words(note) for note in section.notes],
            }
            for section in paper.sections
        ],
    }


def _picture(figure: Figure, place: Any) -> dict[str, Any]:
    return {
        "title": _words(figure.title),
        "note": _words(figure.note),
        "file": f"chart-{next(place)}.svg",
        "is_square": 'class="chart matrix"' in figure.svg,
    }


def _grid(grid: Grid) -> dict[str, Any]:
    cut = len(grid.rows) > MOST_ROWS
    more = _("The first %(most)s of %(all)s rows; the Excel file has them all.")
    notes = [grid.note, more % {"most": MOST_ROWS, "all": len(grid.rows)} if cut else ""]
    return {
        "title": _words(grid.title),
        "form": grid.is_form,
        "heads": [{"words": _words(head.words), "end": head.is_figure} for head in grid.heads],
        "widths": _widths(grid),
        "rows": [[_words(cell.words) for cell in row] for row in grid.rows[:MOST_ROWS]],
        "foot": [_words(cell.words) for cell in grid.foot],
        "empty": _words(grid.empty),
        "note": " ".join(_words(note) for note in notes if note),
    }


def _widths(grid: Grid) -> list[float]:
    """How much room each column gets: what cannot be broken fits, what is long is cut back first."""
    if grid.is_form:
        return [16, 32] * 2 if len(grid.heads) == 4 else [16, 80]
    columns = [[head.words, *(cell.words for cell in cells[:200])] for head, cells in grid.columns]
    longest = [max(_size(words) for words in column) for column in columns]
    least = [max(_size(part) for words in column for part in _unbroken(words)) for column in columns]
    room = ROOM[sum(len(columns) > many for many in (7, 10))]
    for most in range(34, 5, -1):
        wide = [max(4, some, min(all_, most)) for some, all_ in zip(least, longest, strict=True)]
        if sum(wide) + PAD * len(wide) <= room:
            break
    return [each + PAD for each in wide]


def _unbroken(words: str) -> list[str]:
    """The parts between which a line may end: at blanks, hyphens and after any Chinese letter."""
    return [part for part in BREAKS.split(words) if part and len(part) < 26] or [""]


def _size(words: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in words)


def _words(words: str) -> str:
    clean = _clean(words)
    short = clean if len(clean) <= LONGEST_CELL else f"{clean[:LONGEST_CELL]}…"
    return UNBROKEN.sub("\\g<0>\u200b", short)


def _clean(words: str) -> str:
    return UNPRINTABLE.sub("", words)
