"""'What if this promise became that': what the past says of another time allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import ceil
from typing import Any

from kept.kernel.actor import Actor
from kept.kernel.money import Money
from kept.kernel.numbers import rule
from kept.methods.statistics import Interval
from kept.methods.what_if import Replayed, Terms, kept_by_limit, replay, revenue_at_risk
from kept.parties.models import Customer
from kept.promises.models import PolicyVersion, Promise
from kept.promises.queries.resolving import candidate_of, candidates_in_force
from kept.promises.rules import Circumstances, choose

from ..models import Action
from ..rules import LEAST_PAST
from .past import Asked, History, history_of
from .revenue import revenue_seen

POINTS = 12
ROUND = ((3600, 1800), (900, 900), (60, 60), (1, 1))
"""From this many seconds on, a step of the axis is a whole number of these."""


@dataclass(frozen=True)
class Simulated:
    """The answer; `replayed` is None while the past is too short to say anything."""

    asked: Asked
    terms: Terms
    history: History
    least: int
    replayed: Replayed | None
    now: PolicyVersion | None
    penalty: Money | None
    at_risk: Money | None
    cost: Money | None
    curve: tuple[tuple[float, Interval | None], ...]

    @property
    def is_enough(self) -> bool:
        return self.replayed is not None

    @property
    def more_a_month(self) -> tuple[float, float, float] | None:
        """How many more are broken a month: estimate and interval."""
        if self.replayed is None:
            return None
        monthly = (self.replayed.judged + self.replayed.undecided) / self.history.months
        shift = self.replayed.more_broken
        return shift.estimate * monthly, shift.low * monthly, shift.high * monthly

    def kept(self) -> dict[str, Any]:
        """As a planned promise keeps what was expected of it."""
        if self.replayed is None:
            return {}
        then, more = self.replayed.kept_then, self.more_a_month
        return {
            "judged": self.replayed.judged,
            "kept": [then.estimate, then.low, then.high],
            "more_a_month": list(more or ()),
            "penalty": self.penalty.amount if self.penalty else None,
            "at_risk": self.at_risk.amount if self.at_risk else None,
            "since": self.history.since.isoformat(),
        }


def simulate(
    asked: Asked, terms: Terms, *, actor: Actor, actions: Iterable[Action] = (), at: datetime
) -> Simulated:
    """Nothing is written. Promises and charges are those that the actor may see."""
    history = history_of(asked, Promise.objects.permitted(actor, "promises.view"), at)
    least = int(rule(LEAST_PAST, at=at))
    found = replay(history.past, terms)
    found = found if found is not None and found.judged >= least else None
    costs = [action.price for action in actions if action.price is not None]
    return Simulated(
        asked=asked,
        terms=terms,
        history=history,
        least=least,
        replayed=found,
        now=_ruling(asked, at),
        penalty=_penalty(found, history),
        at_risk=_at_risk(found, actor, at),
        cost=sum(costs[1:], costs[0]) if costs else None,
        curve=tuple(kept_by_limit(history.past, _limits(history, terms), terms.earliest)) if found else (),
    )


def _penalty(found: Replayed | None, history: History) -> Money | None:
    """A month's; None where nothing was agreed, or in several currencies."""
    if found is None or not history.currency:
        return None
    return Money(round(found.penalty / history.months), history.currency)


def _at_risk(found: Replayed | None, actor: Actor, at: datetime) -> Money | None:
    if found is None:
        return None
    revenue = revenue_seen(actor, at)
    if not revenue.currency:
        return None
    lost = revenue_at_risk(found.broken_of, revenue.monthly(found.broken_of))
    return Money(int(lost.quantize(Decimal(1))), revenue.currency)


def _limits(history: History, terms: Terms) -> list[float]:
    """Even round steps that meet what is asked, up to what nearly all of the past took."""
    used = sorted(past.used for past in history.past)
    nearly_all = used[int(len(used) * 0.95)]
    far = min(max(nearly_all, terms.latest * 1.5), terms.latest * POINTS)
    finest = int(POINTS * terms.latest / far)
    parts = next((n for n in range(finest, 1, -1) if _is_round(terms.latest / n)), 1)
    steps = (terms.latest * (n / parts) for n in range(1, ceil(far * parts / terms.latest) + 1))
    return [step for step in steps if step > terms.earliest]


def _is_round(hours: float) -> bool:
    seconds = round(hours * 3600, 6)
    unit = next((unit for least, unit in ROUND if seconds >= least), 1)
    return seconds % unit == 0


def _ruling(asked: Asked, at: datetime) -> PolicyVersion | None:
    """The policy version that rules now for exactly what was asked."""
    versions = candidates_in_force([asked.kind], at, at)
    segment = asked.customer.segment if isinstance(asked.customer, Customer) else asked.segment
    what = Circumstances(
        kind=asked.kind,
        customer_id=asked.customer.pk if asked.customer else None,
        segment=segment,
        service_id=asked.service.pk if asked.service else None,
        lane=(asked.lane_origin, asked.lane_destination),
    )
    ranked = choose([candidate_of(version) for version in versions], what)
    by_id = {version.pk: version for version in versions}
    return by_id[ranked[0].version_id] if ranked else None
