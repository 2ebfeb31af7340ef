"""A strategy as it stands on paper: plain values that never change again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..enums import ActionState
from ..models import Action, Cycle
from .revenue import currency_of, freight_currency_of

Paper = dict[str, Any]


def paper_of(cycle: Cycle) -> Paper:
    """Policies, targets, goals with their owned actions, packages, schedule and expected effects."""
    goals = list(cycle.goals.select_related("gap__item", "gap__customer", "gap__branch", "gap__survey"))
    actions = Action.objects.filter(gap__in=[goal.gap_id for goal in goals]).exclude(
        state__in=(ActionState.DROPPED, ActionState.PROPOSED)
    )
    return {
        "title": cycle.title,
        "aim": cycle.aim,
        "starts_on": cycle.starts_on.isoformat(),
        "goals": [
            {
                "gap": goal.gap.number,
                "what": goal.gap.what,
                "scope": goal.gap.scope_words,
                "is_rate": goal.gap.is_rate,
                "got": _text(goal.gap.got),
                "wanted": _text(goal.wanted),
                "direction": goal.direction,
            }
            for goal in goals
        ],
        "actions": [
            {
                "number": action.number,
                "title": action.title,
                "gap": action.gap.number,
                "owner": action.owner.name,
                "due_on": action.due_on.isoformat(),
                "cost": action.cost,
                "benefit": action.benefit,
                "currency": action.currency,
                "failure_chance": _text(action.failure_chance),
                "risk": action.risk,
            }
            for action in actions.select_related("gap", "owner").order_by("due_on", "pk")
        ],
        "targets": [
            {
                "indicator": target.indicator,
                "customer": str(target.customer) if target.customer else "",
                "value": _text(target.value),
                "why": target.why,
            }
            for target in cycle.targets.select_related("customer")
        ],
        "promises": [
            {
                "kind": promise.kind,
                "scope": promise.scope_words,
                "seconds": int(promise.limit.total_seconds()),
                "version": promise.policy_version.number if promise.policy_version else None,
                "policy": promise.policy_version.policy_id if promise.policy_version else None,
                "valid_from": promise.policy_version.valid_from.isoformat() if promise.policy_version else "",
            }
            for promise in cycle.promises.select_related("customer", "service", "policy_version")
        ],
        "packages": [
            {
                "name": package.name,
                "content": package.content,
                "services": [str(service) for service in package.services.all()],
                "customer": str(package.customer) if package.customer else "",
                "segment": package.segment,
                "service_class": package.service_class,
                "score": _text(package.score),
                "price": package.price,
                "currency": package.currency,
            }
            for package in cycle.packages.select_related("customer").prefetch_related("services")
        ],
        "stages": [
            {
                "code": stage.code,
                "starts_on": stage.starts_on.isoformat(),
                "due_on": stage.due_on.isoformat(),
                "owner": stage.owner.name if stage.owner else "",
                "note": stage.note,
            }
            for stage in cycle.stages.select_related("owner")
        ],
        "effects": [
            {"kind": effect.kind, "before": _text(effect.before), "expected": _text(effect.expected)}
            for effect in cycle.effects.all()
        ],
        "currency": currency_of(cycle),
        "freight_currency": freight_currency_of(cycle),
    }


def is_same(one: Paper, other: Paper) -> bool:
    """Whether nothing was planned otherwise; what was measured meanwhile is no plan."""
    return _planned(one) == _planned(other)


def _planned(paper: Paper) -> Paper:
    effects = [{**effect, "before": None} for effect in paper["effects"]]
    return {**paper, "effects": effects, "currency": "", "freight_currency": ""}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"
