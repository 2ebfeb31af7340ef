"""Measuring what a strategy has changed, honest about what is not known."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.kernel.facts import company_day
from kept.kernel.numbers import rule
from kept.scorecards.actions.facts import refresh_facts
from kept.surveys.rules.numbers import LEAST_ANSWERS

from ..enums import EffectKind, Verdict
from ..events import EffectsMeasured
from ..models import Cycle, Effect
from ..queries.effects import WEEKLY, sample_of, tested
from ..queries.windows import Side, Window, windows_of
from ..rules import LEAST_RECORDS, LEAST_WEEKS, WINDOW_DAYS, to_six
from .cycling import locked_cycle

FELT = (EffectKind.SATISFACTION, EffectKind.BRAND)


def measure_effects(*, cycle: Cycle, by: Actor, at: datetime, days: int | None = None) -> list[Effect]:
    """Before the strategy is in force: how it is now. Afterwards: before and after, with a test."""
    refresh_facts(at=at)
    return _keep(cycle, by, at, days or int(rule(WINDOW_DAYS, at=at)))


@transaction.atomic
def _keep(cycle: Cycle, by: Actor, at: datetime, days: int) -> list[Effect]:
    cycle = locked_cycle(cycle)
    cycle.must_be_open()
    effects = list(cycle.effects.select_for_update())
    for effect in effects:
        if cycle.in_force_at is None:
            _fill_before(effect, cycle, at, days)
        else:
            _compare(effect, cycle, cycle.in_force_at, at, days)
        effect.save()
    emit(EffectsMeasured.of(cycle, at=at), by=by)
    return effects


def _fill_before(effect: Effect, cycle: Cycle, at: datetime, days: int) -> None:
    today = company_day(at)
    assert today is not None
    now = Window(today - timedelta(days=days), today + timedelta(days=1))
    side = sample_of(effect.kind, cycle, now, as_of=at).side
    effect.before, effect.before_n = _shown(effect.kind, side, at), side.n


def _compare(effect: Effect, cycle: Cycle, changed_at: datetime, at: datetime, days: int) -> None:
    first, second = windows_of(changed_at, at, days)
    before, after = (sample_of(effect.kind, cycle, window, as_of=at) for window in (first, second))
    effect.least = _least(effect.kind, at)
    effect.before, effect.before_n = _shown(effect.kind, before.side, at), before.n
    effect.after, effect.after_n = _shown(effect.kind, after.side, at), after.n
    effect.measured_at = at
    found = tested(before, after) if min(before.n, after.n) >= effect.least else None
    effect.difference = _six(found.difference) if found else None
    effect.low, effect.high = (_six(found.low), _six(found.high)) if found else (None, None)
    effect.p_value = _six(found.p_value) if found else None
    effect.verdict = _verdict(effect)


def _shown(kind: str, side: Side, at: datetime) -> Decimal | None:
    """What was felt by fewer than may be told of has no figure."""
    return None if kind in FELT and side.n < _least(kind, at) else _six(side.value)


def _least(kind: str, at: datetime) -> int:
    if kind in WEEKLY:
        return int(rule(LEAST_WEEKS, at=at))
    return int(rule(LEAST_ANSWERS if kind in FELT else LEAST_RECORDS, at=at))


def _verdict(effect: Effect) -> str:
    if effect.difference is None or effect.low is None or effect.high is None:
        return Verdict.TOO_LITTLE
    if effect.low <= 0 <= effect.high:
        return Verdict.UNPROVEN
    return Verdict.BETTER if (effect.worth(effect.difference) or 0) > 0 else Verdict.WORSE


def _six(value: float | None) -> Decimal | None:
    return None if value is None else to_six(Decimal(str(value)))
