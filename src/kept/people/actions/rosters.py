"""Putting people on the roster, taking them off, and copying a week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit, emit_many
from kept.kernel.numbers import rule

from ..events import DutiesPlanned, DutiesTakenOff, ShiftKept
from ..models import Absence, Duty, Person, ShiftPattern, Team
from ..rules import LONGEST_DUTY


class NothingChosen(Refused):
    default = _("Choose people and days first.")


class NotOnRosters(Refused):
    default = _("%(person)s does not work here any more.")


class DutyOverlaps(Refused):
    default = _("%(person)s is on duty already on %(day)s, %(hours)s.")


class DutyInAbsence(Refused):
    default = _("%(person)s is away on %(day)s.")


class DutyTooLong(Refused):
    default = _("A duty of %(hours)s is longer than %(longest)d hours.")


class BreakOutside(Refused):
    default = _("The break %(hours)s lies outside the shift or ends before it begins.")


@dataclass(frozen=True)
class Copied:
    """What a copied week came to; `left_out` could not be copied, each with its reason."""

    made: list[Duty]
    left_out: list[tuple[Duty, Refused]]


@transaction.atomic
def keep_shift(*, pattern: ShiftPattern, by: Actor, at: datetime) -> ShiftPattern:
    """Keep a shift pattern; duties planned by it before stay as they are. Raises BreakOutside."""
    sample = Duty.of(pattern, person=Person(), day=at.date())
    no = _own_fault(sample, at)
    if no is not None:
        raise no
    pattern.save()
    emit(ShiftKept(subject=Subject.of(pattern), occurred_at=at), by=by)
    return pattern


@transaction.atomic
def plan_duties(*, duties: Sequence[Duty], by: Actor, at: datetime) -> list[Duty]:
    """Put placed duties on the roster, all or none. Raises the first reason why one cannot be."""
    if not duties:
        raise NothingChosen
    refused = refusals_of(duties, at=at)
    if refused:
        raise next(iter(refused.values()))
    return _write(duties, by, at)


@transaction.atomic
def take_off(*, duties: Iterable[Duty], by: Actor, at: datetime) -> int:
    """Take duties off the roster. Returns how many."""
    going = list(duties)
    if not going:
        raise NothingChosen
    Duty.objects.filter(pk__in=[duty.pk for duty in going]).delete()
    _tell(DutiesTakenOff, going, by, at)
    return len(going)


@transaction.atomic
def copy_week(*, team: Team, source: date, goal: date, by: Actor, at: datetime) -> Copied:
    """Put a team's duties of the week from `source` on the same days of the week from `goal`."""
    there = Duty.objects.in_days(source, 7).filter(team=team).select_related("person", "pattern", "team")
    copies = [_moved(duty, goal - source) for duty in there]
    if not copies:
        raise NothingChosen(_("The week before is empty."))
    refused = refusals_of(copies, at=at)
    made = [duty for place, duty in enumerate(copies) if place not in refused]
    left_out = [(copies[place], why) for place, why in refused.items()]
    return Copied(_write(made, by, at), left_out)


def refusals_of(duties: Sequence[Duty], *, at: datetime) -> dict[int, Refused]:
    """By place: why a duty cannot be put on the roster, each seen with those before it."""
    if not duties:
        return {}
    ids = {duty.person_id for duty in duties}
    list(Person.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    first, last = min(d.starts_at for d in duties), max(d.ends_at for d in duties)
    within: dict[str, Any] = {"person__in": ids, "starts_at__lt": last, "ends_at__gt": first}
    planned: dict[int, list[Duty]] = defaultdict(list)
    for duty in Duty.objects.filter(**within):
        planned[duty.person_id].append(duty)
    away: dict[int, list[Absence]] = defaultdict(list)
    for absence in Absence.objects.filter(**within):
        away[absence.person_id].append(absence)
    longest, found = int(rule(LONGEST_DUTY, at=at)), {}
    for place, duty in enumerate(duties):
        why = _own_fault(duty, at, longest=longest) or _clash(
            duty, planned[duty.person_id], away[duty.person_id]
        )
        if why is None:
            planned[duty.person_id].append(duty)
        else:
            found[place] = why
    return found


def _own_fault(duty: Duty, at: datetime, *, longest: int | None = None) -> Refused | None:
    longest = longest or int(rule(LONGEST_DUTY, at=at))
    if duty.length > timedelta(hours=longest):
        said = {"hours": duty.hours, "longest": longest}
        return DutyTooLong(DutyTooLong.default % said, field="ends")
    for (begins, ends), (start, end) in zip(duty.breaks, duty.pauses(), strict=True):
        if not duty.starts_at <= start < end <= duty.ends_at:
            return BreakOutside(BreakOutside.default % {"hours": f"{begins}-{ends}"}, field="breaks")
    return None


def _clash(duty: Duty, planned: list[Duty], away: list[Absence]) -> Refused | None:
    said: dict[str, Any] = {"person": duty.person.name, "day": duty.day.isoformat()}
    if not duty.person.is_active:
        return NotOnRosters(NotOnRosters.default % said, field="person")
    for other in planned:
        if other.starts_at < duty.ends_at and duty.starts_at < other.ends_at:
            said = {**said, "day": other.day.isoformat(), "hours": other.hours}
            return DutyOverlaps(DutyOverlaps.default % said, field="day")
    if any(each.starts_at < duty.ends_at and duty.starts_at < each.ends_at for each in away):
        return DutyInAbsence(DutyInAbsence.default % said, field="day")
    return None


def _moved(duty: Duty, by: timedelta) -> Duty:
    kept = ("person", "team", "pattern", "begins", "ends", "breaks", "zone")
    copy = Duty(day=duty.day + by, **{name: getattr(duty, name) for name in kept})
    copy.place()
    return copy


def _write(duties: Sequence[Duty], by: Actor, at: datetime) -> list[Duty]:
    made = Duty.objects.bulk_create(duties)
    _tell(DutiesPlanned, made, by, at)
    return made


def _tell(kind: type[DutiesPlanned], duties: Iterable[Duty], by: Actor, at: datetime) -> None:
    """One event for each person, with the days."""
    days: dict[Person, list[str]] = defaultdict(list)
    for duty in duties:
        days[duty.person].append(duty.day.isoformat())
    emit_many(
        [
            kind(subject=Subject.of(person), occurred_at=at, days=sorted(said))
            for person, said in days.items()
        ],
        by=by,
    )
