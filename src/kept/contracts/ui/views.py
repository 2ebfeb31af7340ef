"""Pages of agreements and prices."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.parties.models import Customer

from ..actions.agreements import end_agreement, make_agreement
from ..actions.rate_cards import make_rate_card
from ..models import Agreement, RateCard
from ..queries.clauses import kind_words
from ..queries.grids import rate_grid
from . import forms, tables


@needs("contracts.view")
def agreements(request: HttpRequest) -> HttpResponseBase:
    actor = Actor.of(request)
    rows = Agreement.objects.permitted(actor, "contracts.view").select_related("customer")
    return list_page(
        request,
        tables.AgreementTable,
        rows,
        filters=lambda query: forms.AgreementFilter(query, actor=actor),
    )


@needs("contracts.keep")
@require_http_methods(["GET", "POST"])
def new_agreement(request: HttpRequest) -> HttpResponse:
    actor = Actor.of(request)
    customer = Customer.objects.permitted(actor, "parties.view").filter(
        number=request.GET.get("customer", "")
    )
    data = request.POST or None
    form = forms.AgreementForm(data, actor=actor, initial={"customer": customer.first()})
    lines = forms.LineFormSet(data, prefix="lines")
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        terms = [line.terms() for line in lines]
        with refusals(form):
            agreement = make_agreement(
                **form.cleaned_data, lines=[one for one in terms if one], by=actor, at=now()
            )
            return back(request, agreement, message=_("Agreement made."))
    status = 422 if request.method == "POST" else 200
    return answer(request, "contracts/agreement_form.html", form=form, lines=lines, status=status)


@needs("contracts.view")
def agreement(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _found(request, number, "contracts.view"), forms.EndForm())


@needs("contracts.keep")
@require_POST
def ending(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "contracts.keep")
    form = forms.EndForm(request.POST)
    if form.is_valid():
        with refusals(form):
            end_agreement(agreement=found, reason=form.cleaned_data["reason"], by=Actor.of(request), at=now())
            return back(request, found, message=_("Agreement ended."))
    return _page(request, found, form, status=422)


@needs("contracts.keep")
@require_http_methods(["GET", "POST"])
def agreement_prices(request: HttpRequest, number: str) -> HttpResponse:
    return _make_card(request, _found(request, number, "contracts.keep"))


@needs("contracts.view")
def rate_cards(request: HttpRequest) -> HttpResponseBase:
    rows = RateCard.objects.permitted(Actor.of(request), "contracts.view")
    shown = rows.select_related("agreement__customer", "service")
    return list_page(request, tables.RateCardTable, shown, filters=forms.RateCardFilter)


@needs("contracts.keep")
@require_http_methods(["GET", "POST"])
def new_rate_card(request: HttpRequest) -> HttpResponse:
    return _make_card(request, None)


@needs("contracts.view")
def rate_card(request: HttpRequest, pk: int) -> HttpResponse:
    rows = RateCard.objects.permitted(Actor.of(request), "contracts.view")
    shown = rows.select_related("agreement__customer", "service").prefetch_related(
        "zones__breaks", "surcharges"
    )
    card = get_object_or_404(shown, pk=pk)
    extras = [(kind_words(one.code), one) for one in card.surcharges.all()]
    return answer(request, "contracts/rate_card.html", card=card, extras=extras, grid=rate_grid(card))


def _make_card(request: HttpRequest, found: Agreement | None) -> HttpResponse:
    form = forms.RateCardForm(request.POST or None, agreement=found)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            given: dict[str, Any] = form.cleaned_data
            card = make_rate_card(**given, agreement=found, by=Actor.of(request), at=now())
            return back(request, card, message=_("Rate card made."))
    status = 422 if request.method == "POST" else 200
    return answer(
        request,
        "contracts/rate_card_form.html",
        status=status,
        form=form,
        agreement=found,
        example=forms.EXAMPLE,
    )


def _found(request: HttpRequest, number: str, permission: str) -> Agreement:
    rows = Agreement.objects.permitted(Actor.of(request), permission)
    return get_object_or_404(rows.select_related("customer"), number=number)


def _page(
    request: HttpRequest, found: Agreement, ending_form: django_forms.Form, *, status: int = 200
) -> HttpResponse:
    cards = list(found.rate_cards.select_related("service").order_by("service", "-valid_from"))
    in_force = (
        found.rate_cards.in_force(localdate()).select_related("service").prefetch_related("zones__breaks")
    )
    return answer(
        request,
        "contracts/agreement.html",
        status=status,
        agreement=found,
        lines=found.lines.select_related("service", "policy__customer", "policy__service"),
        cards=cards,
        in_force=[(card, rate_grid(card)) for card in in_force[:4]],
        ending=ending_form,
        may_keep=Actor.of(request).may("contracts.keep") and found.state != "ended",
    )
