"""What an answer, or a question put again, does to a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.promises.actions import keep_promise, keep_promises_about, resume_promise
from kept.promises.enums import PauseReason, PromiseState
from kept.promises.models import Promise

from ..enums import CaseKind
from ..events import CaseAnswered, CaseChased, CaseResumed, CustomerTold
from ..models import Case, CaseShipment, Contact
from ..rules import ANSWER_CLOCKS


def case_was_answered(*, case: Case, contact: Contact, by: Actor, at: datetime) -> Case:
    """The customer was told: the case is answered and its answer clocks stop when the contact went out."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    case.answer(at=contact.at)
    case.save(update_fields=["state", "answered_at"])
    if case.kind == CaseKind.EXCEPTION:
        _told_of_exception(case, contact, by=by, at=at)
    else:
        keep_clocks(case, ANSWER_CLOCKS, met_at=contact.at, by=by, at=at)
    emit(CaseAnswered.of(case, at=contact.at, contact_id=contact.pk, channel=contact.channel), by=by)
    return case


def customer_asked_again(*, contact: Contact, by: Actor, at: datetime) -> None:
    """An incoming contact about an open case: what we waited for, or a chaser."""
    assert contact.case_id is not None
    case = Case.objects.select_for_update().get(pk=contact.case_id)
    if not case.is_unfinished:
        return
    awaited = [p for p in paused_of(case) if p.pause_reason == PauseReason.CUSTOMER]
    if awaited:
        for promise in awaited:
            resume_promise(promise=promise, by=by, at=at)
        emit(CaseResumed.of(case, at=at), by=by)
        return
    case.chasers += 1
    case.save(update_fields=["chasers"])
    contact.is_chaser = True
    contact.save(update_fields=["is_chaser"])
    emit(CaseChased.of(case, at=contact.at, contact_id=contact.pk, chasers=case.chasers), by=by)


def keep_clocks(case: Case, kinds: Sequence[str], *, met_at: datetime, by: Actor, at: datetime) -> None:
    """Of the case, and of those that were merged into it when they were late already."""
    for record in (case, *case.merged.all()):
        keep_promises_about(record=record, kinds=kinds, met_at=met_at, by=by, at=at)


def paused_of(case: Case) -> list[Promise]:
    return list(Promise.objects.about(case).filter(state=PromiseState.PAUSED, met_at=None))


def _told_of_exception(case: Case, contact: Contact, *, by: Actor, at: datetime) -> None:
    """Only the customer that was told has been told; the others still wait."""
    notices = Promise.objects.about(case).of_kind("exception_notice").filter(met_at=None)
    for promise in notices.filter(customer=contact.customer_id):
        keep_promise(promise=promise, met_at=contact.at, by=by, at=at)
    told = CaseShipment.objects.filter(case=case, told_at=None, shipment__customer=contact.customer_id)
    number = told.update(told_at=contact.at)
    if contact.customer_id:
        fact = CustomerTold.of(
            case,
            at=contact.at,
            told_customer_id=contact.customer_id,
            contact_id=contact.pk,
            shipments=number,
        )
        emit(fact, by=by)
