"""Figures of the scorecards for a report's time: from the facts, in one scan for each table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kept.documents.papers import Cell, cell
from kept.kernel.web.cells import figure as grouped
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.queries.engine import Figure, figure, measures_of
from kept.scorecards.queries.reading import as_of
from kept.scorecards.ui.words import basis_words, shown

from ..rules import Period
from .asking import Ask

Told = Mapping[str, Figure]


def told(ask: Ask, codes: Iterable[str], period: Period | None = None) -> Told:
    """Each indicator over the whole period; 'no data' with its reason where the basis is missing."""
    time = period or ask.time
    if time.token not in ask.measured:
        ask.measured[time.token] = _measured(ask, time)
    values = ask.measured[time.token]
    return {code: figure(INDICATORS[code], values) for code in codes}


def _measured(ask: Ask, time: Period) -> Mapping[str, Any]:
    """All measures of a time at once: a report asks for them in many sections."""
    found = measures_of(
        list(INDICATORS.values()),
        start=time.first,
        end=time.after,
        slices=[ask.place.slice],
        by_month=False,
        as_of=as_of() or ask.at,
    )
    return found.get(ask.place, {})


def told_by_month(ask: Ask, codes: Iterable[str], first: date, end: date) -> dict[date, Told]:
    """Each indicator month by month, from `first` up to, not including, `end`."""
    wanted = [INDICATORS[code] for code in codes]
    found = measures_of(
        wanted, start=first, end=end, slices=[ask.place.slice], by_month=True, as_of=as_of() or ask.at
    )
    return {
        place.month: {indicator.code: figure(indicator, values) for indicator in wanted}
        for place, values in sorted(found.items(), key=lambda pair: str(pair[0].month))
        if place.month is not None and (place.slice, place.id) == (ask.place.slice, ask.place.id)
    }


def figure_cell(code: str, known: Figure | None) -> Cell:
    """An indicator's figure for a table; what is not known says 'no data'."""
    if known is None or known.value is None:
        return Cell(_("no data"))
    indicator = INDICATORS[code]
    if indicator.is_share:
        return cell(known.value, unit="percent")
    return Cell(shown(indicator, known.value, known.currency), float(known.value))


def basis(code: str, known: Figure | None) -> str:
    """Of how many a share was counted, or why there is none."""
    if known is None:
        return ""
    if known.value is None:
        return str(known.reason)
    told: Any = known
    return basis_words(INDICATORS[code], told)


def share_words(value: Decimal | None) -> str:
    return _("no data") if value is None else f"{grouped(value * 100, digits=1)} %"
