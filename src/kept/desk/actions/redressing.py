"""Making good: proposed, decided within an authority, answered by the customer, paid or done."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kept.billing.actions.crediting import Credit, credit_customer
from kept.billing.models import Charge
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.money import Money
from kept.kernel.numbering import next_number
from kept.parties.models import Customer
from kept.promises.actions import PromiseRequest, keep_promises_about, start_promise

from ..enums import CaseKind, CaseLevel, MeasureKind
from ..events import (
    CompensationAccepted,
    CompensationApproved,
    CompensationDeclined,
    CompensationMadeGood,
    CompensationPassedOn,
    CompensationProposed,
    CompensationRefused,
)
from ..models import Case, Compensation
from ..models.redress import IN_MONEY
from ..queries.authority import authority_of, granted_before, level_for, may_grant
from ..rules import LEVELS
from .escalating import escalate_case

DECISION = "compensation_decision"


class ReasonMissing(Refused):
    default = _("Say why.")


class AmountMissing(Refused):
    default = _("Give an amount above zero.")


class NobodyToCompensate(Refused):
    default = _("The case names no customer. Choose who is compensated.")


class BeyondAuthority(Refused):
    default = _("This is above your authority. It waits for the next level.")


class FourEyes(Refused):
    default = _("Somebody else has to do this: whoever proposed or approved it may not.")


@transaction.atomic
def propose_compensation(
    *,
    case: Case,
    kind: str,
    money: Money,
    why: str,
    customer: Customer | None = None,
    by: Actor,
    at: datetime,
) -> Compensation:
    """Offer something. Within one's own authority it is approved; above it the case goes up at once."""
    _check(kind, money, why)
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    to = customer or case.customer
    if to is None or case.kind == CaseKind.INTERNAL:
        raise NobodyToCompensate(field="customer")
    compensation = Compensation(
        number=next_number("compensation", at=at),
        case=case,
        customer=to,
        kind=kind,
        amount=money.amount,
        currency=money.currency,
        why=why.strip(),
        proposed_by_id=by.person_id,
        proposed_at=at,
    )
    own = authority_of(by, kind=kind, currency=money.currency, branch_id=case.branch_id, at=at)
    if own.reaches(granted_before(compensation) + money.amount):
        return _approved_at_once(compensation, by=by, at=at)
    return _passed_up(compensation, by=by, at=at)


@transaction.atomic
def decide_compensation(
    *, compensation: Compensation, approve: bool, note: str = "", by: Actor, at: datetime
) -> Compensation:
    """Say yes or no. Nobody approves what they proposed, nor above their own limit."""
    found = _locked(compensation)
    case = found.case
    if by.person_id is not None and by.person_id == found.proposed_by_id:
        raise FourEyes
    if approve and not may_grant(by, found, at):
        raise BeyondAuthority
    found.decide(approve=approve, note=note, person_id=by.person_id, at=at)
    found.save()
    keep_promises_about(record=found, kinds=(DECISION,), met_at=at, by=by, at=at)
    kind = CompensationApproved if approve else CompensationRefused
    emit(kind.of(case, at=at, **found.tells()), by=by)
    if approve:
        _pass_on_waiting(found, by=by, at=at)
    return found


@transaction.atomic
def note_reaction(
    *, compensation: Compensation, accepts: bool, words: str = "", by: Actor, at: datetime
) -> Compensation:
    """What the customer said to it."""
    found = _locked(compensation)
    found.react(accepts=accepts, words=words, at=at)
    found.save()
    kind = CompensationAccepted if accepts else CompensationDeclined
    emit(kind.of(found.case, at=at, **found.tells()), by=by)
    return found


