"""Trees, ratios, results and vetoes in words."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.desk.enums import Severity
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.money import Money
from kept.kernel.web.cells import figure, percent
from kept.kernel.web.panels import TYPES
from kept.promises.kinds import KINDS
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.queries.reading import nothing
from kept.scorecards.ui.words import shown

from ..enums import EvaluationState, Verdict, VetoSource
from ..models import Criterion, EvaluatedObject, Evaluation, Figure, Veto, VetoRule
from ..queries.gathering import AT_NODE, CURRENCIES, GONE, MONTHS, NOT_BY_NODE
from ..queries.pairs import Judge, Told
from ..queries.trees import Node
from .forms import pair_words


def tree_row(node: Node) -> dict[str, Any]:
    """A line of the tree: its weights, where its figure comes from, whether what stands below adds up."""
    criterion = node.criterion
    assert criterion is not None
    return {
        "node": node,
        "criterion": criterion,
        "indent": "is-deep" if node.depth > 2 else f"is-level-{node.depth}",
        "weight": percent(node.weight, digits=2),
        "whole": percent(node.whole, digits=2),
        "origin": criterion.get_origin_display(),
        "source": source_words(criterion),
        "total": percent(node.total, digits=2),
    }


def source_words(criterion: Criterion) -> str:
    """The indicator with its scale, or that it is judged."""
    if not criterion.source:
        return ""
    if criterion.is_judged:
        return str(criterion.get_source_display())
    told = INDICATORS.get(criterion.indicator)
    title = str(told.title) if told else criterion.indicator
    if told is None or criterion.worst is None:
        return title
    ends = {"worst": shown(told, criterion.worst), "best": shown(told, criterion.best)}
    return _("%(indicator)s, %(worst)s to %(best)s") % {"indicator": title, **ends}


def rule_row(rule: VetoRule) -> dict[str, Any]:
    return {"rule": rule, "words": rule_words(rule)}


def rule_words(rule: VetoRule) -> str:
    """'Sound deliveries worse than 90.0 %'."""
    if rule.source == VetoSource.INDICATOR:
        told = INDICATORS.get(rule.indicator)
        if told is None:
            return rule.indicator
        return _("%(indicator)s worse than %(limit)s") % {
            "indicator": told.title,
            "limit": shown(told, rule.limit),
        }
    if rule.source == VetoSource.COMPLAINT:
        words = _("a confirmed complaint of severity %(limit)s or worse")
        return words % {"limit": Severity(int(rule.limit)).label}
    if rule.source == VetoSource.INSPECTION:
        words = _("an inspection with critical items not met: %(limit)s or more")
        return words % {"limit": int(rule.limit)}
    return _("a claim granted of %(limit)s or more") % {"limit": Money(int(rule.limit * 100))}


def matrix_words(told: Told) -> dict[str, Any]:
    """Ratio and weights, and the judgement to look at again."""
    return {
        "ratio": figure(round(told.weighed.ratio, 3), digits=3),
        "limit": figure(told.limit),
        "is_consistent": told.is_consistent,
        "doubt": doubt_words(told),
        "weights": [
            {"name": str(each), "words": percent(weight, digits=1), "share": weight}
            for each, weight in told.shares
        ],
    }


def doubt_words(told: Told) -> str:
    if told.doubt is None:
        return ""
    first, second, given, fitting = told.doubt
    said = {
        "first": first,
        "second": second,
        "given": pair_words(str(first), str(second), given),
        "fitting": pair_words(str(first), str(second), fitting),
    }
    return (
        _(
            "Look again at '%(first)s' against '%(second)s': said was %(given)s, the others come to"
            " %(fitting)s."
        )
        % said
    )


def judge_row(judge: Judge, pairs: int) -> dict[str, Any]:
    return {
        "name": judge.person.name,
        "said": judge.said,
        "pairs": pairs,
        "told": matrix_words(judge.told) if judge.told else None,
    }


def refusal_of(check: Callable[[], object]) -> str:
    """What stands in the way, or nothing."""
    try:
        check()
    except Refused as no:
        return str(no.message)
    return ""


def address_of(to: Any) -> str:
    return str(resolve_url(to))


def answer_words(evaluation: Evaluation, rows: list[EvaluatedObject]) -> str:
    """The result in one sentence."""
    if evaluation.state == EvaluationState.CANCELLED:
        return _("Cancelled.")
    if evaluation.worked_out_at is None:
        return _("Not worked out yet.")
    best = [row for row in rows if row.place == 1]
    if not best:
        vetoed = any(row.verdict == Verdict.VETOED for row in rows)
        return _("All that have a score are vetoed.") if vetoed else _("No data: nobody has a score.")
    names = _(", ").join(str(row) for row in best)
    said = {"best": names, "score": figure(best[0].score, digits=1), "count": len(rows)}
    if len(rows) == 1:
        return _("%(best)s has %(score)s of 100 points.") % said
    return _("%(best)s stands first of %(count)s with %(score)s of 100 points.") % said


def value_words(told: Figure) -> str:
    """What went in: a figure with its unit, or how many marks."""
    criterion = told.criterion
    if criterion.is_judged:
        return _("%(count)s marks") % {"count": told.marks} if told.marks else _("no data")
    indicator = INDICATORS.get(_indicator_at(told))
    return shown(indicator, told.value, told.currency) if indicator else figure(told.value)


def reason_words(told: Figure) -> str:
    """Why there is no score."""
    if told.score is not None:
        return ""
    if told.criterion.is_judged:
        return _("nobody whose marks count gave one")
    if told.value is not None:
        return _("those compared do not differ, and no scale is set")
    if told.reason == NOT_BY_NODE:
        return _("this indicator is not told node by node")
    if told.reason == GONE or told.criterion.indicator not in INDICATORS:
        return _("this indicator is gone from the catalogue")
    if told.reason == MONTHS:
        return _("it is told by month only: months of it do not add up")
    if told.reason == CURRENCIES:
        return _("amounts in several currencies are not added")
    return nothing(INDICATORS[told.criterion.indicator]).reason


def records_url(evaluation: Evaluation, told: Figure) -> str:
    """The records behind a figure, for the same months."""
    if told.value is None or told.criterion.is_judged:
        return ""
    asked = {
        "indicator": _indicator_at(told),
        "first": f"{evaluation.first:%Y-%m}",
        "last": f"{evaluation.last:%Y-%m}",
        **told.row.whose.query(),
    }
    return f"{reverse('scorecards:records')}?{urlencode(asked)}"


def _indicator_at(told: Figure) -> str:
    at_node = told.row.node in KINDS and told.criterion.indicator == AT_NODE
    return f"kept_{told.row.node}" if at_node else told.criterion.indicator


def veto_words(veto: Veto, actor: Actor, evaluation: Evaluation) -> dict[str, str]:
    """By which rule, and the record or figure that did it, linked where this actor may follow."""
    rule = veto.rule
    if rule.source == VetoSource.INDICATOR:
        told = INDICATORS.get(rule.indicator)
        words = shown(told, veto.value) if told else figure(veto.value)
        asked = {
            "indicator": rule.indicator,
            "first": f"{evaluation.first:%Y-%m}",
            "last": f"{evaluation.last:%Y-%m}",
            "only": "failed",
            **veto.row.whose.query(),
        }
        url = f"{reverse('scorecards:records')}?{urlencode(asked)}"
        return {"rule": rule_words(rule), "what": words, "url": url}
    return {
        "rule": rule_words(rule),
        "what": f"{veto.subject_number} ({veto_value(veto)})",
        "url": _subject_url(veto, actor),
    }


def veto_value(veto: Veto) -> str:
    value = veto.value or Decimal(0)
    if veto.rule.source == VetoSource.COMPLAINT:
        return str(Severity(int(value)).label)
    if veto.rule.source == VetoSource.INSPECTION:
        return _("critical items not met: %(count)s") % {"count": int(value)}
    return str(Money(int(value * 100)))


def _subject_url(veto: Veto, actor: Actor) -> str:
    kind = TYPES.get(veto.subject_type)
    if kind is None or not actor.may(kind.permission):
        return ""
    record = kind.model._base_manager.filter(pk=veto.subject_id).first()
    return str(record.get_absolute_url()) if record is not None else ""  # type: ignore[attr-defined]
