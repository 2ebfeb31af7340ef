"""Pages of inquiries."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.parties.models import Customer

from ..actions.answering import answer_inquiry
from ..actions.deciding import cancel_inquiry, lose_inquiry
from ..actions.inquiring import attach_sheet, finish_task, flag_important, take_inquiry
from ..enums import InquiryState
from ..models import Inquiry
from ..queries.cards import inquiry_card
from . import forms, tables

SHOWN = ("promise__calendar_version", "promise__policy_version", "branch", "owner", "customer", "service")


@needs("quotes.view")
def inquiries(request: HttpRequest) -> HttpResponseBase:
    """Who waits, what breaks first on top; asked for more than those, newest first."""
    rows = Inquiry.objects.permitted(Actor.of(request), "quotes.view").select_related(*SHOWN)
    asked_more = any(request.GET.get(name) for name in ("q", "show", "state"))
    table = tables.AllInquiriesTable if asked_more else tables.InquiryTable
    return list_page(request, table, rows, filters=forms.InquiryFilter)


@needs("quotes.take")
@require_http_methods(["GET", "POST"])
def new_inquiry(request: HttpRequest) -> HttpResponse:
    actor = Actor.of(request)
    data, files = request.POST or None, request.FILES or None
    form = forms.InquiryForm(data, files, actor=actor, initial=_known(request, actor))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            inquiry = _take(form, actor)
            return back(request, inquiry, message=_("Inquiry taken. The clock runs."))
    status = 422 if request.method == "POST" else 200
    cancel = reverse("quotes:inquiries")
    return answer(request, "quotes/inquiry_form.html", form=form, cancel=cancel, status=status)


@needs("quotes.view")
def inquiry(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, found_inquiry(request, number, "quotes.view"))


@needs("quotes.quote")
@require_POST
def answers(request: HttpRequest, number: str) -> HttpResponse:
    """Called back without a price."""
    found = found_inquiry(request, number, "quotes.quote")
    form = forms.ContactForm(request.POST)
    if form.is_valid():
        with refusals(form):
            answer_inquiry(inquiry=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Answer recorded."))
    return _page(request, found, failed=("contact", form))


@needs("quotes.take")
@require_POST
def task(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    found = found_inquiry(request, number, "quotes.take")
    todo = get_object_or_404(found.tasks, kind=kind)
    form = forms.TaskForm(request.POST)
    if form.is_valid():
        with refusals(form):
            finish_task(task=todo, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Result kept."))
    return _page(request, found, failed=(kind, form))


@needs("quotes.take")
@require_POST
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    found = found_inquiry(request, number, "quotes.take")
    form = forms.SheetForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals(form):
            attach_sheet(inquiry=found, upload=form.cleaned_data["file"], by=Actor.of(request), at=now())
            return back(request, found, message=_("Safety data sheet kept."))
    return _page(request, found, failed=("sheet", form))


@needs("quotes.take")
@require_POST
def importance(request: HttpRequest, number: str) -> HttpResponse:
    found = found_inquiry(request, number, "quotes.take")
    flag_important(inquiry=found, by=Actor.of(request), at=now())
    return back(request, found, message=_("The branch manager has been told."))


@needs("quotes.decide")
@require_POST
def loss(request: HttpRequest, number: str) -> HttpResponse:
    return _close(request, number, "loss", lose_inquiry, _("Inquiry closed as lost."))


@needs("quotes.decide")
@require_POST
def withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    return _close(request, number, "withdrawal", cancel_inquiry, _("Inquiry withdrawn."))


def _close(request: HttpRequest, number: str, name: str, verb: Any, message: str) -> HttpResponse:
    found = found_inquiry(request, number, "quotes.decide")
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        with refusals(form):
            verb(inquiry=found, reason=form.cleaned_data["reason"], by=Actor.of(request), at=now())
            return back(request, found, message=message)
    return _page(request, found, failed=(name, form))


def _take(form: forms.InquiryForm, actor: Actor) -> Inquiry:
    """The inquiry and its safety data sheet come together or not at all."""
    upload = form.cleaned_data["sheet_file"]
    with transaction.atomic():
        inquiry = take_inquiry(**form.said(), by=actor, at=now())
        if upload:
            attach_sheet(inquiry=inquiry, upload=upload, by=actor, at=now())
    return inquiry


def _known(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    rows = Customer.objects.permitted(actor, "parties.view")
    customer = rows.filter(number=request.GET.get("customer", "")).first()
    known = {"phone": request.GET.get("phone", ""), "branch": actor.branch_id}
    if customer is None:
        return known
    return {
        "customer": customer,
        "company": customer.name,
        "phone": known["phone"] or customer.phone,
        "origin": customer.city,
        "branch": customer.branch_id or actor.branch_id,
    }


def found_inquiry(request: HttpRequest, number: str, permission: str) -> Inquiry:
    rows = Inquiry.objects.permitted(Actor.of(request), permission)
    return get_object_or_404(rows.select_related(*SHOWN), number=number)


def _page(
    request: HttpRequest, found: Inquiry, *, failed: tuple[str, django_forms.Form] | None = None
) -> HttpResponse:
    actor = Actor.of(request)
    wrong = dict([failed]) if failed else {}
    card = inquiry_card(found)
    spoken = {"spoken_to": found.caller_name}
    return answer(
        request,
        "quotes/inquiry.html",
        status=422 if failed else 200,
        inquiry=found,
        card=card,
        tasks=[(task, wrong.get(task.kind) or forms.TaskForm()) for task in card.tasks],
        contact=wrong.get("contact") or forms.ContactForm(initial=spoken),
        sheet_form=wrong.get("sheet") or forms.SheetForm(),
        loss_form=wrong.get("loss") or forms.ReasonForm(),
        withdrawal_form=wrong.get("withdrawal") or forms.ReasonForm(auto_id="id_withdrawal_%s"),
        may={
            "quote": actor.may("quotes.quote") and found.state in ("open", "answered", "quoted"),
            "take": actor.may("quotes.take") and found.state in ("open", "answered", "quoted"),
            "lose": actor.may("quotes.decide") and found.may_move_to(InquiryState.LOST),
            "withdraw": actor.may("quotes.decide") and found.may_move_to(InquiryState.CANCELLED),
        },
    )
