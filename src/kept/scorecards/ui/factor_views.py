"""The four factors of a service level: lead time, reliability, information, flexibility."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.web.answers import answer
from kept.kernel.web.cells import figure, percent
from kept.kernel.web.doors import needs

from ..catalogue import INDICATORS
from ..queries import factors as read
from ..queries.factors import Demand, LeadTimes
from ..queries.reading import Told, Whose, may_read
from ..rules import ETA_HOURS, NEWS_MINUTES
from . import files, words
from .asking import Question, question_of
from .level_forms import SpanForm

STEP_WORDS = {
    "processing": (gettext_lazy("Processing"), gettext_lazy("from the order's coming in to its placing")),
    "preparation": (gettext_lazy("Preparation"), gettext_lazy("from the placing to the release")),
    "dispatch": (gettext_lazy("Dispatch"), gettext_lazy("from the release to the start of carriage")),
    "carriage": (
        gettext_lazy("Carriage"),
        gettext_lazy("from its start to the delivery; not a part of the lead time"),
    ),
}
INFORMATION = {
    "available": (gettext_lazy("Available"), gettext_lazy("deliveries of which news came on the way")),
    "precise": (
        gettext_lazy("Precise"),
        gettext_lazy("deliveries that came when expected, give or take %(hours)s h"),
    ),
    "timely": (gettext_lazy("Timely"), gettext_lazy("news recorded within %(minutes)s minutes")),
    "complete": (
        gettext_lazy("Complete"),
        gettext_lazy("deliveries with pick-up, pieces, weight and receiver's name"),
    ),
    "reliable": (gettext_lazy("Reliable"), gettext_lazy("deliveries whose verdict was never revised")),
}
FLEXIBILITY = {
    "segmented": (
        gettext_lazy("Segmentation"),
        gettext_lazy("active customers put among core or potential ones"),
    ),
    "own_level": (
        gettext_lazy("Levels differ"),
        gettext_lazy("active customers with a service level of their own"),
    ),
    "own_policy": (
        gettext_lazy("Strategies differ"),
        gettext_lazy("active customers with promises of their own or of their segment"),
    ),
}


@dataclass(frozen=True)
class Line:
    """One measure of a factor."""

    factor: str
    title: Any
    means: Any
    words: str
    basis: str
    reason: str
    value: Decimal | None
    url: str = ""


@needs("scorecards.view")
def factors(request: HttpRequest) -> HttpResponse:
    """What makes the service level, measured from the records."""
    actor = Actor.of(request)
    question = question_of(request, actor, form_class=SpanForm)
    whose = question.whose if may_read(actor, question.whose) else Whose("customer", 0)
    span = (whose, question.first, question.last)
    leads = read.lead_times(actor, *span)
    demand, flexible = read.flexibility(actor, *span)
    groups = [
        (_("Order lead time"), _lead_lines(leads)),
        (_("Reliability"), _reliability(question, read.reliability(actor, *span))),
        (_("Sharing of information"), _shares("information", INFORMATION, read.information(actor, *span))),
        (_("Flexibility"), [_demand_line(demand), *_shares("flexibility", FLEXIBILITY, flexible)]),
    ]
    if (kind := request.GET.get("export", "")) in ("csv", "xlsx"):
        return _file(kind, question, groups)
    return answer(
        request,
        "scorecards/factors.html",
        question=question,
        form=SpanForm(initial={"first": question.first, "last": question.last}),
        query=question.query(),
        span=words.span_words(question.first, question.last),
        leads=leads,
        total=None if leads.total is None else _hours(leads.total),
        slowest=STEP_WORDS[leads.slowest][0] if leads.slowest else "",
        groups=groups,
        may_widen=may_read(actor, Whose()),
        widened=question.of(Whose()).address("scorecards:factors"),
    )


def _lead_lines(leads: LeadTimes) -> list[Line]:
    reason = _("no delivered order has all five moments of its course")
    basis = _("%(part)s of %(whole)s") % {"part": leads.orders, "whole": leads.delivered}
    unsaid = _("no record holds when the customer sent an order; its processing includes it")
    sending = _("from the customer's sending to the order's coming in")
    lines = [Line("lead_time", _("Transmission"), sending, _("no data"), "", unsaid, None)]
    for step, (title, means) in STEP_WORDS.items():
        hours = leads.hours.get(step)
        shown = _("no data") if hours is None else _hours(hours)
        lines.append(
            Line("lead_time", title, means, shown, basis, "" if hours is not None else reason, hours)
        )
    return lines


def _reliability(question: Question, told: dict[str, Told]) -> list[Line]:
    return [
        Line(
            "reliability",
            INDICATORS[code].title,
            INDICATORS[code].means,
            words.shown(INDICATORS[code], each.value, each.currency),
            words.basis_words(INDICATORS[code], each),
            each.reason,
            each.value,
            question.about(code).address("scorecards:records") if each.value is not None else "",
        )
        for code, each in told.items()
    ]


def _shares(factor: str, titles: dict[str, tuple[Any, Any]], told: dict[str, Told]) -> list[Line]:
    limits = {"hours": figure(rule(ETA_HOURS)), "minutes": figure(rule(NEWS_MINUTES))}
    return [
        Line(
            factor,
            titles[code][0],
            str(titles[code][1]) % limits,
            percent(each.value),
            _counted(each),
            each.reason,
            each.value,
        )
        for code, each in told.items()
    ]


def _demand_line(demand: Demand) -> Line:
    told = {"steady": demand.steady, "changing": demand.changing, "erratic": demand.erratic}
    shown = _("%(steady)d steady, %(changing)d changing, %(erratic)d by fits and starts") % told
    known = sum(told.values())
    reason = "" if known else _("nobody ordered in three months or more")
    means = _("active customers by how their orders a month vary")
    basis = _("%(part)s of %(whole)s") % {"part": known, "whole": known + demand.unknown}
    title = _("Character of demand")
    words_ = shown if known else _("no data")
    return Line("flexibility", title, means, words_, basis, reason, None)


def _counted(told: Told) -> str:
    if told.numerator is None or told.denominator is None:
        return ""
    return _("%(part)s of %(whole)s") % {"part": figure(told.numerator), "whole": figure(told.denominator)}


def _hours(hours: Decimal) -> str:
    return f"{figure(hours, digits=1)} {_('h')}"


def _file(kind: str, question: Question, groups: list[tuple[str, list[Line]]]) -> HttpResponse:
    head = (
        _("Factor"),
        pgettext("of a factor", "Measure"),
        _("What it means"),
        _("Figure"),
        _("Counted"),
        _("No data"),
    )
    cells = [
        (
            group,
            line.title,
            line.means,
            line.words if line.value is None else words.plain(line.value),
            line.basis,
            line.reason,
        )
        for group, lines in groups
        for line in lines
    ]
    name = f"factors_{question.first:%Y-%m}_{question.last:%Y-%m}"
    return files.as_file(kind, name, _("Factors"), head, cells)
