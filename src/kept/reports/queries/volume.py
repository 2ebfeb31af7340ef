"""How much cargo was carried: day by day, by branch, by lane and by customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from kept.documents.papers import Cell, Figure, Grid, Paper, Section, cell, figure_of
from kept.kernel.web.charts import LineChart, Point, Series

from ..enums import About, Shelf, Span
from ..rules import Period
from . import goods
from .asking import Ask
from .goods import Volume
from .kinds import report
from .writing import change_words, day_words, grid, joined, paper, total

NEEDS = "transport.view"
MOST = 20
LOOK_BACK = timedelta(days=13)


@report(
    "daily_volume",
    gettext_lazy("Daily cargo volume"),
    gettext_lazy("Shipments, pieces, weight and volume picked up, day by day, by branch, lane and customer."),
    shelf=Shelf.CARRYING,
    about=About.HOUSE,
    spans=(Span.DAY, Span.MONTH),
    needs=NEEDS,
)
def daily_volume(ask: Ask) -> Paper:
    """R789. What was picked up in the period; a single day is shown at the end of its fortnight."""
    rows = goods.carried(ask, NEEDS)
    own, before = goods.picked_up(rows, ask.time), goods.picked_up(rows, ask.time.before)
    parts = (
        _by(own, _("By branch"), _("Branch"), "branch__name"),
        _by(own, _("By customer"), _("Customer"), "customer__name"),
        _by(own, _("By lane"), _("From"), "origin_city", "destination_city", second=_("To")),
    )
    whole = goods.summed(volume for _key, volume in goods.by(own, "state"))
    earlier = goods.summed(volume for _key, volume in goods.by(before, "state"))
    return paper(
        ask,
        "daily_volume",
        _("Cargo volume report"),
        _answer(whole, earlier),
        [
            _days(ask, rows),
            *(Section(f"part-{n}", part.title, grids=(part,)) for n, part in enumerate(parts)),
        ],
    )


def _answer(whole: Volume, earlier: Volume) -> str:
    if not whole.shipments:
        return _("Nothing was picked up in this time.")
    said = ngettext(
        "%(n)d shipment was picked up: %(pieces)s pieces, %(weight)s kg.",
        "%(n)d shipments were picked up: %(pieces)s pieces, %(weight)s kg.",
        whole.shipments,
    ) % {
        "n": whole.shipments,
        "pieces": cell(whole.pieces).words,
        "weight": cell(whole.weight_kg, digits=0).words,
    }
    changed = change_words(whole.shipments, earlier.shipments)
    return joined(said, _("Against the period before: %(change)s.") % {"change": changed} if changed else "")


def _days(ask: Ask, rows: Any) -> Section:
    time = ask.time
    if time.span == Span.DAY:
        time = Period(Span.DAY, time.first - LOOK_BACK, time.last)
    found, delivered = goods.by_day(goods.picked_up(rows, time)), goods.delivered_by_day(rows, time)
    days = [(day, found.get(day, Volume())) for day in time.days]
    lines = [(cell(day), *volume_cells(volume), cell(delivered.get(day, 0))) for day, volume in days]
    whole = goods.summed(volume for _day, volume in days)
    foot = (*total(_("Sum"), 0, ()), *volume_cells(whole), cell(sum(delivered.values())))
    return Section(
        "days",
        _("How much was picked up each day?"),
        figure=_chart(days, delivered),
        grids=(grid(_("By day"), (_("Day"),), (*volume_heads(), _("Delivered")), lines, foot=foot),),
        notes=unweighed_note(whole),
    )


def _chart(days: Sequence[tuple[Any, Volume]], delivered: dict[Any, int]) -> Figure:
    up = tuple(Point(day_words(day), volume.shipments) for day, volume in days)
    down = tuple(Point(day_words(day), delivered.get(day, 0)) for day, _volume in days)
    return figure_of(
        LineChart(
            title=_("Shipments picked up and delivered, by day"),
            series=(
                Series(pgettext("shipments", "Picked up"), up),
                Series(pgettext("shipments", "Delivered"), down, tone="two"),
            ),
        )
    )


def _by(rows: Any, title: str, head: str, *fields: str, second: str = "") -> Grid:
    found = goods.by(rows, *fields)
    lines = [(*(cell(each) for each in key), *volume_cells(volume)) for key, volume in found[:MOST]]
    heads = (head, second) if second else (head,)
    foot = (*total(_("Sum"), len(heads) - 1, ()), *volume_cells(goods.summed(v for _k, v in found)))
    cut = _("The first %(most)d of %(all)d.") % {"most": MOST, "all": len(found)} if len(found) > MOST else ""
    return grid(title, heads, volume_heads(), lines, foot=foot if found else (), note=cut)


def volume_heads() -> tuple[str, ...]:
    return _("Shipments"), _("Pieces"), _("Weight, kg"), _("Volume, m³")


def volume_cells(volume: Volume) -> tuple[Cell, ...]:
    return (
        cell(volume.shipments),
        cell(volume.pieces),
        cell(volume.weight_kg, digits=0),
        cell(volume.volume_m3, digits=1),
    )


def unweighed_note(whole: Volume) -> tuple[str, ...]:
    if not whole.unweighed:
        return ()
    said = ngettext(
        "%(n)d shipment told no weight and adds none.",
        "%(n)d shipments told no weight and add none.",
        whole.unweighed,
    )
    return (said % {"n": whole.unweighed},)
