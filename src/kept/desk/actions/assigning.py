"""Who looks after what: giving cases to people, and handing over a shift."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit, emit_many
from kept.people.models import Person
from kept.promises.actions import hand_over_promises
from kept.promises.models import Promise

from ..events import CaseAssigned, ShiftHandedOver
from ..models import Case, CaseIsClosed, Contact, HandOver
from ..rules import BUSINESS_KINDS
from .opening import NewToTheWork


class NotOnDuty(Refused):
    default = _("Choose an active member of staff.")


class SameDeputy(Refused):
    default = _("Owner and deputy are two people.")


class NothingChosen(Refused):
    default = _("Choose what to hand over.")


class NotYours(Refused):
    default = _("Only what is in your own hands can be handed over.")


class ToOneself(Refused):
    default = _("Choose a colleague.")


@transaction.atomic
def assign_case(*, case: Case, owner: Person, deputy: Person | None = None, by: Actor, at: datetime) -> Case:
    """Give a case an owner and, if wanted, a deputy. Its running promises go with it.

    From one person to another it was passed on, which is counted.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not case.is_unfinished:
        raise CaseIsClosed
    for person in filter(None, (owner, deputy)):
        _check(person, case.kind)
    if deputy is not None and deputy.pk == owner.pk:
        raise SameDeputy(field="deputy")
    was = case.owner_id
    case.owner, case.deputy = owner, deputy
    case.passed_on += was is not None and was != owner.pk
    case.save(update_fields=["owner", "deputy", "passed_on"])
    hand_over_promises(promises=Promise.objects.about(case).unfinished(), person=owner, by=by, at=at)
    emit(CaseAssigned.of(case, at=at, was_owner_id=was, deputy_id=case.deputy_id), by=by)
    return case


@transaction.atomic
def hand_over_shift(
    *,
    giver: Person,
    taker: Person,
    cases: Sequence[Case] = (),
    contacts: Sequence[Contact] = (),
    note: str = "",
    by: Actor,
    at: datetime,
) -> HandOver:
    """Everything chosen goes to the next shift, with its promises and a word."""
    if giver.pk == taker.pk:
        raise ToOneself(field="taker")
    if not (cases or contacts):
        raise NothingChosen
    for case in cases:
        _check(taker, case.kind)
    _check(taker, "")
    mine, calls = _in_hands_of(giver, cases, contacts)
    promises = [*_promises_about(mine), *_promises_about(calls)]
    owners = {case.pk: case.owner_id for case in mine}
    Case.objects.filter(pk__in=owners).update(owner=taker, passed_on=F("passed_on") + 1)
    Contact.objects.filter(pk__in=[contact.pk for contact in calls]).update(person=taker)
    moved = hand_over_promises(promises=promises, person=taker, by=by, at=at) if promises else []
    handed = HandOver.objects.create(
        giver=giver, taker=taker, branch=giver.branch, promises=len(moved), note=note.strip(), at=at
    )
    handed.cases.set(mine)
    handed.contacts.set(calls)
    _tell(handed, mine, calls, owners, by=by, at=at)
    return handed


def _tell(
    handed: HandOver,
    cases: list[Case],
    contacts: list[Contact],
    owners: dict[int, int | None],
    *,
    by: Actor,
    at: datetime,
) -> None:
    told = []
    for case in cases:
        case.owner = handed.taker
        told.append(CaseAssigned.of(case, at=at, was_owner_id=owners[case.pk], deputy_id=case.deputy_id))
    emit_many(told, by=by)
    shift = ShiftHandedOver(
        subject=Subject.of(handed),
        occurred_at=at,
        giver_id=handed.giver_id,
        taker_id=handed.taker_id,
        cases=len(cases),
        contacts=len(contacts),
    )
    emit(shift, by=by)


def _in_hands_of(
    giver: Person, cases: Sequence[Case], contacts: Sequence[Contact]
) -> tuple[list[Case], list[Contact]]:
    mine = list(
        Case.objects.select_for_update()
        .unfinished()
        .filter(Q(owner=giver) | Q(owner=None), pk__in=[case.pk for case in cases])
    )
    calls = list(
        Contact.objects.select_for_update()
        .waiting()
        .filter(Q(person=giver) | Q(person=None), pk__in=[contact.pk for contact in contacts])
    )
    if len(mine) != len(cases) or len(calls) != len(contacts):
        raise NotYours
    return mine, calls


def _promises_about(records: Sequence[models.Model]) -> list[Promise]:
    if not records:
        return []
    about = Promise.objects.filter(
        subject_type=records[0]._meta.label_lower, subject_id__in=[record.pk for record in records]
    )
    return list(about.unfinished())


def _check(person: Person, kind: str) -> None:
    if not (person.is_active and person.is_staff_member):
        raise NotOnDuty(field="owner")
    if person.is_new and kind in BUSINESS_KINDS:
        raise NewToTheWork(person)
