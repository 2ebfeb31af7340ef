"""Small words and tables that all reports are written with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kept.documents.papers import BLANK, Cell, Grid, Head, Paper, Section, cell
from kept.kernel.web.cells import figure
from kept.people.queries.company import our_name

from ..enums import Span
from ..rules import Period
from .asking import Ask


def paper(
    ask: Ask,
    name: str,
    title: Any,
    answer: str,
    sections: Iterable[Section | None],
    *,
    about: str = "",
    signs: Sequence[str] = (),
) -> Paper:
    """A report in the reader's language; sections that have nothing to say are left out by their makers."""
    said = about or " · ".join(filter(None, (ask.whose, period_words(ask.period) if ask.period else "")))
    return Paper(
        name=name,
        title=str(title),
        about=said,
        answer=answer,
        sections=tuple(section for section in sections if section is not None),
        language=get_language() or "zh-hans",
        as_of=_("As of %(moment)s") % {"moment": f"{localtime(ask.at):%Y-%m-%d %H:%M}"},
        house=our_name(),
        signs=tuple(str(sign) for sign in signs),
    )


def grid(
    title: Any,
    words: Sequence[Any],
    figures: Sequence[Any],
    rows: Iterable[Sequence[Cell]],
    *,
    foot: Sequence[Cell] = (),
    note: str = "",
    empty: str = "",
) -> Grid:
    """A table: columns of words first, then columns of figures."""
    heads = [Head(str(head)) for head in words] + [Head(str(head), is_figure=True) for head in figures]
    return Grid(
        str(title), tuple(heads), tuple(tuple(row) for row in rows), tuple(foot), note, empty or _("Nothing.")
    )


def form(title: Any, pairs: Sequence[tuple[Any, Any]], *, wide: Sequence[tuple[Any, Any]] = ()) -> list[Grid]:
    """A form to sign: short fields two beside each other, then long ones across."""
    cells = [(cell(str(label)), said if isinstance(said, Cell) else cell(said)) for label, said in pairs]
    cells += [(BLANK, BLANK)] if len(cells) % 2 else []
    rows = [(*left, *right) for left, right in zip(cells[::2], cells[1::2], strict=True)]
    four = (Head(""), Head(""), Head(""), Head(""))
    grids = [Grid(str(title), four, tuple(rows), shape="form")] if rows else []
    long = tuple((cell(str(label)), said if isinstance(said, Cell) else cell(said)) for label, said in wide)
    return grids + ([Grid("", four[:2], long, shape="form")] if long else [])


def total(label: str, blanks: int, values: Iterable[Any], **how: Any) -> tuple[Cell, ...]:
    """The last line of a table: its label, empty cells under words, then sums."""
    return (cell(label), *[BLANK] * blanks, *(cell(value, **how) for value in values))


def period_words(period: Period) -> str:
    if period.span == Span.DAY:
        return f"{period.first:%Y-%m-%d}"
    if period.span == Span.MONTH:
        return month_words(period.first)
    if period.span == Span.QUARTER:
        told = {"year": period.first.year, "quarter": (period.first.month + 2) // 3}
        return pgettext("of a report", "Quarter %(quarter)s of %(year)s") % told
    return pgettext("of a report", "Year %(year)s") % {"year": period.first.year}


def month_words(month: date) -> str:
    return date_format(month, _("F Y"))


def day_words(day: date | datetime | None) -> str:
    """A day as it is written in the reader's short form."""
    return "" if day is None else f"{day:%m-%d}"


def change_words(now: Any, before: Any, *, percent: bool = False) -> str:
    """More or less than before, in words; nothing when either is not known."""
    if now is None or before is None:
        return ""
    if percent:
        points = (now - before) * 100
        told = {"points": figure(abs(points), digits=1)}
        if abs(points) < 0.05:
            return _("the same as before")
        return (_("%(points)s points more") if points > 0 else _("%(points)s points less")) % told
    if not before:
        return ""
    share = (now - before) / before * 100
    told = {"share": figure(abs(share), digits=0)}
    if round(share) == 0:
        return _("about the same as before")
    return (_("%(share)s %% more") if share > 0 else _("%(share)s %% less")) % told


def joined(*words: str) -> str:
    """Sentences one after the other: Chinese ones without a gap."""
    gap = "" if (get_language() or "").startswith("zh") else " "
    return gap.join(each for each in words if each)
