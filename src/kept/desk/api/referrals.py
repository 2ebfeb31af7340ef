"""The way of a case through the house, for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Schema, Status

from kept.people.models import Branch, Team
from kept.transport.queries.concerned import Party

from ..actions.referring import refer_case, report_upward, return_result
from ..actions.supporting import ask_second_line
from ..enums import ReportSort
from ..models import Case, Referral
from ..queries.concerned import parties_of_case
from .cases import CaseOut, allowed, case_out, router


class ReferralIn(Schema):
    branch: str
    ask: str = Field(min_length=1, max_length=4000)


class ReferralResultIn(Schema):
    result: str = Field(min_length=1, max_length=4000)


class ReportIn(Schema):
    sort: ReportSort
    text: str = Field(min_length=1, max_length=4000)


class ReferralOut(Schema):
    id: int
    branch: str
    ask: str
    asked_at: datetime
    result: str
    returned_at: datetime | None
    copied_at: datetime | None


class CasePartyOut(Schema):
    """`tier` is subcontractor, us, client or clients_customer."""

    tier: str
    name: str
    number: str


@router.get("cases/{number}/parties", response=list[CasePartyOut])
def case_parties(request: HttpRequest, number: str) -> list[Party]:
    """Subcontractors, we, the client and the client's customers that a case concerns."""
    actor = allowed(request, "desk.view")
    rows = Case.objects.permitted(actor, "desk.view").select_related("customer", "branch")
    return parties_of_case(actor, get_object_or_404(rows, number=number))


class SupportIn(Schema):
    """`team` is the id of a team."""

    team: int
    ask: str = Field(min_length=1, max_length=4000)


@router.post("cases/{number}/support", response={201: CaseOut})
def ask_support(request: HttpRequest, number: str, data: SupportIn) -> Status[dict[str, Any]]:
    """Ask the second line about a case; the answer is the internal request."""
    actor = allowed(request, "desk.work")
    case = get_object_or_404(Case.objects.permitted(actor, "desk.work"), number=number)
    team = get_object_or_404(Team, pk=data.team)
    return Status(201, case_out(ask_second_line(case=case, team=team, ask=data.ask, by=actor, at=now())))


@router.get("cases/{number}/referrals", response=list[ReferralOut])
def list_referrals(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    actor = allowed(request, "desk.view")
    rows = Referral.objects.permitted(actor, "desk.view").filter(case__number=number)
    return [_referral(row) for row in rows.select_related("branch")]


@router.post("cases/{number}/referrals", response={201: ReferralOut})
def refer(request: HttpRequest, number: str, data: ReferralIn) -> Status[dict[str, Any]]:
    """Put the problem to the manager of a branch, by the code of the branch."""
    actor = allowed(request, "desk.escalate")
    case = get_object_or_404(Case.objects.permitted(actor, "desk.escalate"), number=number)
    branch = get_object_or_404(Branch, code=data.branch)
    return Status(201, _referral(refer_case(case=case, branch=branch, ask=data.ask, by=actor, at=now())))


@router.post("cases/{number}/referrals/{pk}/result", response=ReferralOut)
def give_result(request: HttpRequest, number: str, pk: int, data: ReferralResultIn) -> dict[str, Any]:
    """The branch returns the result."""
    actor = allowed(request, "desk.return")
    rows = Referral.objects.permitted(actor, "desk.return").filter(case__number=number)
    return _referral(
        return_result(referral=get_object_or_404(rows, pk=pk), result=data.result, by=actor, at=now())
    )


@router.post("cases/{number}/reports", response={201: None})
def report(request: HttpRequest, number: str, data: ReportIn) -> Status[None]:
    """Tell the head what is important about the customer of a case."""
    actor = allowed(request, "desk.work")
    case = get_object_or_404(
        Case.objects.permitted(actor, "desk.work").select_related("customer"), number=number
    )
    report_upward(case=case, sort=data.sort, text=data.text, by=actor, at=now())
    return Status(201, None)


def _referral(row: Referral) -> dict[str, Any]:
    plain = ("ask", "asked_at", "result", "returned_at", "copied_at")
    return {
        "id": row.pk,
        "branch": row.branch.code,
        **{name: getattr(row, name) for name in plain},
    }
