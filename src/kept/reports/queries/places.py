"""Where a customer's goods went: trend by place, peak and slack season, comparison of regions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.documents.papers import Cell, Section, cell, figure_of
from kept.kernel.numbers import rule
from kept.kernel.web.charts import Bar, BarChart, LineChart, Point, Series
from kept.kernel.web.charts.shapes import Tone
from kept.methods.seasons import Seasons, seasons

from ..enums import Span
from ..rules import SEASON_MARGIN, TREND_PLACES, Period
from . import goods
from .asking import Ask
from .goods import Volume
from .volume import unweighed_note, volume_cells, volume_heads
from .writing import grid, joined, total

TONES: tuple[Tone, ...] = ("accent", "two", "three", "four", "five", "six")
YEARS_BACK = 3


def trend_by_place(ask: Ask, needs: str) -> Section:
    """R479. Shipments to each of the places that get most, month by month."""
    rows = goods.picked_up(goods.carried(ask, needs), ask.time)
    found = goods.by_month(rows, "destination_city")
    of_place: dict[str, dict[date, Volume]] = defaultdict(dict)
    for (month, place), volume in found.items():
        of_place[place][month] = volume
    most = int(rule(TREND_PLACES, at=ask.at))
    ordered = sorted(of_place, key=lambda place: (-goods.summed(of_place[place].values()).shipments, place))
    shown, others = ordered[:most], ordered[most:]
    months = ask.time.months
    lines = [(place or _("not known"), of_place[place]) for place in shown]
    if others:
        rest = {month: goods.summed(of_place[p].get(month, Volume()) for p in others) for month in months}
        lines.append((_("%(n)d other places") % {"n": len(others)}, rest))
    return Section(
        "places",
        _("Where do the goods go, and is it more or less?"),
        answer=_most_words(lines),
        figure=_trend_chart(lines, months) if lines else None,
        grids=(_trend_grid(lines, months),),
    )


def _most_words(lines: Sequence[tuple[str, Mapping[date, Volume]]]) -> str:
    if not lines:
        return _("Nothing was picked up in this time.")
    place, volumes = lines[0]
    whole = sum(goods.summed(each.values()).shipments for _place, each in lines)
    own = goods.summed(volumes.values()).shipments
    told = {"place": place, "n": own, "whole": whole}
    return _("Most went to %(place)s: %(n)d of %(whole)d shipments.") % told


def _trend_chart(lines: Sequence[tuple[str, Mapping[date, Volume]]], months: Sequence[date]) -> Any:
    title = _("Shipments by place and month")
    if len(months) == 1:
        bars = tuple(Bar(place, goods.summed(volumes.values()).shipments) for place, volumes in lines)
        return figure_of(BarChart(title=_("Shipments by place"), bars=bars))
    series = tuple(
        Series(
            place,
            tuple(Point(f"{month:%Y-%m}", volumes.get(month, Volume()).shipments) for month in months),
            tone=tone,
        )
        for (place, volumes), tone in zip(lines, TONES, strict=False)
    )
    return figure_of(LineChart(title=title, series=series))


def _trend_grid(lines: Sequence[tuple[str, Mapping[date, Volume]]], months: Sequence[date]) -> Any:
    rows = [
        (
            cell(place),
            *(cell(volumes.get(month, Volume()).shipments) for month in months),
            *volume_cells(goods.summed(volumes.values())),
        )
        for place, volumes in lines
    ]
    sums = [sum(volumes.get(month, Volume()).shipments for _p, volumes in lines) for month in months]
    whole = goods.summed(v for _place, volumes in lines for v in volumes.values())
    heads = (*(f"{month:%Y-%m}" for month in months), *volume_heads())
    foot = (*total(_("Sum"), 0, sums), *volume_cells(whole))
    return grid(
        _("Shipments by place and month"),
        (_("Place"),),
        heads,
        rows,
        foot=foot if rows else (),
        note=" ".join(unweighed_note(whole)),
    )


def season_section(ask: Ask, needs: str) -> Section:
    """R480. Peak and slack months of the years up to the end of the period."""
    end = ask.time.last
    first = date(end.year - YEARS_BACK, end.month, 1)
    span = Period(Span.YEAR, first, end)
    months = span.months[1:]
    counted = goods.by_month(goods.picked_up(goods.carried(ask, needs), span))
    known = {month: counted.get((month,)) for month in months}
    begun = next((n for n, month in enumerate(months) if known[month]), len(months))
    shipped = {month: known[month] or Volume() for month in months[begun:]}
    margin = rule(SEASON_MARGIN, at=ask.at)
    values = {(m.year, m.month): Decimal(volume.shipments) for m, volume in shipped.items()}
    found = seasons(values, margin=margin)
    points = tuple(Point(f"{month:%Y-%m}", volume.shipments) for month, volume in shipped.items())
    chart = LineChart(title=_("Shipments by month"), series=(Series(_("Shipments"), points),))
    return Section(
        "seasons",
        _("When is the peak season, when the slack one?"),
        answer=_season_words(found, len(shipped)),
        figure=figure_of(chart) if points else None,
        grids=_season_grids(shipped, found),
        notes=(
            _(
                "Index: the mean of a calendar month against the mean of all twelve (method of simple"
                " averages). Peak from %(high)s on, slack up to %(low)s."
            )
            % {"high": cell(1 + margin, digits=2).words, "low": cell(1 - margin, digits=2).words},
        ),
    )


def _season_words(found: Seasons | None, months: int) -> str:
    if found is None:
        words = _("No data: seasons need each calendar month at least once, and there are %(n)d months.")
        return words % {"n": months}
    peaks, slacks = (_month_names(each) for each in (found.peaks, found.slacks))
    if not peaks and not slacks:
        return _("No month stands out: there is neither a peak nor a slack season.")
    return joined(
        _("Peak season: %(months)s.") % {"months": peaks} if peaks else _("No month is a peak."),
        _("Slack season: %(months)s.") % {"months": slacks} if slacks else _("No month is slack."),
    )


def _month_names(months: Sequence[int]) -> str:
    return _(", ").join(_month_name(month) for month in months)


def _month_name(month: int) -> str:
    from django.utils.dates import MONTHS

    return str(MONTHS[month])


def _season_grids(shipped: Mapping[date, Volume], found: Seasons | None) -> Any:
    by_month = grid(
        _("Shipments by month"),
        (_("Month"),),
        volume_heads(),
        [(cell(f"{month:%Y-%m}"), *volume_cells(volume)) for month, volume in shipped.items()],
    )
    if found is None:
        return (by_month,)
    names = {**dict.fromkeys(found.peaks, _("Peak")), **dict.fromkeys(found.slacks, _("Slack"))}
    rows = [
        (
            cell(_month_name(each.month)),
            cell(names.get(each.month, pgettext("season", "Usual"))),
            cell(each.mean, digits=1),
            cell(each.index, digits=2),
        )
        for each in found.months
    ]
    heads = (_("Mean of shipments"), _("Index"))
    return by_month, grid(_("Seasonal index"), (_("Month"), _("Season")), heads, rows)


def regions(ask: Ask, needs: str) -> Section:
    """R481. Where goods come from and go to, against the period before."""
    rows = goods.carried(ask, needs)
    now = dict(goods.by(goods.picked_up(rows, ask.time), "origin_city", "destination_city"))
    before = dict(goods.by(goods.picked_up(rows, ask.time.before), "origin_city", "destination_city"))
    whole = goods.summed(now.values())
    grids = []
    for side, title in ((0, _("By place of origin")), (1, _("By place of destination"))):
        own, earlier = _by_side(now, side), _by_side(before, side)
        lines = [
            (
                cell(place or _("not known")),
                *volume_cells(own.get(place, Volume())),
                _share(own.get(place, Volume()), whole),
                cell(earlier.get(place, Volume()).shipments),
            )
            for place in sorted({*own, *earlier}, key=lambda p: (-own.get(p, Volume()).shipments, p))[:30]
        ]
        heads = (*volume_heads(), _("Share of all"), _("Shipments in the period before"))
        grids.append(grid(title, (_("Place"),), heads, lines))
    bars = tuple(
        Bar(place or _("not known"), volume.shipments)
        for place, volume in sorted(_by_side(now, 1).items(), key=lambda pair: -pair[1].shipments)[:10]
    )
    return Section(
        "regions",
        _("How do the regions compare?"),
        figure=figure_of(BarChart(title=_("Shipments by destination"), bars=bars)) if bars else None,
        grids=tuple(grids),
    )


def _share(own: Volume, whole: Volume) -> Cell:
    return cell(Decimal(own.shipments) / whole.shipments if whole.shipments else None, unit="percent")


def _by_side(found: Mapping[tuple[Any, ...], Volume], side: int) -> dict[str, Volume]:
    summed: dict[str, Volume] = {}
    for key, volume in found.items():
        summed[key[side]] = summed.get(key[side], Volume()) + volume
    return summed
