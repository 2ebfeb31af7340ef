"""Gaps of a cycle ranked by importance times gap times value, with what is planned about each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, Q

from kept.kernel.actor import Actor
from kept.kernel.money import Money

from ..enums import ActionState
from ..models import Action, Cycle, Gap, Goal
from ..rules import worth_of
from .revenue import Revenue

WITH = ("survey", "item__questionnaire", "customer", "branch")


@dataclass(frozen=True)
class RankedGap:
    """`worth` is None while nobody knows the revenue behind it; then it stands after the rest."""

    gap: Gap
    value: Money | None
    share: Decimal | None
    worth: Decimal | None
    goal: Goal | None
    actions: Sequence[Action]

    @property
    def weight(self) -> Decimal | None:
        return None if self.worth is None else self.worth * 100


def ranked_gaps(cycle: Cycle, actor: Actor, revenue: Revenue, *, most: int | None = 12) -> list[RankedGap]:
    """What is unclosed or has a goal, the dearest first; four statements."""
    goals = {goal.gap_id: goal for goal in cycle.goals.all()}
    rows = Gap.objects.permitted(actor, "strategy.view").filter(in_scope(cycle) | Q(pk__in=goals))
    rows = rows.exclude(Q(state="closed") & ~Q(pk__in=goals)).select_related(*WITH)
    known = Action.objects.exclude(state=ActionState.DROPPED).select_related(
        "owner", "policy_version__policy"
    )
    rows = rows.prefetch_related(Prefetch("actions", known.order_by("due_on", "pk"), to_attr="known_actions"))
    found = [_ranked(gap, goals.get(gap.pk), revenue) for gap in rows]
    found.sort(key=lambda one: (one.worth is None, -(one.worth or 0), -one.gap.priority, one.gap.pk))
    kept = found[:most]
    return kept + [one for one in found[len(kept) :] if one.goal]


def in_scope(cycle: Cycle) -> Q:
    """Gaps that speak of those whom the cycle is for; all of them for the whole company."""
    if cycle.customer is not None:
        return Q(customer=cycle.customer) | Q(customer=None, branch=None, segment=cycle.customer.segment)
    if cycle.segment:
        return Q(segment=cycle.segment) | Q(customer__segment=cycle.segment)
    return Q(pk__isnull=False)


def _ranked(gap: Gap, goal: Goal | None, revenue: Revenue) -> RankedGap:
    scope = gap.scope()
    share = revenue.share(**scope)
    return RankedGap(
        gap=gap,
        value=revenue.money(**scope) if share is not None else None,
        share=share,
        worth=worth_of(gap.priority, share),
        goal=goal,
        actions=gap.known_actions,  # type: ignore[attr-defined]
    )
