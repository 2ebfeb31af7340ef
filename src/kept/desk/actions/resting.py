"""Snoozing a case out of the queue until a moment, and watching one that is somebody else's."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit

from ..events import CaseSnoozed, CaseWoken
from ..models import Case

MOST_WOKEN = 500


class NobodyWatches(Refused):
    default = _("Only people of ours watch a case.")


@transaction.atomic
def snooze_case(*, case: Case, until: datetime, why: str = "", by: Actor, at: datetime) -> Case:
    """Out of the queue until a moment. The promises run on: what breaks meanwhile breaks."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    case.snooze(until=until, why=why.strip(), at=at)
    case.save(update_fields=["snoozed_until", "snooze_note"])
    emit(CaseSnoozed.of(case, at=at, until=until), by=by)
    return case


@transaction.atomic
def wake_case(*, case: Case, by: Actor, at: datetime) -> Case:
    """Back into the queue."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    case.wake()
    case.save(update_fields=["snoozed_until", "snooze_note"])
    emit(CaseWoken.of(case, at=at), by=by)
    return case


def wake_cases(*, by: Actor, at: datetime) -> int:
    """What the clock asks: every case whose moment has come is in the queue again, and its owner told."""
    due = Case.objects.unfinished().filter(snoozed_until__lte=at).order_by("snoozed_until", "pk")[:MOST_WOKEN]
    return sum(_woken(case, by=by, at=at) for case in due)


def watch_case(*, case: Case, by: Actor, at: datetime) -> Case:
    """Be told of what changes in a case of somebody else."""
    if by.person_id is None:
        raise NobodyWatches
    case.watchers.add(by.person_id)
    return case


def unwatch_case(*, case: Case, by: Actor, at: datetime) -> Case:
    if by.person_id is None:
        raise NobodyWatches
    case.watchers.remove(by.person_id)
    return case


def _woken(case: Case, *, by: Actor, at: datetime) -> int:
    """Again under lock: somebody may have woken it meanwhile."""
    with transaction.atomic():
        locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if locked.snoozed_until is None or locked.snoozed_until > at:
            return 0
        wake_case(case=locked, by=by, at=at)
    return 1
