"""Pages of quotes: made, sent, decided, printed."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.contracts.models import RateCard
from kept.contracts.queries.clauses import kind_words
from kept.contracts.queries.pricing import rate_card_for
from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.answering import send_quote
from ..actions.deciding import accept_quote, reject_quote
from ..actions.quoting import make_quote
from ..enums import QuoteState
from ..models import Inquiry, Quote
from ..queries.cards import said_lines
from . import forms, tables
from .views import found_inquiry


@needs("quotes.view")
def quotes(request: HttpRequest) -> HttpResponseBase:
    rows = Quote.objects.permitted(Actor.of(request), "quotes.view").select_related("inquiry")
    return list_page(request, tables.QuoteTable, rows, filters=forms.QuoteFilter)


@needs("quotes.quote")
@require_http_methods(["GET", "POST"])
def new_quote(request: HttpRequest, number: str) -> HttpResponse:
    """A price by rate card, or by hand, by which button was pressed."""
    found = found_inquiry(request, number, "quotes.quote")
    card = rate_card_for(found.customer, found.service, now()) if found.service else None
    form = forms.QuoteForm(request.POST or None, extras=_extras(card))
    lines = forms.HandLineFormSet(request.POST or None, prefix="lines")
    by_card = "by_card" in request.POST
    if request.method == "POST" and form.is_valid() and (by_card or lines.is_valid()):
        hand = None if by_card else [line for one in lines if (line := one.line())]
        with refusals(form):
            quote = _make(found, form, hand, Actor.of(request))
            return back(request, quote, message=_("Quote made."))
    return answer(
        request,
        "quotes/quote_form.html",
        form=form,
        lines=lines,
        inquiry=found,
        card=card,
        open_tasks=found.tasks.filter(done_at=None).count(),
        status=422 if request.method == "POST" else 200,
    )


@needs("quotes.view")
def quote(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _found(request, number, "quotes.view"))


@needs("quotes.view")
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """The quote as a page for paper."""
    found = _found(request, number, "quotes.view")
    return answer(request, "quotes/paper.html", quote=found, lines=said_lines(found))


@needs("quotes.quote")
@require_POST
def sending(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "quotes.quote")
    form = forms.ContactForm(request.POST)
    if form.is_valid():
        with refusals(form):
            send_quote(quote=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Quote sent. The inquiry is answered."))
    return _page(request, found, failed=("send", form))


@needs("quotes.decide")
@require_POST
def acceptance(request: HttpRequest, number: str) -> HttpResponse:
    actor = Actor.of(request)
    found = _found(request, number, "quotes.decide")
    form = forms.AcceptForm(request.POST, actor=actor, quote=found)
    if form.is_valid():
        with refusals(form):
            accept_quote(quote=found, **form.cleaned_data, by=actor, at=now())
            return back(request, found, message=_("Accepted. A draft order has been made."))
    return _page(request, found, failed=("accept", form))


@needs("quotes.decide")
@require_POST
def rejection(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "quotes.decide")
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        with refusals(form):
            reject_quote(quote=found, reason=form.cleaned_data["reason"], by=Actor.of(request), at=now())
            return back(request, found, message=_("Rejection recorded."))
    return _page(request, found, failed=("reject", form))


def _make(found: Inquiry, form: forms.QuoteForm, hand: Any, by: Actor) -> Quote:
    given = form.cleaned_data
    return make_quote(
        inquiry=found,
        lines=hand,
        valid_until=given["valid_until"],
        terms=given["terms"],
        asked=given.get("asked", ()),
        by=by,
        at=now(),
    )


def _extras(card: RateCard | None) -> list[tuple[str, str]]:
    """What the card charges only when asked for."""
    return (
        [(one.code, kind_words(one.code)) for one in card.surcharges.all() if one.on_demand] if card else []
    )


def _found(request: HttpRequest, number: str, permission: str) -> Quote:
    related = ("customer", "service", "rate_card", "inquiry__promise__calendar_version", "branch")
    more = ("inquiry__promise__policy_version", "inquiry__customer")
    rows = Quote.objects.permitted(Actor.of(request), permission).select_related(*related, *more)
    return get_object_or_404(rows, number=number)


def _page(
    request: HttpRequest, found: Quote, *, failed: tuple[str, django_forms.Form] | None = None
) -> HttpResponse:
    actor = Actor.of(request)
    wrong = dict([failed]) if failed else {}
    decides = actor.may("quotes.decide")
    spoken = {"spoken_to": found.inquiry.caller_name}
    return answer(
        request,
        "quotes/quote.html",
        status=422 if failed else 200,
        quote=found,
        lines=said_lines(found),
        send_form=wrong.get("send") or forms.ContactForm(initial=spoken),
        accept_form=wrong.get("accept") or forms.AcceptForm(actor=actor, quote=found),
        reject_form=wrong.get("reject") or forms.ReasonForm(),
        may={
            "send": actor.may("quotes.quote") and found.may_move_to(QuoteState.SENT),
            "accept": decides and found.may_move_to(QuoteState.ACCEPTED),
            "reject": decides and found.may_move_to(QuoteState.REJECTED),
        },
    )
