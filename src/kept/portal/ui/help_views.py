"""Help that readers find themselves: for clients, and for everybody where the company allows it."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.web.answers import answer, back
from kept.kernel.web.doors import needs, public
from kept.knowledge.actions.using import use_article
from kept.knowledge.actions.wishing import wish_for
from kept.knowledge.enums import UseKind
from kept.knowledge.models import Article
from kept.knowledge.queries.finding import find_articles
from kept.knowledge.queries.marking import as_page
from kept.knowledge.queries.shown import picture_of
from kept.knowledge.queries.wishes import asked_by, settled_wish
from kept.knowledge.rules import PUBLIC_HELP

from ..permissions import CLIENT
from .shell import page

SHELF = 60


@needs(CLIENT)
def help_page(request: HttpRequest) -> HttpResponse:
    """What a client may read, by search or by subject. What is not found is noted for our writers."""
    words = request.GET.get("q", "").strip()
    actor, rows = Actor.of(request), _own(request)
    shelf = _shelf(rows, words)
    settled = settled_wish(words, rows) if words else None
    if words and not shelf["found"] and settled is None:
        wish_for(words=words, by=actor, at=now())
    asked = [] if words else asked_by(actor, rows)
    told: dict[str, Any] = {"settled": settled, "asked": asked, "article_url": "portal:help_article"}
    return page(request, "portal/help.html", **shelf, **told)


@needs(CLIENT)
def help_article(request: HttpRequest, number: str) -> HttpResponse:
    found: Article = get_object_or_404(_own(request), number=number)
    use_article(article=found, kind=UseKind.OPENED, from_outside=True, by=Actor.of(request), at=now())
    text = as_page(found.body, images=reverse("portal:help_article", args=[number]) + "images/")
    return page(request, "portal/help_article.html", article=found, text=text)


@needs(CLIENT)
@require_POST
def help_judgement(request: HttpRequest, number: str) -> HttpResponse:
    found: Article = get_object_or_404(_own(request), number=number)
    kind = UseKind.HELPED if request.POST.get("helped") == "yes" else UseKind.NOT_HELPED
    use_article(article=found, kind=kind, from_outside=True, by=Actor.of(request), at=now())
    return back(request, "portal:help_article", number, message=_("Thank you for telling us."))


@needs(CLIENT)
def help_image(request: HttpRequest, number: str, token: str) -> FileResponse:
    found: Article = get_object_or_404(_own(request), number=number)
    return _picture(found, token)


@public
@require_GET
def public_help(request: HttpRequest) -> HttpResponse:
    """Without login: the articles for everybody, where the company shows them."""
    words = request.GET.get("q", "").strip()[:120]
    return answer(
        request, "portal/public_help.html", **_shelf(_open(), words), article_url="portal:public_article"
    )


@public
@require_GET
def public_article(request: HttpRequest, number: str) -> HttpResponse:
    found: Article = get_object_or_404(_open(), number=number)
    text = as_page(found.body, images=reverse("portal:public_article", args=[number]) + "images/")
    return answer(request, "portal/public_article.html", article=found, text=text)


@public
@require_GET
def public_image(request: HttpRequest, number: str, token: str) -> FileResponse:
    found: Article = get_object_or_404(_open(), number=number)
    return _picture(found, token)


def _own(request: HttpRequest) -> Any:
    return Article.objects.for_clients(Actor.of(request).only("customer"))


def _open() -> Any:
    if not rule(PUBLIC_HELP):
        raise Http404
    return Article.objects.for_everybody()


def _shelf(rows: Any, words: str) -> dict[str, Any]:
    found = find_articles(words, rows) if words else []
    articles = [] if words else list(rows.order_by("category", "number")[:SHELF])
    return {"words": words, "found": found, "articles": articles}


def _picture(found: Article, token: str) -> FileResponse:
    kept = picture_of(found, token)
    if kept is None:
        raise Http404
    response = FileResponse(kept.file.open("rb"), content_type=kept.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
