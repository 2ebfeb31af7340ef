"""Somebody is away: told by themselves or by who keeps the roster, with a deputy."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit

from ..enums import AbsenceKind
from ..events import AbsenceEnded, AbsenceTold
from ..models import Absence, Person


class EndsBeforeItBegins(Refused):
    default = _("The end must lie after the beginning.")


class AwayAlready(Refused):
    default = _("%(person)s is away at this time already.")


class OwnDeputy(Refused):
    default = _("Nobody stands in for themselves.")


class DeputyAway(Refused):
    default = _("%(person)s is away at this time too: choose another deputy.")


class OverAlready(Refused):
    default = _("This absence is over.")


@transaction.atomic
def tell_absence(
    *,
    person: Person,
    starts_at: datetime,
    ends_at: datetime,
    kind: str = AbsenceKind.LEAVE,
    deputy: Person | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Absence:
    """Duties in this time stay on the roster and show as gaps. Raises Refused with the field to mend."""
    if ends_at <= starts_at:
        raise EndsBeforeItBegins(field="ends_at")
    if deputy == person:
        raise OwnDeputy(field="deputy")
    Person.objects.select_for_update().get(pk=person.pk)
    away = Absence.objects.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
    if away.filter(person=person).exists():
        raise AwayAlready(AwayAlready.default % {"person": person.name}, field="starts_at")
    if deputy is not None and away.filter(person=deputy).exists():
        raise DeputyAway(DeputyAway.default % {"person": deputy.name}, field="deputy")
    absence = Absence.objects.create(
        person=person, deputy=deputy, kind=kind, starts_at=starts_at, ends_at=ends_at, note=note.strip()
    )
    emit(AbsenceTold(subject=Subject.of(person), occurred_at=at, absence_id=absence.pk), by=by)
    return absence


@transaction.atomic
def end_absence(*, absence: Absence, by: Actor, at: datetime) -> None:
    """Back sooner: it ends now, or falls away when it has not begun. Raises OverAlready."""
    absence = Absence.objects.select_for_update(of=("self",)).select_related("person").get(pk=absence.pk)
    if absence.ends_at <= at:
        raise OverAlready
    told = AbsenceEnded(subject=Subject.of(absence.person), occurred_at=at, absence_id=absence.pk)
    if absence.starts_at >= at:
        absence.delete()
    else:
        absence.ends_at = at
        absence.save(update_fields=["ends_at"])
    emit(told, by=by)
