"""Telling the insurer: owed as soon as insured goods are damaged or lost, done by a recorded call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.money import Money
from kept.kernel.numbering import next_number
from kept.kernel.numbers import rule
from kept.promises.actions import PromiseRequest, cancel_promises, keep_promises_about, start_promises
from kept.transport.enums import ExceptionKind
from kept.transport.models import Shipment
from kept.transport.rules import FUTURE_MINUTES

from ..enums import ClaimSide, InsuranceState
from ..events import InsuranceClosed, InsuranceDue, InsuranceReported
from ..models import Case, Claim, InsuranceReport
from .claiming import ClaimDraft, file_claim

INSURED_TROUBLE = frozenset((ExceptionKind.DAMAGE, ExceptionKind.SHORTAGE, ExceptionKind.LOST))
OWED = "insurance_report"


class InsurerMissing(Refused):
    default = _("Name the insurer.")


class FactsMissing(Refused):
    default = _("Write what happened.")


class NotYet(Refused):
    default = _("This moment lies in the future.")


class BeforeItHappened(Refused):
    default = _("The case had not been opened at that moment.")


class OutcomeMissing(Refused):
    default = _("Say what came of it.")


class NotReported(Refused):
    default = _("Report it to the insurer first.")


class ClaimedAlready(Refused):
    default = _("The claim against the insurer is filed already.")


@transaction.atomic
def insure_goods(
    *, case: Case, shipments: Iterable[Shipment], since: datetime, by: Actor, at: datetime
) -> list[InsuranceReport]:
    """Each damaged or lost shipment with a declared value is owed its report; nothing where none is."""
    if case.trouble not in INSURED_TROUBLE:
        return []
    insured = {s.pk: s for s in shipments if s.declared_value}
    known = InsuranceReport.objects.filter(case=case, shipment__in=insured).values_list(
        "shipment_id", flat=True
    )
    fresh = [insured[pk] for pk in sorted(insured.keys() - set(known))]
    made = [
        InsuranceReport.objects.create(
            number=next_number("insurance_report", at=since), case=case, shipment=shipment, made_at=at
        )
        for shipment in fresh
    ]
    requests = [
        PromiseRequest(
            kind=OWED,
            subject=Subject.of(report),
            started_at=since,
            customer_id=report.shipment.customer_id,
            branch_id=case.branch_id,
            person_id=case.owner_id,
        )
        for report in made
    ]
    if requests:
        start_promises(requests=requests, by=by, at=at)
    for report in made:
        emit(InsuranceDue.of(report, at=since), by=by)
    return made


@transaction.atomic
def file_report(
    *,
    report: InsuranceReport,
    insurer: str,
    facts: str,
    reported_at: datetime,
    spoke_with: str = "",
    reference: str = "",
    by: Actor,
    at: datetime,
) -> InsuranceReport:
    """The insurer was told: when, by whom, and the reference it gave. The promise is kept at that moment."""
    found = _locked(report)
    if not insurer.strip():
        raise InsurerMissing(field="insurer")
    if not facts.strip():
        raise FactsMissing(field="facts")
    if reported_at > at + timedelta(minutes=int(rule(FUTURE_MINUTES, at=at))):
        raise NotYet(field="reported_at")
    if reported_at < found.case.opened_at:
        raise BeforeItHappened(field="reported_at")
    found.report(insurer=insurer.strip(), facts=facts.strip(), at=reported_at, person_id=by.person_id)
    found.spoke_with, found.reference = spoke_with.strip(), reference.strip()
    found.save()
    keep_promises_about(record=found, kinds=(OWED,), met_at=reported_at, by=by, at=at)
    emit(InsuranceReported.of(found, at=reported_at), by=by)
    return found


@transaction.atomic
def note_reference(*, report: InsuranceReport, reference: str) -> InsuranceReport:
    """The insurer gave its number later, or another."""
    found = _locked(report)
    if found.state == InsuranceState.DUE:
        raise NotReported
    found.reference = reference.strip()
    found.save(update_fields=["reference"])
    return found


@transaction.atomic
def claim_from_insurer(*, report: InsuranceReport, money: Money, by: Actor, at: datetime) -> Claim:
    """Claim the damage on the facts that were reported; decision and payment are those of the claim."""
    found = _locked(report)
    if found.state == InsuranceState.DUE:
        raise NotReported
    if found.claim is not None:
        raise ClaimedAlready
    draft = ClaimDraft(
        side=ClaimSide.INSURER,
        money=money,
        grounds=f"{found.number} {found.reference}\n{found.facts}".strip(),
        insurer=found.insurer,
    )
    found.claim = file_claim(case=found.case, draft=draft, by=by, at=at)
    found.save(update_fields=["claim"])
    return found.claim


@transaction.atomic
def close_report(*, report: InsuranceReport, outcome: str, by: Actor, at: datetime) -> InsuranceReport:
    """Paid, declined, or not insured after all. What was not reported yet is owed no more."""
    if not outcome.strip():
        raise OutcomeMissing(field="outcome")
    found = _locked(report)
    found.close(outcome=outcome.strip()[:200], at=at)
    found.save()
    cancel_promises(record=found, kinds=(OWED,), by=by, at=at)
    emit(InsuranceClosed.of(found, at=at), by=by)
    return found


def _locked(report: InsuranceReport) -> InsuranceReport:
    rows = InsuranceReport.objects.select_for_update(of=("self",))
    return rows.select_related("case", "shipment", "claim").get(pk=report.pk)
