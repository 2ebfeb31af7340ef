"""How a customer was served: accuracy, timeliness, accidents, causes of what broke, complaints."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kept.desk.enums import CaseKind
from kept.desk.models import Case
from kept.documents.papers import BLANK, Cell, Section, cell, figure_of
from kept.kernel.web.charts import Bar, BarChart
from kept.methods.rates import Rate
from kept.promises.enums import Cause, LiableTier, PromiseState
from kept.promises.kinds import KINDS
from kept.promises.models import Promise, PromiseQuerySet
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.queries.targets import Levels
from kept.scorecards.ui.words import gap_of, gap_words, level_words
from kept.transport.enums import DeliveryOutcome, GoodsCondition, ShipmentState
from kept.transport.models import Delivery, Shipment

from ..rules import Period
from .asking import Ask
from .figures import Told, basis, figure_cell, share_words, told
from .writing import change_words, grid, joined

RESULTS = (
    *("on_time_rate", "quantity_rate", "quality_rate", "documents_rate", "joint_rate"),
    *("first_attempt_rate", "lead_time_mean", "promises_kept_rate", "complaint_rate"),
)
HANDED = (DeliveryOutcome.DELIVERED, DeliveryOutcome.PARTIAL)
HARMED = (GoodsCondition.DAMAGED, GoodsCondition.SHORT)
MOST = 40


@dataclass(frozen=True)
class Handling:
    """Shipments handed over: how many were judged right in everything, and how many came to harm."""

    accurate: Rate
    accidents: Rate
    harmed: tuple[tuple[str, int], ...]


def handling(ask: Ask, needs: str, period: Period) -> Handling:
    """Two statements. What nobody said counts on neither side."""
    begin, end = period.bounds
    rows = Delivery.objects.permitted(ask.actor, needs).filter(
        happened_at__gte=begin, happened_at__lt=end, outcome__in=HANDED, shipment__customer=ask.customer
    )
    judged = ~Q(condition="") & Q(papers_ok__isnull=False, pieces_delivered__isnull=False)
    judged &= Q(shipment__pieces__isnull=False)
    right = judged & Q(condition=GoodsCondition.GOOD, papers_ok=True, pieces_delivered=F("shipment__pieces"))
    found = rows.aggregate(
        judged=Count("pk", filter=judged),
        right=Count("pk", filter=right),
        known=Count("shipment", filter=~Q(condition=""), distinct=True),
        **{each: Count("shipment", filter=Q(condition=each), distinct=True) for each in HARMED},
        harmed=Count("shipment", filter=Q(condition__in=HARMED), distinct=True),
    )
    lost = (
        Shipment.objects.permitted(ask.actor, needs)
        .filter(customer=ask.customer, state=ShipmentState.LOST, state_at__gte=begin, state_at__lt=end)
        .count()
    )
    harmed = tuple((str(GoodsCondition(each).label), found[each]) for each in HARMED)
    return Handling(
        Rate(found["right"], found["judged"]),
        Rate(found["harmed"] + lost, found["known"] + lost),
        (*harmed, (str(ShipmentState.LOST.label), lost)),
    )


def results(ask: Ask, needs: str) -> Section:
    """Accuracy, timeliness, accident rate and other results, against the level and the time before."""
    now, before = told(ask, RESULTS), told(ask, RESULTS, ask.time.before)
    own, earlier = handling(ask, needs, ask.time), handling(ask, needs, ask.time.before)
    levels = Levels()
    rows = [
        _rate_row(_("Accuracy: right goods, quantity and papers"), own.accurate, earlier.accurate),
        _rate_row(_("Accident rate: lost, damaged or short"), own.accidents, earlier.accidents),
        *(_row(ask, code, now, before, levels) for code in RESULTS),
    ]
    heads = (_("This period"), _("Period before"), _("Set level"), _("Gap to the level"))
    return Section(
        "results",
        _("What was reached against what was set?"),
        answer=_result_words(now, before, own),
        figure=_result_chart(now, own),
        grids=(
            grid(_("Results"), (pgettext("in a report", "Result"), _("Counted")), heads, rows),
            grid(
                _("Accidents"),
                (_("What happened"),),
                (_("Shipments"),),
                [(cell(words), cell(n)) for words, n in own.harmed],
            ),
        ),
        notes=(_("What nobody recorded counts on neither side of a share."),),
    )


def _row(ask: Ask, code: str, now: Told, before: Told, levels: Levels) -> tuple[Cell, ...]:
    indicator = INDICATORS[code]
    level = levels.of(code, on=ask.time.last, slice=ask.place.slice, id=ask.place.id)
    return (
        cell(indicator.title),
        cell(basis(code, now[code])),
        figure_cell(code, now[code]),
        figure_cell(code, before[code]),
        cell(level_words(indicator, level)),
        cell(gap_words(indicator, gap_of(indicator, now[code].value, level))),
    )


def _rate_row(title: str, now: Rate, before: Rate) -> tuple[Cell, ...]:
    basis = {"part": now.numerator, "whole": now.denominator}
    counted = _("%(part)s of %(whole)s") % basis if now.denominator else ""
    known = (cell(rate.value, unit="percent", none=_("no data")) for rate in (now, before))
    return (cell(title), cell(counted), *known, BLANK, BLANK)


def _result_words(now: Told, before: Told, own: Handling) -> str:
    value, earlier = now["on_time_rate"].value, before["on_time_rate"].value
    if value is None:
        first = _("On-time deliveries: no data, %(why)s.") % {"why": now["on_time_rate"].reason}
    else:
        first = _("On time were %(share)s of the deliveries.") % {"share": share_words(value)}
    changed = change_words(value, earlier, percent=True)
    accidents = _("Accident rate: %(share)s.") % {"share": share_words(_decimal(own.accidents.value))}
    return joined(
        first, _("Against the period before: %(change)s.") % {"change": changed} if changed else "", accidents
    )


def _result_chart(now: Told, own: Handling) -> Any:
    known = [(INDICATORS[c].title, now[c].value) for c in RESULTS[:5] if now[c].value is not None]
    bars = [Bar(title, value) for title, value in known]
    if own.accurate.value is not None:
        bars.insert(0, Bar(_("Accuracy"), own.accurate.value, tone="two"))
    if not bars:
        return None
    return figure_of(
        BarChart(title=_("Share of deliveries that were right"), bars=tuple(bars), unit="percent", highest=1)
    )


def broken_promises(ask: Ask, needs: str) -> PromiseQuerySet:
    """Promises to the customer that fell due in the period and were broken."""
    begin, end = ask.time.bounds
    rows = Promise.objects.permitted(ask.actor, needs).filter(customer=ask.customer)
    due = rows.filter(due_at__gte=begin, due_at__lt=end).broken(ask.at)
    return due.exclude(state__in=(PromiseState.WAIVED, PromiseState.CANCELLED))


def causes(ask: Ask, needs: str) -> Section:
    """Why promises broke and who lost them; each one named as far as a page can bear."""
    rows = broken_promises(ask, needs)
    counted = list(rows.values_list("cause", "liable_tier").annotate(n=Count("pk")).order_by("-n"))
    names, tiers = dict(Cause.choices), dict(LiableTier.choices)
    by_cause: dict[str, int] = {}
    for cause, _tier, n in counted:
        by_cause[cause] = by_cause.get(cause, 0) + n
    unknown = by_cause.get("", 0)
    bars = tuple(
        Bar(names[cause], n) for cause, n in sorted(by_cause.items(), key=lambda pair: -pair[1]) if cause
    )
    lines = [
        (
            cell(names.get(cause) or _("not established yet")),
            cell(tiers.get(tier) or _("not established yet")),
            cell(n),
        )
        for cause, tier, n in counted
    ]
    whole = sum(by_cause.values())
    said = ngettext("%(n)d promise was broken.", "%(n)d promises were broken.", whole) % {"n": whole}
    known = ngettext(
        "Of %(n)d the cause is not established yet.", "Of %(n)d the causes are not established yet.", unknown
    )
    main = _("Most often: %(cause)s.") % {"cause": bars[0].label} if bars else ""
    return Section(
        "causes",
        _("Why did it break?"),
        answer=joined(said, main, known % {"n": unknown} if unknown else ""),
        figure=figure_of(BarChart(title=_("Broken promises by cause"), bars=bars)) if bars else None,
        grids=(
            grid(_("Causes"), (_("Cause"), _("Liable")), (_("Broken promises"),), lines),
            _broken_grid(rows, whole),
        ),
    )


def _broken_grid(rows: PromiseQuerySet, whole: int) -> Any:
    names, tiers = dict(Cause.choices), dict(LiableTier.choices)
    lines = [
        (
            cell(row.subject_number),
            cell(KINDS[row.kind].words if row.kind in KINDS else row.kind),
            cell(row.due_at),
            cell(row.met_at, none=_("not met")),
            cell(names.get(row.cause) or _("not established yet")),
            cell(tiers.get(row.liable_tier, "")),
        )
        for row in rows.order_by("due_at", "pk")[:MOST]
    ]
    cut = _("The first %(most)d of %(all)d.") % {"most": MOST, "all": whole} if whole > MOST else ""
    heads = (_("About"), _("Promise"), _("Due"), _("Met"), _("Cause"), _("Liable"))
    return grid(_("Broken promises, one by one"), heads, (), lines, note=cut)


def complaints(ask: Ask, needs: str) -> Section:
    """Every complaint of the period and how it ended."""
    begin, end = ask.time.bounds
    rows = Case.objects.permitted(ask.actor, needs).filter(
        kind=CaseKind.COMPLAINT, customer=ask.customer, opened_at__gte=begin, opened_at__lt=end
    )
    found = list(rows.order_by("opened_at", "pk")[: MOST + 1])
    n = len(found) if len(found) <= MOST else rows.count()
    solved = rows.exclude(solved_at=None).count()
    lines = [_complaint(case) for case in found[:MOST]]
    said = ngettext("%(n)d complaint came in", "%(n)d complaints came in", n) % {"n": n}
    ended = ngettext("%(n)d is solved", "%(n)d are solved", solved) % {"n": solved}
    none = _("There was no complaint.")
    heads = (_("Case"), _("Taken in"), _("What about"), _("Solved"), _("Result"), _("Cause"))
    return Section(
        "complaints",
        _("What did you complain about, and how did it end?"),
        answer=_("%(said)s; %(ended)s.") % {"said": said, "ended": ended}
        if n
        else _("There was no complaint."),
        grids=(
            grid(
                _("Complaints"),
                heads,
                (pgettext("of a complaint", "Hours to solve"), _("Opened again")),
                lines,
                empty=none,
                note=_("The first %(most)d of %(all)d.") % {"most": MOST, "all": n} if n > MOST else "",
            ),
        ),
    )


def _complaint(case: Case) -> tuple[Cell, ...]:
    hours = (case.solved_at - case.opened_at).total_seconds() / 3600 if case.solved_at else None
    about = case.title or case.reason[:80]
    return (
        cell(case.number, url=case.get_absolute_url()),
        cell(case.opened_at),
        cell(about),
        cell(case.solved_at, none=_("not solved yet")),
        cell(case.result[:120]),
        cell(case.get_cause_display()),
        cell(hours, digits=1),
        cell(case.reopenings),
    )


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
