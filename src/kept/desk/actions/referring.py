"""A complaint goes to the branch, which returns the result; what the head must know goes up at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.people.models import Branch

from ..events import CaseReferred, CopyReceived, ReportedUpward, ReportSeen, ResultReturned
from ..models import Case, CaseIsClosed, Referral, UpwardReport


class AskMissing(Refused):
    default = _("Write what the branch is asked to find out or do.")


class AskedAlready(Refused):
    default = _("This branch has been asked and has not returned the result yet.")


class ResultMissing(Refused):
    default = _("Write down the result.")


class ReturnedAlready(Refused):
    default = _("The result has been returned already.")


class NotReturned(Refused):
    default = _("There is no result yet of which a copy could be kept.")


class TextMissing(Refused):
    default = _("Write what the head must know.")


@transaction.atomic
def refer_case(*, case: Case, branch: Branch, ask: str, by: Actor, at: datetime) -> Referral:
    """Put the problem to the manager of a branch. That branch sees the case from now on."""
    if not ask.strip():
        raise AskMissing(field="ask")
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not case.is_unfinished:
        raise CaseIsClosed
    if case.referrals.filter(branch=branch, returned_at=None).exists():
        raise AskedAlready(field="branch")
    referral = Referral.objects.create(
        case=case, branch=branch, ask=ask.strip(), asked_by_id=by.person_id, asked_at=at
    )
    emit(CaseReferred.of(case, at=at, to_branch_id=branch.pk, referral_id=referral.pk), by=by)
    return referral


@transaction.atomic
def return_result(*, referral: Referral, result: str, by: Actor, at: datetime) -> Referral:
    """The branch tells what it found and did; it stands in the handling of the case."""
    if not result.strip():
        raise ResultMissing(field="result")
    referral = _locked(referral)
    if not referral.is_open:
        raise ReturnedAlready
    referral.result, referral.returned_by_id, referral.returned_at = result.strip(), by.person_id, at
    referral.save(update_fields=["result", "returned_by", "returned_at"])
    case = referral.case
    case.process = "\n".join(filter(None, (case.process, f"{referral.branch}: {referral.result}")))
    case.save(update_fields=["process"])
    told = ResultReturned.of(case, at=at, from_branch_id=referral.branch_id, referral_id=referral.pk)
    emit(told, by=by)
    return referral


@transaction.atomic
def receive_copy(*, referral: Referral, by: Actor, at: datetime) -> Referral:
    """The operations service department has its copy of the form; the branch keeps the other."""
    referral = _locked(referral)
    if referral.is_open:
        raise NotReturned
    if referral.copied_at is None:
        referral.copied_by_id, referral.copied_at = by.person_id, at
        referral.save(update_fields=["copied_by", "copied_at"])
        emit(CopyReceived.of(referral.case, at=at, referral_id=referral.pk), by=by)
    return referral


@transaction.atomic
def report_upward(*, case: Case, sort: str, text: str, by: Actor, at: datetime) -> UpwardReport:
    """Tell the head of the department at once what is important about a customer."""
    if not text.strip():
        raise TextMissing(field="text")
    report = UpwardReport.objects.create(
        case=case,
        customer=case.customer,
        branch_id=case.branch_id or by.branch_id,
        sort=sort,
        text=text.strip(),
        person_id=by.person_id,
        at=at,
    )
    emit(ReportedUpward.of(case, at=at, report_id=report.pk, sort=sort), by=by)
    return report


@transaction.atomic
def see_report(*, report: UpwardReport, decision: str = "", by: Actor, at: datetime) -> UpwardReport:
    """The head has read it, and says what is to be done if anything is."""
    report = UpwardReport.objects.select_for_update(of=("self",)).select_related("case").get(pk=report.pk)
    report.decision = decision.strip() or report.decision
    if report.seen_at is None:
        report.seen_by_id, report.seen_at = by.person_id, at
    report.save(update_fields=["decision", "seen_by", "seen_at"])
    if report.case is not None:
        emit(ReportSeen.of(report.case, at=at, report_id=report.pk), by=by)
    return report


def _locked(referral: Referral) -> Referral:
    rows = Referral.objects.select_for_update(of=("self",)).select_related("case", "branch")
    return rows.get(pk=referral.pk)
