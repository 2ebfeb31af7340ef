"""Pages of service statements: written, in versions, and which one applies to whom."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.parties.models import Customer

from ..actions.statements import end_statement, revise_statement, write_statement
from ..models import Handover, ServiceStatement
from ..queries.handing import lacking_of, with_handover
from ..queries.statements import named, reach_of, statements_shown, stretches, version_for, with_version
from ..queries.texts import parts_of
from .statement_forms import LastDayForm, RevisionForm, StatementFilter, StatementForm, TextFilter, day_asked
from .statement_tables import StatementTable, TextTable

MOST = 20
"""Handovers on the page of a statement or a customer; the list has them all."""


@require_GET
@needs("contracts.view")
def statements(request: HttpRequest) -> HttpResponseBase:
    rows = ServiceStatement.objects.permitted(Actor.of(request), "contracts.view")
    shown = statements_shown(rows, day_asked(request.GET))
    return list_page(request, StatementTable, shown, filters=StatementFilter)


@require_GET
@needs("contracts.view")
def service_texts(request: HttpRequest) -> HttpResponseBase:
    """Each customer with the version that applies on a day."""
    rows = Customer.objects.permitted(Actor.of(request), "contracts.view").active()
    shown = named(with_handover(with_version(rows, day_asked(request.GET))))
    return list_page(request, TextTable, shown, filters=TextFilter)


@require_GET
@needs("contracts.view")
def service_text(request: HttpRequest, number: str) -> HttpResponse:
    """What applies to one customer on a day, and what did and will."""
    rows = Customer.objects.permitted(Actor.of(request), "contracts.view")
    customer = get_object_or_404(rows, number=number)
    on = day_asked(request.GET)
    version = version_for(customer, on)
    return answer(
        request,
        "contracts/service_text.html",
        customer=customer,
        on=on,
        version=version,
        parts=parts_of(version.text_in()) if version else [],
        stretches=stretches(customer),
        handovers=_given(request).filter(customer=customer)[:MOST],
    )


@require_GET
@needs("contracts.view")
def statement(request: HttpRequest, number: str) -> HttpResponse:
    """The version in force on a day, and all the others."""
    found = _found(request, number, "contracts.view")
    on = day_asked(request.GET)
    versions = list(found.versions.select_related("made_by"))
    version = next((each for each in versions if each.is_in_force(on)), None)
    return answer(
        request,
        "contracts/statement.html",
        statement=found,
        on=on,
        version=version,
        parts=parts_of(version.text_in()) if version else [],
        versions=versions,
        reach=reach_of(version, on) if version else 0,
        lacking=lacking_of(version, on) if version else 0,
        handovers=_given(request).filter(version__statement=found)[:MOST],
    )


@require_http_methods(["GET", "POST"])
@needs("contracts.keep")
def new_statement(request: HttpRequest) -> HttpResponse:
    actor = Actor.of(request)
    asked = Customer.objects.permitted(actor, "parties.view").filter(number=request.GET.get("customer", ""))
    form = StatementForm(request.POST or None, actor=actor, initial={"customer": asked.first()})
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("title", "segment", "customer", "valid_from")}
        with refusals(form):
            made = write_statement(**said, words=form.words, by=actor, at=now())
            return back(request, made, message=_("Written. It counts from its day on."))
    return _form(request, form, _("Write a service statement"), reverse("contracts:statements"))


@require_http_methods(["GET", "POST"])
@needs("contracts.keep")
def new_version(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "contracts.keep")
    last = found.versions.order_by("-number")[0]
    form = RevisionForm(request.POST or None, before=last)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("changed", "valid_from")}
        with refusals(form):
            revise_statement(statement=found, **said, words=form.words, by=Actor.of(request), at=now())
            return back(request, found, message=_("Written. It counts from its day on."))
    return _form(request, form, _("New version of the statement"), found.get_absolute_url(), lead=str(found))


@require_http_methods(["GET", "POST"])
@needs("contracts.keep")
def statement_end(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "contracts.keep")
    form = LastDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            end_statement(statement=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Ended."))
    lead = _("After this day its customers have the statement of their segment, or the one for all.")
    if not found.customer and not found.segment:
        lead = _(
            "After this day it applies to nobody: a customer without a statement of its own or of its"
            " segment has none."
        )
    title = _("End the statement")
    return _form(request, form, title, found.get_absolute_url(), lead=f"{found} · {lead}", act=title)


def _given(request: HttpRequest) -> QuerySet[Handover]:
    return Handover.objects.permitted(Actor.of(request), "contracts.view").shown()


def _found(request: HttpRequest, number: str, permission: str) -> ServiceStatement:
    rows = ServiceStatement.objects.permitted(Actor.of(request), permission).select_related("customer")
    return get_object_or_404(rows, number=number)


def _form(
    request: HttpRequest, form: Any, title: str, cancel: str, lead: str = "", act: str = ""
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    shown = {"form": form, "title": title, "cancel": cancel, "lead": lead, "act": act}
    return answer(request, "contracts/form.html", status=status, **shown)
