"""A case on its way through the house: to a branch and back, and to the head."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.referring import receive_copy, refer_case, report_upward, return_result, see_report
from ..models import Referral, UpwardReport
from .arrangement_tables import ReportTable
from .case_act_views import case_act
from .case_views import found_case
from .referral_forms import DecisionForm, ReferralForm, ReportForm, ResultForm


@needs("desk.escalate")
def referral(request: HttpRequest, number: str) -> HttpResponse:
    """The service department puts the problem to the manager of a branch."""
    found = found_case(request, number, "desk.escalate")

    def done(said: dict[str, Any]) -> None:
        refer_case(case=found, **said, by=Actor.of(request), at=now())

    title = _("Put to a branch")
    return case_act(request, found, ReferralForm, done, title, title, _("The branch manager is told."))


@needs("desk.return")
def referral_result(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The branch manager returns the result."""
    found, asked = found_case(request, number, "desk.return"), _asked(request, number, pk, "desk.return")

    def done(said: dict[str, Any]) -> None:
        return_result(referral=asked, **said, by=Actor.of(request), at=now())

    title = _("Return the result")
    return case_act(request, found, ResultForm, done, title, title, _("Result returned."))


@needs("desk.work")
@require_POST
def referral_copy(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The operations service department has its copy."""
    asked = _asked(request, number, pk, "desk.work")
    receive_copy(referral=asked, by=Actor.of(request), at=now())
    return back(request, asked.case, message=_("Copy received."))


@needs("desk.work")
def upward(request: HttpRequest, number: str) -> HttpResponse:
    """What is important about a customer goes to the head at once."""
    found = found_case(request, number, "desk.work")

    def done(said: dict[str, Any]) -> None:
        report_upward(case=found, **said, by=Actor.of(request), at=now())

    title = _("Report to the head")
    return case_act(request, found, ReportForm, done, title, title, _("The head is told."))


@needs("desk.head")
def reports(request: HttpRequest) -> HttpResponseBase:
    """What was reported upward, the unread first."""
    rows = UpwardReport.objects.permitted(Actor.of(request), "desk.head")
    return list_page(request, ReportTable, rows.select_related("case", "customer", "person", "branch"))


@needs("desk.head")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, read by opening nothing: the head says so, with a decision if there is one."""
    actor = Actor.of(request)
    rows = UpwardReport.objects.permitted(actor, "desk.head").select_related("case", "customer", "person")
    found = get_object_or_404(rows, pk=pk)
    form = DecisionForm(request.POST or None, initial={"decision": found.decision})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            see_report(report=found, **form.cleaned_data, by=actor, at=now())
            return back(request, "desk:reports", message=_("Noted. Who reported it is told."))
    return answer(request, "desk/report.html", report=found, form=form)


def _asked(request: HttpRequest, number: str, pk: int, permission: str) -> Referral:
    rows = Referral.objects.permitted(Actor.of(request), permission).select_related("case")
    return get_object_or_404(rows, pk=pk, case__number=number)
