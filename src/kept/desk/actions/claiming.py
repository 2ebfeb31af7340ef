"""Claims: filed with evidence, decided, paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _

from kept.documents.actions import keep_document
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.money import Money
from kept.kernel.numbering import next_number
from kept.parties.models import Partner
from kept.promises.actions import PromiseRequest, cancel_promises, keep_promises_about, start_promise

from ..enums import CaseKind, ClaimSide, CompensationState, CostSort, MeasureKind
from ..events import ClaimDecided, ClaimFiled, ClaimPaid, ClaimWithdrawn
from ..models import Case, Claim, Compensation
from .redressing import NobodyToCompensate, propose_compensation

EVIDENCE = "evidence"
DECISION, PAYMENT = "claim_decision", "claim_payment"


class NotAClaim(Refused):
    default = _("Only a case that is a claim, a complaint or an exception can carry a claim.")


class AmountWrong(Refused):
    default = _("Give an amount above zero, and grant no more than was claimed.")


class AgainstWhom(Refused):
    default = _("Name the subcontractor or the insurer whom the claim is against.")


class GroundsMissing(Refused):
    default = _("Say what the claim rests on.")


class DayPassed(Refused):
    default = _("Choose a day from today on.")


class PaidByCompensation(Refused):
    default = _("This claim is paid by its compensation. Pay that one.")


@dataclass(frozen=True, kw_only=True)
class ClaimDraft:
    """What is claimed, from whom and why."""

    side: str
    money: Money
    grounds: str
    sort: str = CostSort.CLAIM
    partner: Partner | None = None
    insurer: str = ""
    product: str = ""


@transaction.atomic
def file_claim(
    *, case: Case, draft: ClaimDraft, evidence: Sequence[Any] = (), by: Actor, at: datetime
) -> Claim:
    """Put it down with its evidence; a decision is owed from now on."""
    _check(case, draft)
    claim = Claim.objects.create(
        number=next_number("claim", at=at),
        case=case,
        side=draft.side,
        sort=draft.sort,
        partner=draft.partner if draft.side == ClaimSide.CARRIER else None,
        insurer=draft.insurer.strip() if draft.side == ClaimSide.INSURER else "",
        product=draft.product.strip(),
        grounds=draft.grounds.strip(),
        amount=draft.money.amount,
        currency=draft.money.currency,
        filed_by_id=by.person_id,
        filed_at=at,
    )
    for upload in evidence:
        keep_document(upload=upload, kind=EVIDENCE, about=claim, by=by, at=at)
    start_promise(request=_owed(claim, DECISION, at), by=by, at=at)
    emit(ClaimFiled.of(claim, at=at), by=by)
    return claim


@transaction.atomic
def decide_claim(
    *,
    claim: Claim,
    granted: int,
    note: str,
    pay_by: date | None = None,
    measure: str = MeasureKind.MONEY,
    by: Actor,
    at: datetime,
) -> Claim:
    """Grant a part or all of it, or nothing. What a customer is granted becomes a compensation, within the
    authority of whoever grants it; what is granted to us is owed to us by the day named.
    """
    found = _locked(claim)
    if not 0 <= granted <= found.amount:
        raise AmountWrong(field="granted")
    if pay_by is not None and pay_by < localtime(at).date():
        raise DayPassed(field="pay_by")
    found.decide(granted=granted, note=note, pay_by=pay_by, person_id=by.person_id, at=at)
    if granted and found.side == ClaimSide.US:
        found.compensation = propose_compensation(
            case=found.case, kind=measure, money=Money(granted, found.currency), why=note, by=by, at=at
        )
    found.save()
    keep_promises_about(record=found, kinds=(DECISION,), met_at=at, by=by, at=at)
    if granted and pay_by is not None:
        due = make_aware(datetime.combine(pay_by, time(23, 59, 59)))
        start_promise(request=_owed(found, PAYMENT, at, due), by=by, at=at)
    emit(ClaimDecided.of(found, at=at, granted=granted), by=by)
    return found


@transaction.atomic
def pay_claim(*, claim: Claim, proof: str = "", by: Actor, at: datetime) -> Claim:
    """The money came from carrier or insurer. A customer's claim is paid by its compensation."""
    found = _locked(claim)
    if found.compensation and found.compensation.state != CompensationState.MADE_GOOD:
        raise PaidByCompensation
    found.pay(proof=proof, at=at)
    found.save()
    keep_promises_about(record=found, kinds=(PAYMENT,), met_at=at, by=by, at=at)
    emit(ClaimPaid.of(found, at=at, granted=found.granted or 0), by=by)
    return found


@transaction.atomic
def withdraw_claim(*, claim: Claim, note: str, by: Actor, at: datetime) -> Claim:
    """Whoever claimed does so no longer."""
    found = _locked(claim)
    found.withdraw(note=note, at=at)
    found.save()
    cancel_promises(record=found, by=by, at=at)
    emit(ClaimWithdrawn.of(found, at=at), by=by)
    return found


@transaction.atomic
def follow_compensation(*, compensation: Compensation, by: Actor, at: datetime) -> None:
    """Its compensation was made good: the claim is paid. It was refused or declined: it is open again."""
    claim = Claim.objects.filter(compensation=compensation).first()
    if claim is None:
        return
    if compensation.state == CompensationState.MADE_GOOD:
        pay_claim(claim=claim, proof=compensation.proof or compensation.number, by=by, at=at)
    elif compensation.state in (CompensationState.REFUSED, CompensationState.DECLINED):
        cancel_promises(record=claim, by=by, at=at)
        claim.reopen()
        claim.save()
        start_promise(request=_owed(claim, DECISION, at), by=by, at=at)


def _check(case: Case, draft: ClaimDraft) -> None:
    if case.kind not in (CaseKind.CLAIM, CaseKind.COMPLAINT, CaseKind.EXCEPTION):
        raise NotAClaim
    if draft.money.amount <= 0:
        raise AmountWrong(field="amount")
    if not draft.grounds.strip():
        raise GroundsMissing(field="grounds")
    if draft.side == ClaimSide.CARRIER and draft.partner is None:
        raise AgainstWhom(field="partner")
    if draft.side == ClaimSide.INSURER and not draft.insurer.strip():
        raise AgainstWhom(field="insurer")
    if draft.side == ClaimSide.US and case.customer_id is None:
        raise NobodyToCompensate(field="side")


def _owed(claim: Claim, kind: str, at: datetime, due_at: datetime | None = None) -> PromiseRequest:
    return PromiseRequest(
        kind=kind,
        subject=Subject.of(claim),
        started_at=at,
        due_at=due_at,
        customer_id=claim.case.customer_id,
        provider_id=claim.partner_id,
        branch_id=claim.case.branch_id,
        is_day=due_at is not None,
    )


def _locked(claim: Claim) -> Claim:
    rows = Claim.objects.select_for_update(of=("self",)).select_related("case__customer", "compensation")
    found: Claim = rows.get(pk=claim.pk)
    return found
