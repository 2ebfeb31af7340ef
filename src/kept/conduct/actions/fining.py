"""Fines: put to a decision when a complaint is closed with somebody responsible, decided by a human."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.desk.enums import CaseKind
from kept.desk.models import Case
from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.kernel.facts import month_of
from kept.kernel.numbering import next_number
from kept.people.models import Person

from ..enums import STEPS, FineKind, FineState
from ..events import FineImposed, FineOffered, FineWaived, FineWithdrawn
from ..models import Fine
from ..queries.holders import branch_managers, coordinators
from ..queries.tariffs import tariff_of
from ..rules import NotAComplaint, OfferedAlready, OwnFine, ReasonMissing


@transaction.atomic
def offer_fine(*, case: Case, by: Actor, at: datetime) -> Fine | None:
    """A complaint was closed with somebody responsible: put the fine to a decision. Told twice, once.

    Which step it is counts the person's complaints of this calendar month that were not waived.
    """
    person = case.responsible
    if case.kind != CaseKind.COMPLAINT or person is None:
        return None
    Person.objects.select_for_update().get(pk=person.pk)
    known = Fine.objects.filter(case=case, person=person, kind__in=STEPS)
    if known.exclude(state=FineState.WITHDRAWN).exists():
        return None
    fine = _fine(case, person, FineKind.FIRST, by=by, at=at)
    fine.price(tariff_of(_step(fine), at=at))
    return _put(fine, by=by, at=at)


@transaction.atomic
def report_ignored(*, case: Case, person: Person, why: str, by: Actor, at: datetime) -> Fine:
    """The service department reports that a complaint was not handled or excused; somebody else decides."""
    if case.kind != CaseKind.COMPLAINT:
        raise NotAComplaint
    if not why.strip():
        raise ReasonMissing(field="why")
    Person.objects.select_for_update().get(pk=person.pk)
    known = Fine.objects.filter(case=case, person=person, kind=FineKind.IGNORED)
    if known.exclude(state=FineState.WITHDRAWN).exists():
        raise OfferedAlready(field="person")
    fine = _fine(case, person, FineKind.IGNORED, by=by, at=at)
    fine.why, fine.offered_by_id = why.strip(), by.person_id
    return _put(fine, by=by, at=at)


@transaction.atomic
def impose_fine(*, fine: Fine, amount: int | None = None, note: str = "", by: Actor, at: datetime) -> Fine:
    """A manager imposes it. The step is counted anew, since others may have been waived meanwhile; then the
    joint fines of branch manager and coordinator are put to a decision too.
    """
    found = _locked(fine, by)
    if found.is_step and found.state == FineState.OFFERED:
        found.price(tariff_of(_step(found), at=found.offered_at))
    found.impose(amount=found.highest if amount is None else amount, note=note, person_id=by.person_id, at=at)
    found.save()
    emit(FineImposed.of(found, at=at), by=by)
    if found.is_step:
        _offer_joint(found, by=by, at=at)
    return found


@transaction.atomic
def waive_fine(*, fine: Fine, note: str, by: Actor, at: datetime) -> Fine:
    """A manager lets it go, or lifts an imposed one, and says why. Joint fines not decided yet fall away."""
    found = _locked(fine, by)
    found.waive(note=note, person_id=by.person_id, at=at)
    found.save()
    emit(FineWaived.of(found, at=at), by=by)
    _withdraw(list(found.joint.select_for_update().filter(state=FineState.OFFERED)), by=by, at=at)
    return found


@transaction.atomic
def withdraw_offers(*, case: Case, by: Actor, at: datetime) -> None:
    """The complaint lives again: what was not decided falls away until it is closed again."""
    _withdraw(list(Fine.objects.select_for_update().filter(case=case).undecided()), by=by, at=at)


def _fine(case: Case, person: Person, kind: str, *, by: Actor, at: datetime) -> Fine:
    fine = Fine(
        number=next_number("fine", at=at),
        person=person,
        case=case,
        branch_id=case.branch_id or person.branch_id,
        month=month_of(at),
        offered_at=at,
    )
    fine.price(tariff_of(kind, at=at))
    return fine


def _put(fine: Fine, *, by: Actor, at: datetime) -> Fine:
    fine.save()
    emit(FineOffered.of(fine, at=at), by=by)
    return fine


def _step(fine: Fine) -> FineKind:
    """Which complaint of the month it is; the fourth and each later one is the last step."""
    earlier = Fine.objects.counting().filter(person=fine.person_id, month=fine.month, kind__in=STEPS)
    earlier = earlier.filter(pk__lt=fine.pk) if fine.pk else earlier
    return STEPS[min(earlier.count(), len(STEPS) - 1)]


def _offer_joint(fine: Fine, *, by: Actor, at: datetime) -> None:
    sharing = [(FineKind.BRANCH_MANAGER, each) for each in branch_managers(fine.branch_id, at=at)]
    sharing += [(FineKind.COORDINATOR, each) for each in coordinators(at=at)]
    for kind, person in sharing:
        known = Fine.objects.filter(case=fine.case, person=person, kind=kind)
        if person.pk == fine.person_id or known.exclude(state=FineState.WITHDRAWN).exists():
            continue
        joint = _fine(fine.case, person, kind, by=by, at=at)
        joint.because, joint.branch_id = fine, fine.branch_id
        _put(joint, by=by, at=at)


def _withdraw(fines: list[Fine], *, by: Actor, at: datetime) -> None:
    for fine in fines:
        fine.move_to(FineState.WITHDRAWN)
        fine.save(update_fields=["state"])
        emit(FineWithdrawn.of(fine, at=at), by=by)


def _locked(fine: Fine, by: Actor) -> Fine:
    """Raises OwnFine: nobody decides on their own, nor on one that they reported."""
    found = Fine.objects.select_for_update(of=("self",)).select_related("case", "person").get(pk=fine.pk)
    if by.person_id is not None and by.person_id in (found.person_id, found.offered_by_id):
        raise OwnFine
    return found