@transaction.atomic
def make_good(*, compensation: Compensation, proof: str = "", by: Actor, at: datetime) -> Compensation:
    """Pay or credit it through billing, or note how it was done. Who approved money does not pay it."""
    found = _locked(compensation)
    if found.is_in_money and by.person_id is not None and by.person_id == found.decided_by_id:
        raise FourEyes
    charge = _credited(found, by=by, at=at) if found.is_in_money else None
    found.make_good(proof=proof.strip(), charge=charge, person_id=by.person_id, at=at)
    found.save()
    told = CompensationMadeGood.of(
        found.case, at=at, charge_id=charge.pk if charge else None, **found.tells()
    )
    emit(told, by=by)
    return found


def _check(kind: str, money: Money, why: str) -> None:
    if not why.strip():
        raise ReasonMissing(field="why")
    if money.amount < 0 or (kind in IN_MONEY and money.amount == 0):
        raise AmountMissing(field="amount")


def _approved_at_once(compensation: Compensation, *, by: Actor, at: datetime) -> Compensation:
    compensation.decide(approve=True, note="", person_id=by.person_id, at=at)
    compensation.save()
    emit(CompensationApproved.of(compensation.case, at=at, **compensation.tells()), by=by)
    _pass_on_waiting(compensation, by=by, at=at)
    return compensation


def _passed_up(compensation: Compensation, *, by: Actor, at: datetime) -> Compensation:
    """The decision is owed by a moment; the case rises to the level that may take it."""
    case = compensation.case
    compensation.level = _level_of(compensation, at=at)
    compensation.save()
    request = PromiseRequest(
        kind=DECISION,
        subject=Subject.of(compensation),
        started_at=at,
        customer_id=compensation.customer_id,
        branch_id=case.branch_id,
    )
    start_promise(request=request, by=by, at=at)
    told = CompensationProposed.of(case, at=at, waits_for=compensation.level, **compensation.tells())
    emit(told, by=by)
    _raise_case(compensation, by=by, at=at)
    return compensation


def _pass_on_waiting(granted: Compensation, *, by: Actor, at: datetime) -> None:
    """What still waits counts on top of what was granted: it goes to those who may decide it now."""
    waiting = Compensation.objects.undecided().filter(
        case=granted.case_id, kind=granted.kind, currency=granted.currency
    )
    pass_on(waiting, by=by, at=at)


def pass_on(waiting: QuerySet[Compensation], *, by: Actor, at: datetime) -> None:
    """Proposals go on to a higher level where theirs may not decide them any more."""
    for found in waiting.select_for_update(of=("self",)).select_related("case").order_by("pk"):
        level = _level_of(found, at=at)
        if LEVELS.index(level) <= LEVELS.index(found.level):
            continue
        found.level = level
        found.save(update_fields=["level"])
        emit(CompensationPassedOn.of(found.case, at=at, waits_for=level, **found.tells()), by=by)
        _raise_case(found, by=by, at=at)


def _level_of(compensation: Compensation, *, at: datetime) -> CaseLevel:
    whole = Money(granted_before(compensation) + compensation.amount, compensation.currency)
    return level_for(kind=compensation.kind, money=whole, at=at)


def _raise_case(compensation: Compensation, *, by: Actor, at: datetime) -> None:
    case = compensation.case
    while case.is_unfinished and LEVELS.index(case.level) < LEVELS.index(compensation.level):
        case = escalate_case(case=case, why=f"{compensation.number} {compensation.money}", by=by, at=at)


def _credited(found: Compensation, *, by: Actor, at: datetime) -> Charge:
    case = found.case
    credit = Credit(
        source=Subject.of(found),
        matter=case.number,
        customer=found.customer,
        money=found.money,
        shipment=case.shipment,
        order=case.order,
        branch_id=case.branch_id,
    )
    return credit_customer(credit=credit, is_paid=found.kind == MeasureKind.MONEY, by=by, at=at)


def _locked(compensation: Compensation) -> Compensation:
    rows = Compensation.objects.select_for_update(of=("self",)).select_related("case", "customer")
    return rows.get(pk=compensation.pk)
