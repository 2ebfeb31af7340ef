"""Pages of insurance reports: what is owed, telling the insurer, claiming, closing, the form on paper."""

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

from ..actions.insuring import claim_from_insurer, close_report, file_report, note_reference
from ..enums import InsuranceState
from ..models import InsuranceReport
from ..queries.insurance import facts_of, proofs_of
from . import insurance_forms as forms


@needs("desk.view")
def insurance_reports(request: HttpRequest) -> HttpResponseBase:
    rows = InsuranceReport.objects.permitted(Actor.of(request), "desk.view").shown()
    return list_page(request, forms.InsuranceReportTable, rows, filters=forms.InsuranceFilter)


@needs("desk.view")
def insurance_report(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _found(request, number, "desk.view"))


@needs("desk.view")
def insurance_form(request: HttpRequest, number: str) -> HttpResponse:
    """The report on paper."""
    found = _found(request, number, "desk.view")
    return answer(
        request,
        "desk/insurance_form.html",
        report=found,
        facts=found.facts or facts_of(found),
        papers=proofs_of(found),
    )


@needs("desk.claim")
@require_POST
def insurance_filing(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "desk.claim")
    form = forms.ReportForm(request.POST, facts="")
    if form.is_valid():
        with refusals(form):
            file_report(report=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Reported."))
    return _page(request, found, status=422, form=form)


@needs("desk.claim")
@require_POST
def insurance_reference(request: HttpRequest, number: str) -> HttpResponse:
    found, form = _found(request, number, "desk.claim"), forms.ReferenceForm(request.POST)
    if form.is_valid():
        note_reference(report=found, reference=form.cleaned_data["reference"])
        return back(request, found, message=_("Saved."))
    return _page(request, found, status=422, reference=form)


@needs("desk.claim")
@require_POST
def insurance_claim(request: HttpRequest, number: str) -> HttpResponse:
    found, form = _found(request, number, "desk.claim"), forms.InsurerClaimForm(request.POST)
    if form.is_valid():
        with refusals(form):
            money = form.money(found.shipment.currency)
            made = claim_from_insurer(report=found, money=money, by=Actor.of(request), at=now())
            return back(request, made, message=_("Filed. A decision is owed."))
    return _page(request, found, status=422, claiming=form)


@needs("desk.claim")
@require_POST
def insurance_closing(request: HttpRequest, number: str) -> HttpResponse:
    found, form = _found(request, number, "desk.claim"), forms.OutcomeForm(request.POST)
    if form.is_valid():
        with refusals(form):
            close_report(report=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Closed."))
    return _page(request, found, status=422, closing=form)


def _found(request: HttpRequest, number: str, permission: str) -> InsuranceReport:
    rows = InsuranceReport.objects.permitted(Actor.of(request), permission).shown()
    return get_object_or_404(rows, number=number)


def _page(
    request: HttpRequest, report: InsuranceReport, *, status: int = 200, **forms_of: Any
) -> HttpResponse:
    """The record with what may be done next; a form that failed stands as it was sent."""
    may = Actor.of(request).may("desk.claim")
    due, reported = report.state == InsuranceState.DUE, report.state == InsuranceState.REPORTED
    shown: dict[str, Any] = {}
    if may and due:
        shown["form"] = forms.ReportForm(facts=facts_of(report))
    if may and reported:
        shown["reference"] = forms.ReferenceForm(initial={"reference": report.reference})
    if may and reported and report.claim is None:
        value = report.declared.value if report.declared else None
        shown["claiming"] = forms.InsurerClaimForm(initial={"amount": value})
    if may and (due or reported):
        shown["closing"] = forms.OutcomeForm()
    papers = proofs_of(report)
    context = {"report": report, "case": report.case, "papers": papers, **shown, **forms_of}
    return answer(request, "desk/insurance_report.html", status=status, **context)
