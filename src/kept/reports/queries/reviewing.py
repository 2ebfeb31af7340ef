"""The client review: promises, results, causes, complaints, what was felt, actions and next steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from kept.documents.papers import Cell, Paper, Section, cell, figure_of
from kept.kernel.actor import Actor
from kept.kernel.web.charts import Bar, BarChart
from kept.scorecards.catalogue import INDICATORS
from kept.strategy.enums import ActionState
from kept.strategy.models import Action
from kept.strategy.ui.words import value_words, verdict_words

from ..models import Remark, Review
from ..permissions import REVIEW
from .asking import Ask
from .customer import LINES, promised_section, reached_section, volume_words
from .felt import felt_section
from .figures import figure_cell, told
from .operations import trend
from .places import trend_by_place
from .service import causes, complaints, handling, results
from .writing import grid, joined, paper, period_words

SECTIONS: Final = {
    "summary": gettext_lazy("Summary"),
    "places": gettext_lazy("Volume by place"),
    "promises": gettext_lazy("Promises made and kept"),
    "level": gettext_lazy("Service level"),
    "results": gettext_lazy("Results against levels"),
    "trend": gettext_lazy("Trend of the year"),
    "causes": gettext_lazy("Causes of what broke"),
    "complaints": gettext_lazy("Complaints and how they ended"),
    "felt": gettext_lazy("Satisfaction"),
    "actions": gettext_lazy("Actions and their effect"),
    "next": gettext_lazy("Next steps"),
}
"""What a manager can remark on, in the order of the pack."""


def last_remarks(review: Review) -> dict[str, str]:
    """The words in force by section; one statement. An emptied remark is none."""
    found: dict[str, str] = {}
    for remark in Remark.objects.filter(review=review).order_by("version"):
        found[remark.section] = remark.text
    return {section: text for section, text in found.items() if text}


def paper_of(review: Review, actor: Actor, at: Any) -> Paper:
    """As it was handed over, or as it stands now."""
    if review.is_handed:
        return review.paper_in(get_language() or "zh-hans")
    return review_paper(review, actor, at)


def review_paper(review: Review, actor: Actor, at: Any) -> Paper:
    """The draft with today's figures and the remarks in force."""
    ask = Ask(actor=actor, at=at, period=review.period, customer=review.customer)
    remarks = last_remarks(review)
    sections = [replace(each, remark=remarks.get(each.code, "")) for each in _sections(ask)]
    about = f"{review.customer} · {period_words(review.period)} · {review.number} v{review.version}"
    return paper(
        ask,
        "review",
        _("Client review"),
        joined(volume_words(ask, REVIEW), _action_words(ask)),
        sections,
        about=about,
        signs=(_("For us"), _("For the customer")),
    )


def _sections(ask: Ask) -> Iterator[Section]:
    yield _summary(ask)
    yield trend_by_place(ask, REVIEW)
    yield promised_section(ask)
    yield reached_section(ask)
    yield results(ask, REVIEW)
    yield trend(ask, LINES)
    yield causes(ask, REVIEW)
    yield complaints(ask, REVIEW)
    yield felt_section(ask, REVIEW)
    yield _actions(ask)
    yield _next(ask)


def _summary(ask: Ask) -> Section:
    """The few figures that are asked for first, against the quarter before."""
    codes = ("on_time_rate", "joint_rate", "promises_kept_rate", "complaints")
    now, before = told(ask, codes), told(ask, codes, ask.time.before)
    own, earlier = handling(ask, REVIEW, ask.time), handling(ask, REVIEW, ask.time.before)
    lines: list[tuple[Cell, ...]] = [
        (cell(INDICATORS[code].title), figure_cell(code, now[code]), figure_cell(code, before[code]))
        for code in codes
    ]
    harm = (cell(each.accidents.value, unit="percent", none=_("no data")) for each in (own, earlier))
    lines.append((cell(_("Accident rate: lost, damaged or short")), *harm))
    heads = (_("This period"), _("Period before"))
    return Section("summary", _("Summary"), grids=(grid(_("Key figures"), (_("Figure"),), heads, lines),))


def actions_for(ask: Ask) -> list[Action]:
    """Actions for this customer or for all, that ran, ended or were measured since the period began."""
    begin, _end = ask.time.bounds
    rows = Action.objects.filter(Q(gap__customer=ask.customer) | Q(gap__customer=None, gap__branch=None))
    rows = rows.exclude(state__in=(ActionState.PROPOSED, ActionState.DROPPED))
    recent = Q(done_at=None) | Q(done_at__gte=begin) | Q(re_measured_at__gte=begin)
    shown = rows.filter(recent, agreed_at__lte=ask.at).select_related("gap__item", "gap__customer", "owner")
    return list(shown.prefetch_related("remeasurements").order_by("due_on", "pk")[:30])


def _actions(ask: Ask) -> Section:
    """What was done about what falls short, with the effect that measuring again has shown."""
    found = actions_for(ask)
    lines = [_action(action) for action in found]
    bars = tuple(
        bar
        for action in found
        if action.measured_after is not None and action.measured_before is not None and action.gap.is_rate
        for bar in (
            Bar(f"{action.number} {_('before')}", action.measured_before, tone="quiet"),
            Bar(f"{action.number} {_('after')}", action.measured_after),
        )
    )
    chart = BarChart(title=_("Before and after each action"), bars=bars, unit="percent", highest=1)
    heads = (
        *(_("Action"), _("What falls short"), pgettext("of an action", "Owner"), _("Due day"), _("State")),
        *(_("Before"), _("After"), _("What measuring again has shown")),
    )
    return Section(
        "actions",
        _("What did we do about it, and did it help?"),
        answer=_action_words(ask),
        figure=figure_of(chart) if bars else None,
        grids=(grid(_("Actions"), heads, (), lines, empty=_("No action was agreed.")),),
    )


def _action(action: Action) -> tuple[Cell, ...]:
    gap = action.gap
    results = list(action.remeasurements.all())
    said = verdict_words(gap, results[0]) if results else _("Not measured again yet.")
    return (
        cell(f"{action.number} {action.title}", url=action.get_absolute_url()),
        cell(str(gap)),
        cell(action.owner.name),
        cell(action.due_on),
        cell(action.get_state_display()),
        cell(value_words(gap, action.measured_before) if results else None),
        cell(value_words(gap, action.measured_after) if results else None),
        cell(said),
    )


def _action_words(ask: Ask) -> str:
    found = actions_for(ask)
    if not found:
        return _("No action was agreed.")
    better = sum(action.verdict == "better" for action in found)
    done = sum(action.state == ActionState.DONE for action in found)
    told = {"n": len(found), "done": done, "better": better}
    return _("%(n)d actions: %(done)d done, %(better)d shown to have helped.") % told


def _expected(action: Action) -> str:
    return " → ".join(value_words(action.gap, each) for each in (action.expected_from, action.expected_to))


def _next(ask: Ask) -> Section:
    """What is still to be done, by whom and until when."""
    todo = [a for a in actions_for(ask) if a.state in (ActionState.AGREED, ActionState.RUNNING)]
    lines = [
        (
            cell(action.title),
            cell(action.owner.name),
            cell(action.due_on),
            cell(_expected(action)),
        )
        for action in todo
    ]
    heads = (
        *(_("What is done"), pgettext("of an action", "Owner"), _("Due day")),
        _("Expected effect"),
    )
    empty = _("No agreed action is open.")
    return Section(
        "next", _("What comes next?"), grids=(grid(_("Next steps"), heads, (), lines, empty=empty),)
    )
