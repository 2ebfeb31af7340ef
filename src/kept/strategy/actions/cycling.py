"""Strategy cycles: opened, aimed, closed; the next one begins from the last."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.kernel.numbering import next_number
from kept.parties.models import Customer

from ..enums import CHECKLIST, CycleState, EffectKind, FindingKind, GapState, StageCode
from ..events import CycleChanged, CycleClosed, CycleOpened
from ..models import Cycle, Effect, Finding, Goal, Stage

MONTHS = {
    StageCode.TEAM: (0, 1),
    StageCode.DATA: (1, 3),
    StageCode.ANALYSIS: (3, 4),
    StageCode.PROCESS: (4, 9),
    StageCode.PARTNER: (9, 12),
    StageCode.FIRST: (0, 3),
    StageCode.SECOND: (3, 6),
    StageCode.THIRD: (6, 12),
}
"""From which month to which a stage goes, until somebody gives it other days."""


class TitleMissing(Refused):
    default = _("Give the cycle a title.")


class OneOfTwo(Refused):
    default = _("Choose a segment or a customer, not both.")


class NotClosed(Refused):
    default = _("Close the cycle before the next one begins.")


class HasNext(Refused):
    default = _("The next cycle exists already.")


@transaction.atomic
def open_cycle(
    *,
    title: str,
    starts_on: date,
    customer: Customer | None = None,
    segment: str = "",
    aim: str = "",
    by: Actor,
    at: datetime,
) -> Cycle:
    """A draft with its stages dated and its effects named; the rest fills itself or is written down."""
    if not title.strip():
        raise TitleMissing(field="title")
    if customer is not None and segment:
        raise OneOfTwo(field="segment")
    cycle = Cycle.objects.create(
        number=next_number("strategy_cycle", at=at),
        title=title.strip(),
        customer=customer,
        segment=segment,
        aim=aim.strip(),
        starts_on=starts_on,
        opened_at=at,
        opened_by_id=by.person_id,
        changed_at=at,
        changed_by_id=by.person_id,
    )
    Stage.objects.bulk_create(_stage(cycle, code) for code in StageCode)
    Effect.objects.bulk_create(Effect(cycle=cycle, kind=kind) for kind in EffectKind)
    emit(CycleOpened.of(cycle, at=at), by=by)
    return cycle


@transaction.atomic
def open_next(*, previous: Cycle, title: str, starts_on: date, by: Actor, at: datetime) -> Cycle:
    """The next round begins from a closed one: what was found out stays, goals not reached stay goals.

    What was measured after becomes what is before. Talks and the checklist begin anew.
    """
    previous = locked_cycle(previous)
    if previous.state != CycleState.CLOSED:
        raise NotClosed
    if Cycle.objects.filter(previous=previous).exists():
        raise HasNext
    cycle = open_cycle(
        title=title,
        starts_on=starts_on,
        customer=previous.customer,
        segment=previous.segment,
        aim=previous.aim,
        by=by,
        at=at,
    )
    cycle.previous = previous
    cycle.save(update_fields=["previous"])
    for finding in previous.findings.exclude(kind__in=(*CHECKLIST, FindingKind.TALK, FindingKind.FOLLOW_UP)):
        _copied(finding, cycle)
    for goal in previous.goals.exclude(gap__state=GapState.CLOSED):
        Goal.objects.create(cycle=cycle, gap_id=goal.gap_id, wanted=goal.wanted, direction=goal.direction)
    for effect in previous.effects.exclude(after=None):
        cycle.effects.filter(kind=effect.kind).update(before=effect.after, before_n=effect.after_n)
    return cycle


@transaction.atomic
def aim_cycle(*, cycle: Cycle, title: str, aim: str, by: Actor, at: datetime) -> Cycle:
    """What the whole cycle is for."""
    if not title.strip():
        raise TitleMissing(field="title")
    cycle = changing(cycle, "aim", by=by, at=at)
    cycle.title, cycle.aim = title.strip(), aim.strip()
    cycle.save(update_fields=["title", "aim"])
    return cycle


@transaction.atomic
def close_cycle(*, cycle: Cycle, evaluation: str, by: Actor, at: datetime) -> Cycle:
    """Said what it has brought; its strategy ends. Policies and targets stay until others replace them."""
    cycle = locked_cycle(cycle)
    cycle.close(evaluation=evaluation, person_id=by.person_id, at=at)
    cycle.save()
    emit(CycleClosed.of(cycle, at=at), by=by)
    return cycle


def changing(cycle: Cycle, part: str, *, by: Actor, at: datetime) -> Cycle:
    """Take it for a change of one of its parts, and tell. Raises CycleIsClosed."""
    cycle = locked_cycle(cycle)
    cycle.must_be_open()
    cycle.changed_at, cycle.changed_by_id = at, by.person_id
    cycle.save(update_fields=["changed_at", "changed_by"])
    emit(CycleChanged.of(cycle, at=at, part=part), by=by)
    return cycle


def locked_cycle(cycle: Cycle) -> Cycle:
    rows = Cycle.objects.select_for_update(of=("self",))
    return rows.select_related("customer").get(pk=cycle.pk)


def _stage(cycle: Cycle, code: StageCode) -> Stage:
    first, last = MONTHS[code]
    begins = _month_on(cycle.starts_on, first)
    return Stage(cycle=cycle, code=code, starts_on=begins, due_on=_month_on(cycle.starts_on, last) - DAY)


DAY = timedelta(days=1)


def _month_on(day: date, months: int) -> date:
    """The same day of a later month, or the last one it has."""
    whole = day.year * 12 + day.month - 1 + months
    first = date(whole // 12, whole % 12 + 1, 1)
    last = (first.replace(day=28) + 4 * DAY).replace(day=1) - DAY
    return first.replace(day=min(day.day, last.day))


def _copied(finding: Finding, cycle: Cycle) -> None:
    finding.pk, finding.cycle = None, cycle
    finding._state.adding = True
    finding.save()
