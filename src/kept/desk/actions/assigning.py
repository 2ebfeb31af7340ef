"""Who looks after what: giving cases, and those who wait for an answer, to people."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.people.models import Person
from kept.promises.actions import hand_over_promises
from kept.promises.models import Promise

from ..events import CaseAssigned, ContactGiven
from ..models import Case, CaseIsClosed, Contact
from ..models.contacts import NoAnswerAwaited
from ..rules import BUSINESS_KINDS
from .opening import NewToTheWork


class NotOnDuty(Refused):
    default = _("Choose an active member of staff.")


class SameDeputy(Refused):
    default = _("Owner and deputy are two people.")


@transaction.atomic
def assign_case(*, case: Case, owner: Person, deputy: Person | None = None, by: Actor, at: datetime) -> Case:
    """Give a case an owner and, if wanted, a deputy. Its running promises go with it.

    From one person to another it was passed on, which is counted.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not case.is_unfinished:
        raise CaseIsClosed
    for person in filter(None, (owner, deputy)):
        check_owner(person, case.kind)
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
def give_contact(*, contact: Contact, person: Person, by: Actor, at: datetime) -> Contact:
    """Give somebody who waits for an answer to a person, with what was promised. Raises NoAnswerAwaited."""
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if not contact.is_waiting:
        raise NoAnswerAwaited
    check_owner(person, "")
    if person.is_new and not contact.is_internal:
        raise NewToTheWork(person)
    was, contact.person = contact.person_id, person
    contact.save(update_fields=["person"])
    hand_over_promises(promises=Promise.objects.about(contact).unfinished(), person=person, by=by, at=at)
    emit(ContactGiven.of(contact, at=at, was_person_id=was), by=by)
    return contact


def check_owner(person: Person, kind: str) -> None:
    """Whether a case of this kind, or anything else for an empty one, can be given to this person."""
    if not (person.is_active and person.is_staff_member):
        raise NotOnDuty(field="owner")
    if person.is_new and kind in BUSINESS_KINDS:
        raise NewToTheWork(person)
