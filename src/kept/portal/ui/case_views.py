"""A client asks, complains, and follows what becomes of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.desk.actions.intake import complain
from kept.desk.models import Case
from kept.kernel.actor import Actor
from kept.kernel.web.answers import back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.writing import write_about
from ..permissions import CLIENT
from ..queries.own import own_cases, story_of
from . import filters, tables
from .case_forms import CaseForm, MessageForm
from .shell import page, shell


@needs(CLIENT)
def cases(request: HttpRequest) -> HttpResponseBase:
    rows = own_cases(Actor.of(request))
    return list_page(
        request,
        tables.CaseTable,
        rows,
        filters=filters.CaseFilter,
        template="portal/list.html",
        chrome=shell(request),
    )


@needs(CLIENT)
@require_http_methods(["GET", "POST"])
def new_case(request: HttpRequest) -> HttpResponse:
    """A question or a complaint, about an order or a shipment or about us. Its clock starts at once."""
    actor = Actor.of(request)
    form = CaseForm(request.POST or None, actor=actor, asked=request.GET)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            case = complain(**form.matter(), caller_name=actor.name, by=actor, at=now())
            return back(request, "portal:case", case.number, message=_("We have it and will answer you."))
    status = 422 if request.method == "POST" else 200
    return page(request, "portal/case_form.html", status=status, form=form, cancel=reverse("portal:cases"))


@needs(CLIENT)
def case(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _found(request, number), MessageForm())


@needs(CLIENT)
@require_POST
def messages(request: HttpRequest, number: str) -> HttpResponse:
    """Write once more."""
    found = _found(request, number)
    form = MessageForm(request.POST)
    if form.is_valid():
        with refusals(form):
            write_about(case=found, text=form.cleaned_data["text"], by=Actor.of(request), at=now())
            return back(request, "portal:case", number, message=_("Sent."))
    return _page(request, found, form, status=422)


def _found(request: HttpRequest, number: str) -> Case:
    rows = own_cases(Actor.of(request))
    return get_object_or_404(rows.select_related("order", "shipment", "customer"), number=number)


def _page(request: HttpRequest, found: Case, form: MessageForm, *, status: int = 200) -> HttpResponse:
    return page(request, "portal/case.html", status=status, case=found, story=story_of(found), form=form)
