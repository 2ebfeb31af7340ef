"""What the workspace of a cycle shows, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from itertools import compress
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kept.inspections.queries.comparing import Compared, Comparison, compare
from kept.inspections.rules.numbers import COMPARE_DAYS
from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.web.cells import figure, percent
from kept.parties.enums import Segment
from kept.parties.models import Competitor
from kept.scorecards.ui.words import shown

from ..enums import CHECKLIST, STRENGTHS, WHO, FindingKind
from ..models import Cycle, Effect
from ..queries.missing import missing_of
from ..queries.needs import Need, needs_of
from ..queries.own_level import OwnLevel, own_levels
from ..queries.paper import is_same, paper_of
from ..queries.ranked import RankedGap, ranked_gaps
from ..queries.revenue import Revenue, money_of, revenue_seen
from . import cycle_forms as forms
from .words import difference_words, effect_verdict, effect_words, missing_words, value_words

Told = dict[str, Any]


def workspace_of(cycle: Cycle, actor: Actor, at: datetime, *, failed: Mapping[str, Any]) -> Told:
    """Everything of the five steps; what fills itself and what people wrote."""
    revenue = revenue_seen(actor, at)
    ranked = ranked_gaps(cycle, actor, revenue)
    segment = cycle.customer.segment if cycle.customer else cycle.segment
    needs = needs_of(segment, at)
    levels, span = own_levels(cycle, actor, at)
    days = int(rule(COMPARE_DAYS, at=at))
    compared = compare(actor, on=localdate(at), days=days)
    told = {
        "forms": _forms(cycle, actor, ranked, revenue, needs),
        "failed": list(failed),
        **_findings(cycle),
        **_needs(needs),
        "levels": [_level(level) for level in levels],
        "span": span,
        "compared": compared,
        "against": _against(compared),
        "compared_days": days,
        "ranked": [_ranked(one) for one in ranked],
        "revenue": revenue.money(customer_id=cycle.customer_id, segment=cycle.segment),
        "targets": cycle.targets.select_related("customer", "target"),
        "promises": cycle.promises.select_related("customer", "service", "policy_version__policy"),
        "packages": cycle.packages.select_related("customer").prefetch_related("services"),
        "effects": _effects(cycle),
        "competitors": Competitor.objects.order_by("name"),
        "at": at,
        **_schedule(cycle),
        **_state(cycle, actor),
    }
    return told


def _findings(cycle: Cycle) -> Told:
    by_kind: dict[str, list[Any]] = {kind: [] for kind in FindingKind.values}
    for finding in cycle.findings.select_related("competitor", "contact__contact_person", "made_by"):
        by_kind[finding.kind].append(finding)
    return {
        "who": [(kind, kind.label, by_kind[kind]) for kind in WHO],
        "heard": by_kind[FindingKind.NEED],
        "talks": by_kind[FindingKind.TALK],
        "strengths": [(kind, kind.label, by_kind[kind]) for kind in STRENGTHS],
        "checks": [(kind, kind.label, next(iter(by_kind[kind]), None)) for kind in CHECKLIST],
        "follow_ups": by_kind[FindingKind.FOLLOW_UP],
    }


def _forms(cycle: Cycle, actor: Actor, ranked: list[RankedGap], revenue: Revenue, needs: list[Need]) -> Told:
    """Empty forms; the marks of a package begin from what is known."""
    if not cycle.is_open or not actor.may("strategy.plan"):
        return {}
    findings = {kind: forms.FindingForm(cycle, actor, kind=kind) for kind in FindingKind.values}
    return {
        **findings,
        "goals": forms.GoalForm(cycle, actor, gaps=[one.gap for one in ranked if one.gap.state != "closed"]),
        "targets": forms.TargetForm(cycle, actor),
        "packages": forms.PackageForm(cycle, actor, marks=_marks(cycle, revenue, needs)),
    }


def _marks(cycle: Cycle, revenue: Revenue, needs: list[Need]) -> Told:
    """What the data says of two of the five criteria; people mark the rest."""
    marks: Told = {}
    share = revenue.share(customer_id=cycle.customer_id, segment=cycle.segment) if cycle.scope else None
    if share is not None:
        fair = Decimal(1) / max(len(revenue.of_customer), 1) if cycle.customer_id else Decimal(1) / 3
        marks["customer_importance"] = min(5, max(1, round(3 * share / fair)))
    if needs:
        scale = needs[0].survey.questionnaire
        marks["need_importance"] = 1 + round(
            4 * (needs[0].importance - scale.low) / max(scale.high - scale.low, 1)
        )
    return marks


def _needs(needs: list[Need]) -> Told:
    """Only segments that some need has a figure for are columns; the others are named once."""
    names = [_("all"), *(str(Segment(code).label) for code in Segment.values)]
    known = [not place or any(need.marks[place] is not None for need in needs) for place in range(len(names))]
    return {
        "needs": [_need(need, known) for need in needs],
        "segments": list(compress(names, known)),
        "silent": _(", ").join(name for name, is_known in zip(names, known, strict=True) if not is_known),
    }


def _need(need: Need, known: list[bool]) -> Told:
    own = need.own
    got = own.got if own else None
    return {
        "need": need,
        "marks": [
            _("no data") if mark is None else figure(mark, digits=1) for mark in compress(need.marks, known)
        ],
        "got": figure(got.mean, digits=1) if got else _("no data"),
        "class": (own.class_code, own.class_words) if own else None,
        "n": own.n if own else 0,
    }


def _level(level: OwnLevel) -> Told:
    said = percent if level.is_share else partial(figure, digits=1)
    return {
        "level": level,
        "own": level.told.reason if level.told.value is None else said(level.told.value),
        "target": "" if level.target is None else said(level.target),
    }


def _against(compared: Comparison) -> list[Told]:
    """Ours beside theirs; first what somebody does better, for there is something to gain."""
    told = [{"row": row, "ours": _ours(row), "is_behind": row.is_behind} for row in compared.rows]
    return sorted(told, key=lambda one: not one["is_behind"])


def _ours(row: Compared) -> str:
    declared = row.newest.declared
    return str(shown(declared, row.ours)) if declared and row.ours is not None else ""


def _ranked(one: RankedGap) -> Told:
    gap = one.gap
    return {
        "one": one,
        "missing": difference_words(gap, gap.gap),
        "got": value_words(gap, gap.got),
        "wanted": value_words(gap, gap.wanted),
        "goal": value_words(gap, one.goal.wanted) if one.goal else "",
        "importance": figure(gap.importance * 100, digits=0),
        "width": figure(gap.width * 100, digits=0),
        "share": "" if one.share is None else percent(one.share, digits=0),
        "worth": "" if one.weight is None else figure(one.weight, digits=2),
        "actions": [
            {
                "action": action,
                "risk": percent(action.failure_chance, digits=0) if action.failure_chance is not None else "",
            }
            for action in sorted(
                one.actions,
                key=lambda a: (a.expected_gain is None, -(a.expected_gain.amount if a.expected_gain else 0)),
            )
        ],
    }


def _effects(cycle: Cycle) -> list[Told]:
    return [_effect(each, money_of(each.kind, cycle)) for each in cycle.effects.all()]


def _effect(effect: Effect, currency: str) -> Told:
    said = partial(effect_words, effect, currency=currency)
    return {
        "effect": effect,
        "before": said(effect.before),
        "expected": said(effect.expected) if effect.expected is not None else "",
        "after": said(effect.after) if effect.measured_at else "",
        "words": effect_verdict(effect, currency=currency),
    }


def _schedule(cycle: Cycle) -> Told:
    stages = list(cycle.stages.select_related("owner", "done_by"))
    today = localdate()
    rows = [(stage, stage.is_overdue(today)) for stage in stages]
    return {
        "project": [row for row in rows if row[0].is_project],
        "schedule": [row for row in rows if not row[0].is_project],
    }


def _state(cycle: Cycle, actor: Actor) -> Told:
    """Which acts are legal now for this actor."""
    plans = cycle.is_open and actor.may("strategy.plan")
    newest = cycle.newest
    changed = newest is None or not is_same(newest.paper, paper_of(cycle))
    decides = cycle.is_open and actor.may("strategy.decide")
    return {
        "may_plan": plans,
        "may_decide": decides,
        "may_force": decides and changed and actor.person_id != cycle.changed_by_id,
        "waits_for_others": decides and changed and actor.person_id == cycle.changed_by_id,
        "missing": missing_words(missing_of(cycle)) if cycle.is_open else "",
        "is_changed": newest is not None and changed and cycle.is_open,
        "newest": newest,
        "following": getattr(cycle, "next", None) if hasattr(cycle, "next") else None,
    }
