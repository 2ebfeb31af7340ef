"""The checklist of what is to be in place before the first transaction with a customer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.parties.models import Customer

from ..actions.preparing import note_preparation
from ..models import PreparationNote
from ..queries.preparation import preparation, with_preparation
from .preparation_forms import NoteForm, PreparationFilter
from .statement_forms import day_asked
from .statement_tables import PreparationTable


@require_GET
@needs("contracts.view")
def preparations(request: HttpRequest) -> HttpResponseBase:
    """Each customer with the five elements as they stand on a day."""
    rows = Customer.objects.permitted(Actor.of(request), "contracts.view").active()
    shown = with_preparation(rows, day_asked(request.GET))
    return list_page(request, PreparationTable, shown, filters=PreparationFilter)


@require_GET
@needs("contracts.view")
def preparation_of(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _found(request, number, "contracts.view"), NoteForm(prefix="note"))


@require_http_methods(["POST"])
@needs("contracts.inform")
def preparation_notes(request: HttpRequest, number: str) -> HttpResponse:
    """Note an element that no record tells."""
    customer = _found(request, number, "contracts.inform")
    form = NoteForm(request.POST, prefix="note")
    if form.is_valid():
        with refusals(form):
            note_preparation(customer=customer, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, "contracts:preparation", number, message=_("Noted."))
    return _page(request, customer, form, status=422)


def _found(request: HttpRequest, number: str, permission: str) -> Customer:
    return get_object_or_404(Customer.objects.permitted(Actor.of(request), permission), number=number)


def _page(request: HttpRequest, customer: Customer, form: Any, *, status: int = 200) -> HttpResponse:
    on = day_asked(request.GET)
    notes = PreparationNote.objects.permitted(Actor.of(request), "contracts.view")
    return answer(
        request,
        "contracts/preparation.html",
        status=status,
        customer=customer,
        on=on,
        elements=preparation(customer, on),
        notes=notes.filter(customer=customer).select_related("by")[:50],
        form=form,
    )
