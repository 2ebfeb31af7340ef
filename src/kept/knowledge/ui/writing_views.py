"""Writing articles and leading them to their readers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.documents.actions import keep_document
from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.parties.models import Customer

from ..actions import publishing
from ..actions.writing import describe_article, restore_version, revise_article, write_article
from ..models import Article, Version
from ..queries.versions import newest
from . import forms
from .article_views import article_page, found_article


@needs("knowledge.write")
@require_http_methods(["GET", "POST"])
def new_article(request: HttpRequest) -> HttpResponse:
    form = forms.NewArticleForm(request.POST or None, initial={"title": request.GET.get("title", "")})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = write_article(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, made, message=_("Draft kept. Give it to review when it is ready."))
    cancel = reverse("knowledge:find")
    return answer(request, "knowledge/article_form.html", form=form, cancel=cancel, status=_status(request))


@needs("knowledge.write")
@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, number: str) -> HttpResponse:
    """A new version in one language."""
    found = found_article(request, number, "knowledge.write")
    language = request.GET.get("language") or found.language or get_language() or ""
    last = newest(found, language)
    start = {"language": language, "title": last.title if last else "", "body": last.body if last else ""}
    form = forms.TextForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            revise_article(article=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Version kept; readers see it once it is published."))
    return _answer(request, "knowledge/article_form.html", form, found)


@needs("knowledge.write")
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, number: str) -> HttpResponse:
    actor = Actor.of(request)
    found = found_article(request, number, "knowledge.write")
    customers = Customer.objects.permitted(actor, "parties.view")
    form = forms.DetailsForm(
        request.POST or None, initial=forms.DetailsForm.start_of(found), customers=customers
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        chosen = list(given.pop("customers"))
        describe_article(article=found, changes=given, customers=chosen, by=actor, at=now())
        return back(request, found, message=_("Saved."))
    return _answer(request, "knowledge/details_form.html", form, found)


@needs("knowledge.write")
@require_POST
def submission(request: HttpRequest, number: str) -> HttpResponse:
    return _move(request, number, "knowledge.write", publishing.submit_article, _("Given to review."))


@needs("knowledge.publish")
@require_POST
def publication(request: HttpRequest, number: str) -> HttpResponse:
    return _move(request, number, "knowledge.publish", publishing.publish_article, _("Published."))


@needs("knowledge.publish")
@require_POST
def confirmation(request: HttpRequest, number: str) -> HttpResponse:
    return _move(request, number, "knowledge.publish", publishing.confirm_article, _("Noted as right."))


@needs("knowledge.publish")
@require_POST
def sending_back(request: HttpRequest, number: str) -> HttpResponse:
    return _move_with_reason(request, number, "sending_back", publishing.send_article_back)


@needs("knowledge.publish")
@require_POST
def retirement(request: HttpRequest, number: str) -> HttpResponse:
    return _move_with_reason(request, number, "retirement", publishing.retire_article)


@needs("knowledge.write")
@require_POST
def restoration(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    found = found_article(request, number, "knowledge.write")
    old = get_object_or_404(Version.objects.select_related("article"), pk=pk, article=found)
    restore_version(version=old, by=Actor.of(request), at=now())
    return back(request, found, message=_("Taken up again as the newest version."))


@needs("knowledge.write")
@require_POST
def images(request: HttpRequest, number: str) -> HttpResponse:
    """A picture for the article; its line to put into the text is shown beside it."""
    found = found_article(request, number, "knowledge.write")
    form = forms.ImageForm(request.POST, request.FILES)
    if not form.is_valid():
        return article_page(request, found, status=422)
    upload = form.cleaned_data["picture"]
    keep_document(upload=upload, kind="article", about=found, by=Actor.of(request), at=now())
    return back(request, found, message=_("Picture kept. Put its line into the text."))


def _move(
    request: HttpRequest, number: str, permission: str, verb: Callable[..., Any], words: str
) -> HttpResponse:
    found = found_article(request, number, permission)
    verb(article=found, by=Actor.of(request), at=now())
    return back(request, found, message=words)


def _move_with_reason(request: HttpRequest, number: str, name: str, verb: Callable[..., Any]) -> HttpResponse:
    found, form = found_article(request, number, "knowledge.publish"), forms.WhyForm(request.POST)
    if form.is_valid():
        with refusals(form):
            verb(article=found, why=form.cleaned_data["why"], by=Actor.of(request), at=now())
            return back(request, found, message=_("Saved."))
    return article_page(request, found, status=422, failed=name, form=form)


def _answer(request: HttpRequest, page: str, form: Any, article: Article) -> HttpResponse:
    cancel = article.get_absolute_url()
    return answer(request, page, form=form, article=article, cancel=cancel, status=_status(request))


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
