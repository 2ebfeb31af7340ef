"""Reports for a customer: the month, the quarter, the year."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kept.documents.papers import Paper, Section, cell
from kept.kernel.web.charts.shapes import Tone
from kept.scorecards.catalogue.indicators import COMPONENTS, KEPT_BY_KIND
from kept.scorecards.queries.targets import Levels

from ..enums import About, Shelf, Span
from ..permissions import CUSTOMER
from . import goods
from .asking import Ask
from .figures import share_words, told
from .kinds import report
from .operations import kept_section, level_section, trend
from .places import regions, season_section, trend_by_place
from .service import causes, complaints, results
from .writing import change_words, joined, paper

LINES: tuple[tuple[str, Tone], ...] = (("on_time_rate", "accent"), ("joint_rate", "two"))


@report(
    "customer_month",
    gettext_lazy("Monthly analysis for a customer"),
    gettext_lazy("Volume, results, causes and complaints of one customer's month, to be handed to them."),
    shelf=Shelf.CUSTOMERS,
    about=About.CUSTOMER,
    spans=(Span.MONTH,),
    needs=CUSTOMER,
    for_customers=True,
)
def customer_month(ask: Ask) -> Paper:
    """R792."""
    return paper(
        ask,
        "customer_month",
        _("Monthly statistical analysis"),
        volume_words(ask),
        [
            trend_by_place(ask, CUSTOMER),
            results(ask, CUSTOMER),
            trend(ask, LINES),
            promised_section(ask),
            causes(ask, CUSTOMER),
            complaints(ask, CUSTOMER),
        ],
    )


@report(
    "customer_period",
    gettext_lazy("Quarterly and yearly report for a customer"),
    gettext_lazy(
        "Volume trend by place, peak and slack season, comparison of regions, accuracy, timeliness and"
        " accident rate of a quarter or a year."
    ),
    shelf=Shelf.CUSTOMERS,
    about=About.CUSTOMER,
    spans=(Span.QUARTER, Span.YEAR),
    needs=CUSTOMER,
    for_customers=True,
)
def customer_period(ask: Ask) -> Paper:
    """R793 with R479, R480 and R481."""
    title = _("Quarterly report") if ask.time.span == Span.QUARTER else _("Yearly report")
    return paper(
        ask,
        "customer_period",
        title,
        volume_words(ask),
        [
            trend_by_place(ask, CUSTOMER),
            season_section(ask, CUSTOMER),
            regions(ask, CUSTOMER),
            results(ask, CUSTOMER),
            trend(ask, LINES),
            reached_section(ask),
            causes(ask, CUSTOMER),
            complaints(ask, CUSTOMER),
        ],
    )


def reached_section(ask: Ask) -> Section:
    return level_section(ask, told(ask, COMPONENTS), Levels())


def promised_section(ask: Ask) -> Section:
    return kept_section(told(ask, KEPT_BY_KIND))


def volume_words(ask: Ask, needs: str = CUSTOMER) -> str:
    """The one sentence: how much was carried, against the period before, and how much of it was in time."""
    rows = goods.carried(ask, needs)
    now, before = (
        goods.summed(volume for _key, volume in goods.by(goods.picked_up(rows, each), "state"))
        for each in (ask.time, ask.time.before)
    )
    said = ngettext(
        "We picked up %(n)d shipment, %(weight)s kg.",
        "We picked up %(n)d shipments, %(weight)s kg.",
        now.shipments,
    ) % {"n": now.shipments, "weight": cell(now.weight_kg, digits=0).words}
    changed = change_words(now.shipments, before.shipments)
    known = told(ask, ("on_time_rate",))["on_time_rate"]
    return joined(
        said,
        _("Against the period before: %(change)s.") % {"change": changed} if changed else "",
        _("On time were %(share)s of the deliveries.") % {"share": share_words(known.value)}
        if known.value is not None
        else _("On-time deliveries: no data, %(why)s.") % {"why": known.reason},
    )
