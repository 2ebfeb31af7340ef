"""Finding what we know."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer
from kept.kernel.web.doors import needs

from ..queries.finding import articles_for, find_articles, subjects
from ..queries.wishes import asked_by, settled_wish
from . import forms

NEWEST = 8


@needs("knowledge.read")
def find(request: HttpRequest) -> HttpResponse:
    """One box: Chinese, pinyin or English. Without words, the subjects and what is new."""
    actor = Actor.of(request)
    rows = articles_for(actor).published()
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
        settled=settled_wish(words, rows) if words else None,
        asked=[] if words else asked_by(actor, rows),
        wish_form=forms.WishForm(initial={"words": words}),
    )
