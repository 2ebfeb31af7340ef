"""Improvements: opened from a flaw, changed by a day, told by the indicators that they name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.kernel.numbering import next_number
from kept.kernel.numbers import rule
from kept.scorecards.catalogue import INDICATORS

from ..enums import Aspect
from ..events import FindingTakenUp, ImprovementMeasured, ImprovementMoved, ImprovementOpened
from ..models import Effect, Finding, Improvement
from ..queries.effects import effect_of
from ..rules.numbers import EFFECT_MONTHS
from ..rules.refusals import DayInThePast, UnknownIndicator
from .finding import locked_finding


@transaction.atomic
def open_improvement(
    *,
    finding: Finding | None = None,
    indicators: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
    **said: Any,
) -> Improvement:
    """Put a flaw or waste into the register. `indicators` tell by aspect what is to become better.

    `said` are fields of Improvement. From a finding, the finding is taken up.
    """
    if said["due_on"] < localdate(at):
        raise DayInThePast(field="due_on")
    if finding is not None:
        found = locked_finding(finding)
        found.take_up()
        found.save(update_fields=["state"])
        said["branch"] = said.get("branch") or found.branch
        emit(FindingTakenUp.of(found, at=at), by=by)
    improvement = Improvement.objects.create(
        number=next_number("improvement", at=at), finding=finding, opened_at=at, **said
    )
    _name_indicators(improvement, indicators or {})
    emit(ImprovementOpened.of(improvement, at=at, owner_id=improvement.owner_id), by=by)
    return improvement


@transaction.atomic
def begin_improvement(*, improvement: Improvement, by: Actor, at: datetime) -> Improvement:
    found = _locked(improvement)
    found.begin()
    return _moved(found, by=by, at=at)


@transaction.atomic
def finish_improvement(
    *,
    improvement: Improvement,
    change: str,
    on: date,
    next_round: date | None = None,
    by: Actor,
    at: datetime,
) -> Improvement:
    """The change is made. `next_round` is the day on which the process is looked at again."""
    found = _locked(improvement)
    found.finish(change=change, on=on)
    found.next_round = next_round
    return _moved(found, by=by, at=at)


@transaction.atomic
def drop_improvement(*, improvement: Improvement, why: str, by: Actor, at: datetime) -> Improvement:
    found = _locked(improvement)
    found.drop(why=why)
    return _moved(found, by=by, at=at)


@transaction.atomic
def measure_effect(*, improvement: Improvement, by: Actor, at: datetime) -> Improvement:
    """Tell each indicator over whole months before and after the change."""
    found = _locked(improvement)
    months = int(rule(EFFECT_MONTHS, at=at))
    for effect in found.effects.select_for_update():
        effect.keep(**effect_of(found, effect.indicator, months=months, at=at), at=at)
        effect.save()
    emit(ImprovementMeasured.of(found, at=at), by=by)
    return found


def _name_indicators(improvement: Improvement, indicators: Mapping[str, str]) -> None:
    wanted = {aspect: code for aspect, code in indicators.items() if code}
    for aspect, code in wanted.items():
        if code not in INDICATORS:
            raise UnknownIndicator(field=aspect)
    Effect.objects.bulk_create(
        Effect(improvement=improvement, aspect=Aspect(aspect), indicator=code)
        for aspect, code in wanted.items()
    )


def _moved(improvement: Improvement, *, by: Actor, at: datetime) -> Improvement:
    improvement.save()
    emit(ImprovementMoved.of(improvement, at=at, state=improvement.state), by=by)
    return improvement


def _locked(improvement: Improvement) -> Improvement:
    return Improvement.objects.select_for_update(of=("self",)).get(pk=improvement.pk)
