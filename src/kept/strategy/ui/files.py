"""A strategy as a file."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kept.scorecards.ui.files import as_file

from ..models import Cycle, StrategyVersion
from ..queries.paper import Paper
from .papers import in_words

FORMATS: Final = ("csv", "xlsx")


def paper_file(cycle: Cycle, version: StrategyVersion | None, paper: Paper, format: str) -> HttpResponse:
    """Each line of the paper with the section it stands in."""
    head = (
        _("Section"),
        _("What"),
        _("For whom"),
        _("Before"),
        _("Goal"),
        _("Owner"),
        _("Begins"),
        _("Due day"),
        _("Note"),
    )
    lines = (
        (
            part.title,
            line.what,
            line.whom,
            line.before,
            line.after,
            line.owner,
            line.starts_on or "",
            line.due_on or "",
            line.note,
        )
        for part in in_words(paper)
        for line in part.lines
    )
    name = f"{cycle.number}-v{version.number}" if version else cycle.number
    return as_file(format, name, cycle.title, head, lines)
