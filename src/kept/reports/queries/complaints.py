"""The month's complaints of each branch, for the general manager."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kept.documents.papers import Cell, Paper, Section, cell, figure_of
from kept.kernel.web.charts import Bar, BarChart
from kept.scorecards.queries.complaints import BranchComplaints, complaints_of

from ..enums import About, Shelf, Span
from .asking import Ask
from .kinds import report
from .writing import grid, joined, paper, total


@report(
    "complaints",
    gettext_lazy("Complaints of the month, by branch"),
    gettext_lazy("How many complaints each branch had, why, how fast they were answered, and what is open."),
    shelf=Shelf.SERVICE,
    about=About.HOUSE,
    spans=(Span.MONTH,),
    needs="scorecards.desk",
)
def complaints(ask: Ask) -> Paper:
    """R791. The same rows as the page of the scorecards."""
    rows = complaints_of(ask.actor, ask.time.first, at=ask.at)
    if ask.branch is not None:
        rows = [row for row in rows if row.id == ask.branch.pk]
    return paper(
        ask,
        "complaints",
        _("Complaints of the month, by branch"),
        _answer(rows),
        [_branches(rows), _causes(rows, "causes"), _causes(rows, "liable")],
    )


def _answer(rows: Sequence[BranchComplaints]) -> str:
    n, before = sum(row.complaints for row in rows), sum(row.before for row in rows)
    unsolved = sum(row.unsolved for row in rows)
    said = ngettext("%(n)d complaint came in", "%(n)d complaints came in", n) % {"n": n}
    first = _("%(said)s, %(before)d in the month before.") % {"said": said, "before": before}
    open_ = ngettext("%(n)d is not solved yet.", "%(n)d are not solved yet.", unsolved) % {"n": unsolved}
    return joined(first, open_ if unsolved else "")


def _branches(rows: Sequence[BranchComplaints]) -> Section:
    lines = [(cell(row.name or _("no branch")), *_cells(row)) for row in rows]
    sums = [sum(getattr(row, name) for row in rows) for name in ("complaints", "before")]
    rest = [sum(getattr(row, name) for row in rows) for name in ("unsolved", "reopened", "asked_again")]
    foot = (*total(_("Sum"), 0, sums), *[cell("")] * 3, *(cell(n) for n in rest))
    bars = tuple(Bar(row.name or _("no branch"), row.complaints) for row in rows if row.complaints)
    heads = (
        *(_("Complaints"), _("Month before"), _("Answers in time"), _("Solved in time")),
        *(_("Median time to solve, h"), _("Not solved yet"), _("Opened again"), _("Asked again")),
    )
    return Section(
        "branches",
        _("Where did customers complain?"),
        figure=figure_of(BarChart(title=_("Complaints by branch"), bars=bars)) if bars else None,
        grids=(
            grid(
                _("Complaints by branch"),
                (_("Branch"),),
                heads,
                lines,
                foot=foot if rows else (),
                empty=_("No complaint in this month or the one before."),
            ),
        ),
    )


def _cells(row: BranchComplaints) -> tuple[Cell, ...]:
    rates: list[Any] = [row.answered_in_time.value, row.solved_in_time.value]
    return (
        cell(row.complaints),
        cell(row.before),
        *(cell(rate, unit="percent", none=_("no data")) for rate in rates),
        cell(row.median_hours, digits=1, none=_("no data")),
        cell(row.unsolved),
        cell(row.reopened),
        cell(row.asked_again),
    )


def _causes(rows: Sequence[BranchComplaints], name: str) -> Section:
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(getattr(row, name))
    titles = {
        "causes": (_("Why did they complain?"), _("Complaints by cause"), _("Cause")),
        "liable": (_("Who was liable?"), _("Complaints by who was liable"), _("Liable")),
    }
    question, title, head = titles[name]
    bars = tuple(Bar(each, n) for each, n in counts.most_common(12))
    lines = [(cell(each), cell(n)) for each, n in counts.most_common()]
    unknown = sum(row.complaints for row in rows) - counts.total()
    said = ngettext("%(n)d has not been judged yet.", "%(n)d have not been judged yet.", unknown)
    return Section(
        name,
        question,
        figure=figure_of(BarChart(title=title, bars=bars)) if bars else None,
        grids=(grid(title, (head,), (_("Complaints"),), lines),),
        notes=(said % {"n": unknown},) if unknown > 0 else (),
    )
