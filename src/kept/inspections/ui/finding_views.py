"""Pages of findings and of what becomes of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.promises.models import Promise

from ..actions.finding import settle_finding, take_up_as_case
from ..actions.supervising import ANSWER, answer_finding
from ..enums import FindingSource
from ..models import Finding, Improvement
from .check_forms import CaseForm, FindingFilter, SettleForm
from .pages import form_page
from .tables import FindingTable
from .visit_forms import AnswerForm


@require_GET
@needs("inspections.view")
def findings(request: HttpRequest) -> HttpResponseBase:
    rows = Finding.objects.permitted(Actor.of(request), "inspections.view").shown()
    return list_page(request, FindingTable, rows, filters=FindingFilter)


@require_GET
@needs("inspections.view")
def finding(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _found(request, number, "inspections.view"), SettleForm())


@require_POST
@needs("inspections.improve")
def settlement(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "inspections.improve")
    form = SettleForm(request.POST)
    if form.is_valid():
        with refusals(form):
            settle_finding(finding=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Settled."))
    return _page(request, found, form, status=422)


@require_POST
@needs("inspections.answer")
def finding_answer(request: HttpRequest, number: str) -> HttpResponse:
    """Tell the supervisor what is done about it."""
    found = _found(request, number, "inspections.answer")
    form = AnswerForm(request.POST)
    if form.is_valid():
        with refusals(form):
            answer_finding(finding=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Answered."))
    return _page(request, found, SettleForm(), status=422, answering=form)


@require_http_methods(["GET", "POST"])
@needs("inspections.improve")
def finding_case(request: HttpRequest, number: str) -> HttpResponse:
    """Hand it to the desk as a case."""
    found = _found(request, number, "inspections.improve")
    actor = Actor.of(request)
    form = CaseForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            take_up_as_case(finding=found, **form.cleaned_data, by=actor, at=now())
            return back(request, found, message=_("A case is open."))
    return form_page(
        request, form, title=_("Open a case from it"), cancel=found.get_absolute_url(), lead=str(found)
    )


def _page(
    request: HttpRequest,
    found: Finding,
    form: SettleForm,
    *,
    status: int = 200,
    answering: AnswerForm | None = None,
) -> HttpResponse:
    actor = Actor.of(request)
    acting = Finding.objects.permitted(actor, "inspections.improve").unsettled().filter(pk=found.pk)
    improvements = Improvement.objects.permitted(actor, "inspections.view").filter(finding=found)
    waits = found.source == FindingSource.SUPERVISOR and found.answered_at is None
    promise = (
        Promise.objects.about(found).of_kind(ANSWER).select_related("calendar_version", "policy_version")
    )
    may_answer = Finding.objects.permitted(actor, "inspections.answer").filter(pk=found.pk).exists()
    return answer(
        request,
        "inspections/finding.html",
        promise=promise.first(),
        answering=(answering or AnswerForm()) if waits and may_answer else None,
        status=status,
        finding=found,
        form=form if acting.exists() else None,
        improvements=improvements.order_by("pk"),
    )


def _found(request: HttpRequest, number: str, permission: str) -> Finding:
    rows = Finding.objects.permitted(Actor.of(request), permission).shown().select_related("found_by")
    return get_object_or_404(rows, number=number)
