"""Finding what we know, and asking for what we do not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.using import wish_for
from ..models import Wish
from ..queries.finding import articles_for, find_articles, subjects
from . import forms, tables

NEWEST = 8


@needs("knowledge.read")
def find(request: HttpRequest) -> HttpResponse:
    """One box: Chinese, pinyin or English. Without words, the subjects and what is new."""
    rows = articles_for(Actor.of(request)).published()
    subject = request.GET.get("subject", "")
    words = request.GET.get("q", "").strip()
    within = rows.filter(category__startswith=subject) if subject else rows
    found = find_articles(words, within) if words else []
    return answer(
        request,
        "knowledge/find.html",
        part="found",
        words=words,
        subject=subject,
        found=found,
        newest=[] if words else list(within.order_by("-published_at")[:NEWEST]),
        most_used=[] if words else list(within.filter(opened__gt=0).order_by("-opened")[:NEWEST]),
        subjects=subjects(rows),
        wish_form=forms.WishForm(initial={"words": words}),
    )


@needs("knowledge.read")
@require_POST
def wishes_add(request: HttpRequest) -> HttpResponse:
    form = forms.WishForm(request.POST)
    if form.is_valid():
        wish_for(**form.cleaned_data, by=Actor.of(request), at=now())
    return back(request, "knowledge:find", message=_("Noted. Whoever writes articles sees it."))


@needs("knowledge.read")
def wishes(request: HttpRequest) -> HttpResponseBase:
    """What people looked for in vain, most often first."""
    rows = Wish.objects.permitted(Actor.of(request), "knowledge.read").select_related("article")
    return list_page(request, tables.WishTable, rows)
