"""What was looked for in vain: the list, and what becomes of each."""

from __future__ import annotations

from django.forms import Form
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

from ..actions.wishing import answer_wish, decline_wish, wish_for
from ..models import Wish
from ..queries.finding import articles_for, find_articles
from . import forms, tables

OFFERED = 5


@needs("knowledge.read")
def wishes(request: HttpRequest) -> HttpResponseBase:
    """What people looked for in vain, most often first."""
    rows = Wish.objects.permitted(Actor.of(request), "knowledge.read").select_related("article")
    return list_page(request, tables.WishTable, rows, filters=forms.WishFilter)


@needs("knowledge.read")
@require_POST
def wishes_add(request: HttpRequest) -> HttpResponse:
    form = forms.WishForm(request.POST)
    if form.is_valid():
        wish_for(**form.cleaned_data, by=Actor.of(request), at=now())
    return back(request, "knowledge:find", message=_("Noted. Whoever writes articles sees it."))


@needs("knowledge.read")
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """Who looked for it, what was said to it, and what would answer it."""
    return _page(request, _found(request, pk, "knowledge.read"))


@needs("knowledge.write")
@require_POST
def wish_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """An article that is published answers it."""
    found, actor = _found(request, pk, "knowledge.write"), Actor.of(request)
    form = forms.WishAnswerForm(request.POST, articles=articles_for(actor).published())
    if form.is_valid():
        with refusals(form):
            answer_wish(wish=found, article=form.cleaned_data["article"], by=actor, at=now())
            return back(request, found, message=_("Answered. Whoever asked is told."))
    return _page(request, found, status=422, failed=form)


@needs("knowledge.write")
@require_POST
def wish_declining(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _found(request, pk, "knowledge.write"), forms.WishDeclineForm(request.POST)
    if form.is_valid():
        with refusals(form):
            decline_wish(wish=found, reason=form.cleaned_data["reason"], by=Actor.of(request), at=now())
            return back(request, found, message=_("Declined. Whoever asked is told."))
    return _page(request, found, status=422, failed=form)


def _found(request: HttpRequest, pk: int, permission: str) -> Wish:
    rows = Wish.objects.permitted(Actor.of(request), permission).select_related("article", "settled_by")
    found: Wish = get_object_or_404(rows, pk=pk)
    return found


def _page(
    request: HttpRequest, found: Wish, *, status: int = 200, failed: Form | None = None
) -> HttpResponse:
    actor = Actor.of(request)
    rows = articles_for(actor).published()
    answering = failed if isinstance(failed, forms.WishAnswerForm) else forms.WishAnswerForm(articles=rows)
    declining = failed if isinstance(failed, forms.WishDeclineForm) else forms.WishDeclineForm()
    return answer(
        request,
        "knowledge/wish.html",
        status=status,
        wish=found,
        askers=list(found.askers.order_by("name")),
        near=find_articles(found.words, rows, limit=OFFERED),
        answering=answering if actor.may("knowledge.write") else None,
        declining=declining,
    )
