"""Choosing among customers, and the chains in which they stand."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.web.answers import back
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.chaining import end_link
from ..models import ChainLink
from . import forms, tables
from .choosing import customers_like


@needs("parties.view")
def chains(request: HttpRequest) -> HttpResponseBase:
    rows = ChainLink.objects.permitted(Actor.of(request), "parties.view")
    return list_page(
        request, tables.ChainTable, rows.select_related("customer", "member"), filters=forms.ChainFilter
    )


@needs("parties.keep")
@require_POST
def chain_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Its last day: the one given, today when none is."""
    actor = Actor.of(request)
    rows = ChainLink.objects.permitted(actor, "parties.keep")
    link = get_object_or_404(rows.filter(Q(customer__number=number) | Q(member__number=number)), pk=pk)
    try:
        end_link(link=link, until=_day(request.POST.get("until", "")), by=actor, at=now())
    except Refused as no:
        messages.error(request, str(no.message))
        return back(request, "parties:customer", number)
    return back(request, "parties:customer", number, message=_("Saved."))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return localdate()


@require_GET
@needs("parties.view")
def customer_choices(request: HttpRequest) -> HttpResponse:
    """Options for a customer field, whatever the field is called."""
    text = next(iter(request.GET.values()), "")
    return render(
        request,
        "parties/customer_choices.html",
        {"customers": customers_like(Actor.of(request), str(text))},
    )
