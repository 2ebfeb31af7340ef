"""Articles: the list, one article, its versions, and what readers think of it."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.publishing import newest_drafts
from ..actions.using import use_article
from ..enums import ArticleState, UseKind
from ..models import Article, Version
from ..queries.finding import articles_for
from ..queries.marking import as_page
from ..queries.shown import matters_of, picture_of, pictures_of
from ..queries.versions import before, changes
from . import forms, tables

MOST_VERSIONS = 60
MOST_COMMENTS = 20


@needs("knowledge.read")
def articles(request: HttpRequest) -> HttpResponseBase:
    rows = articles_for(Actor.of(request)).select_related("owner")
    return list_page(request, tables.ArticleTable, rows, filters=forms.ArticleFilter)


@needs("knowledge.read")
def article(request: HttpRequest, number: str) -> HttpResponse:
    """The text as readers see it; for writers also what is not shown yet."""
    found = found_article(request, number)
    if found.is_published:
        use_article(article=found, kind=UseKind.OPENED, by=Actor.of(request), at=now())
    return article_page(request, found)


@needs("knowledge.read")
@require_POST
def judgement(request: HttpRequest, number: str) -> HttpResponse:
    found, form = found_article(request, number), forms.JudgementForm(request.POST)
    if form.is_valid():
        kind = UseKind.HELPED if form.cleaned_data["helped"] == "yes" else UseKind.NOT_HELPED
        comment = form.cleaned_data["comment"]
        use_article(article=found, kind=kind, comment=comment, by=Actor.of(request), at=now())
        return back(request, found, message=_("Thank you. The owner sees it."))
    return article_page(request, found, status=422)


@needs("knowledge.read")
@require_POST
def linking(request: HttpRequest, number: str) -> HttpResponse:
    """Its words went into an answer; `about` is the number of the matter."""
    found, about = found_article(request, number), request.POST.get("about", "")
    use_article(article=found, kind=UseKind.LINKED, about=about, by=Actor.of(request), at=now())
    return HttpResponse(status=204)


@needs("knowledge.read")
def version(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One version and what changed in it."""
    found = found_article(request, number)
    shown = get_object_or_404(Version.objects.select_related("by", "article"), pk=pk, article=found)
    earlier = before(shown)
    return answer(
        request,
        "knowledge/version.html",
        article=found,
        version=shown,
        earlier=earlier,
        changes=changes(earlier, shown),
        text=as_page(shown.body, images=images_of(found)),
        language_name=dict(forms.languages()).get(shown.language, shown.language),
    )


@needs("knowledge.read")
def image(request: HttpRequest, number: str, token: str) -> FileResponse:
    return picture(found_article(request, number), token)


def picture(found: Article, token: str) -> FileResponse:
    """A picture of an article, for whoever may read the article."""
    kept = picture_of(found, token)
    if kept is None:
        raise Http404
    response = FileResponse(kept.file.open("rb"), content_type=kept.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def images_of(found: Article) -> str:
    return reverse("knowledge:images", args=[found.number])


def found_article(request: HttpRequest, number: str, permission: str = "knowledge.read") -> Article:
    rows = Article.objects.permitted(Actor.of(request), permission).select_related("owner")
    found: Article = get_object_or_404(rows, number=number)
    return found


def article_page(
    request: HttpRequest, found: Article, *, status: int = 200, failed: str = "", form: object = None
) -> HttpResponse:
    actor = Actor.of(request)
    writes, publishes = actor.may("knowledge.write"), actor.may("knowledge.publish")
    drafts = newest_drafts(found) if writes or publishes else []
    names = dict(forms.languages())
    shown_draft = drafts[0] if drafts and not found.body else None
    return answer(
        request,
        "knowledge/article.html",
        status=status,
        article=found,
        text=as_page(found.body or (shown_draft.body if shown_draft else ""), images=images_of(found)),
        shown_draft=shown_draft,
        language_name=names.get(found.language, ""),
        drafts=[(draft, names.get(draft.language, draft.language)) for draft in drafts],
        versions=[
            (row, names.get(row.language, row.language))
            for row in found.versions.select_related("by").order_by("-at", "-pk")[:MOST_VERSIONS]
        ],
        comments=found.uses.exclude(comment="").select_related("person").order_by("-at")[:MOST_COMMENTS],
        matters=matters_of(found),
        customers=list(found.customers.all()[:20]),
        is_due=found.is_published and found.review_on is not None and found.review_on <= localdate(),
        may_submit=writes and found.state in (ArticleState.DRAFT, ArticleState.RETIRED),
        may_publish=publishes and (found.state == ArticleState.IN_REVIEW or (found.is_published and drafts)),
        may_send_back=publishes and found.state == ArticleState.IN_REVIEW,
        may_retire=publishes and found.is_published,
        may_confirm=publishes and found.is_published and not drafts,
        judgement_form=forms.JudgementForm(),
        why_form=form if failed else forms.WhyForm(),
        failed=failed,
        image_form=forms.ImageForm(),
        pictures=pictures_of(found) if writes else [],
    )
