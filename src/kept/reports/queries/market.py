"""The market and those who serve it beside us: our part, our growth, and what others were seen to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kept.documents.papers import Cell, Paper, Section, cell
from kept.inspections.models import Observation
from kept.inspections.queries.comparing import Compared, Comparison, Theirs, compare
from kept.kernel.web.cells import figure
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.ui.words import shown

from ..enums import About, Shelf, Span
from . import places
from .asking import Ask
from .figures import basis, figure_cell, told
from .kinds import report
from .writing import day_words, grid, paper

NEEDS = "inspections.view"
MARKET = ("market_share", "market_growth_rate", "new_customer_success_rate", "customer_retention_rate")


@report(
    "market",
    gettext_lazy("Market and competitor report"),
    gettext_lazy("Our part of the market, its growth, regions, and our service beside that of competitors."),
    shelf=Shelf.MONEY,
    about=About.HOUSE,
    spans=(Span.QUARTER, Span.YEAR),
    needs=NEEDS,
)
def market(ask: Ask) -> Paper:
    """R801. From the figures of the market and what was seen of competitors up to the end of the period."""
    found = compare(ask.actor, on=ask.time.last, days=(ask.time.after - ask.time.first).days)
    sections = [_market(ask), _beside(found), _seen(ask)]
    if ask.actor.may("transport.view"):
        sections.insert(1, places.regions(ask, "transport.view"))
    return paper(ask, "market", _("Market and competitor report"), _answer(found), sections)


def _answer(found: Comparison) -> str:
    if not found.competitors:
        return _("Nothing was seen of any competitor in this time.")
    names = ngettext("%(n)d competitor was seen.", "%(n)d competitors were seen.", len(found.competitors))
    judged = _("In %(behind)d of %(judged)d comparisons somebody does better than we do.")
    told_of = {"n": len(found.competitors), "behind": found.behind, "judged": found.judged}
    return f"{names % told_of} {judged % told_of if found.judged else ''}".strip()


def _market(ask: Ask) -> Section:
    now, before = told(ask, MARKET), told(ask, MARKET, ask.time.before)
    rows = [
        (
            cell(str(INDICATORS[code].title)),
            figure_cell(code, now[code]),
            figure_cell(code, before[code]),
            cell(basis(code, now[code])),
        )
        for code in MARKET
    ]
    heads = (_("Indicator"), _("This time"), _("The time before"), _("Counted of"))
    return Section("market", _("How do we stand in the market?"), grids=(grid("", heads, (), rows),))


def _beside(found: Comparison) -> Section:
    heads = (_("In what"), _("We"), *(each.name for each in found.competitors))
    rows = [
        (cell(_what(row)), cell(_level(row.newest.indicator, row.ours)), *map(_theirs, row.theirs))
        for row in found.rows
    ]
    return Section(
        "competitors",
        _("What do others offer?"),
        grids=(
            grid("", heads, (), rows, note=_("▲ we do better, ▼ they do better.") if found.judged else ""),
        ),
    )


def _what(row: Compared) -> str:
    indicator = INDICATORS.get(row.newest.indicator)
    words = str(indicator.title) if indicator else row.newest.get_dimension_display()
    return f"{words} · {row.newest.service}" if row.newest.service else words


def _level(code: str, value: Any, unit: str = "") -> str:
    if value is None:
        return _("no data") if code else ""
    indicator = INDICATORS.get(code)
    return shown(indicator, value) if indicator else f"{figure(value, digits=2)} {unit}".strip()


def _theirs(theirs: Theirs | None) -> Cell:
    if theirs is None:
        return cell("")
    seen, sign = theirs.seen, {True: "▲", False: "▼"}.get(theirs.we_are_better, "")  # type: ignore[arg-type]
    level = _level(seen.indicator, seen.level, seen.unit) if seen.level is not None else ""
    price = (
        f"{figure(seen.price, digits=2)} {seen.currency} {seen.price_per}" if seen.price is not None else ""
    )
    return cell(" ".join(filter(None, (level, sign, price.strip(), seen.words))))


def _seen(ask: Ask) -> Section:
    rows = Observation.objects.permitted(ask.actor, NEEDS).shown()
    within = rows.filter(seen_on__range=(ask.time.first, ask.time.last)).order_by("seen_on", "pk")
    return Section(
        "seen", _("What was seen, and where?"), grids=(grid("", _heads(), (), map(_line, within)),)
    )


def _heads() -> Sequence[str]:
    return _("Day"), _("Competitor"), _("In what"), _("What was seen"), _("Seen in")


def _line(seen: Observation) -> tuple[Cell, ...]:
    where = " · ".join(filter(None, (seen.get_source_display(), seen.source_note)))
    said = _theirs(Theirs(seen, None)).words
    told_of = (day_words(seen.seen_on), seen.competitor.name, seen.get_dimension_display(), said, where)
    return tuple(cell(each) for each in told_of)
