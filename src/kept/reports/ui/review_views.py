"""Client reviews: the list, the pack with its remarks, and handing it over."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.documents.papers import Paper
from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.reviewing import begin_review, hand_over_review, write_remark
from ..models import Review
from ..queries.making import FORMS, LANGUAGES
from ..queries.reviewing import SECTIONS, last_remarks, paper_of
from .files import file_of
from .forms import HandOverForm, RemarkForm, ReviewFilter, ReviewForm
from .tables import ReviewTable

WITH = ("customer", "begun_by", "handed_by", "pdf", "book")


@require_GET
@needs("reports.review")
def reviews(request: HttpRequest) -> HttpResponseBase:
    rows = Review.objects.permitted(Actor.of(request), "reports.review").select_related(*WITH)
    return list_page(request, ReviewTable, rows.defer("frozen"), filters=ReviewFilter)


@require_http_methods(["GET", "POST"])
@needs("reports.review")
def new_review(request: HttpRequest) -> HttpResponse:
    """Begin one for a customer and a quarter."""
    actor, at = Actor.of(request), now()
    form = ReviewForm(actor, at, request.POST or None, initial={"customer": request.GET.get("customer", "")})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            review = begin_review(**form.cleaned_data, by=actor, at=at)
            return back(request, review, message=_("Begun. Write your remarks, then hand it over."))
    return answer(
        request, "reports/review_form.html", status=422 if form.errors else 200, form=form, cancel="../"
    )


@require_GET
@needs("reports.review")
def review(request: HttpRequest, number: str) -> HttpResponse:
    """The pack as it stands or as it was handed over; as PDF or Excel it is the same."""
    found = _found(request, number)
    wanted = request.GET.get("export", "")
    if wanted in FORMS:
        name = f"{found.number}-{found.period.token}-v{found.version}"
        return file_of(wanted, request.GET.get("language", ""), name, lambda: _paper(request, found))
    return _page(request, found)


@require_POST
@needs("reports.review")
def remark(request: HttpRequest, number: str) -> HttpResponse:
    """A remark to one section; an empty one takes it back."""
    found = _found(request, number)
    form = RemarkForm(request.POST)
    if form.is_valid():
        with refusals(form):
            told = form.cleaned_data
            write_remark(
                review=found, section=told["section"], text=told["text"], by=Actor.of(request), at=now()
            )
            address = f"{found.get_absolute_url()}#{told['section']}"
            return back(request, address, message=_("Remark saved."))
    return _page(request, found, refused=form)


@require_POST
@needs("reports.review")
def handover(request: HttpRequest, number: str) -> HttpResponse:
    """Freeze it and keep its files."""
    found = _found(request, number)
    form = HandOverForm(request.POST)
    if form.is_valid():
        with refusals(form):
            hand_over_review(review=found, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, found, message=_("Handed over. It stays as it is from now on."))
    return _page(request, found, refused=form)


def _found(request: HttpRequest, number: str) -> Review:
    rows = Review.objects.permitted(Actor.of(request), "reports.review")
    return get_object_or_404(rows.select_related(*WITH), number=number)


def _paper(request: HttpRequest, found: Review) -> Paper:
    return paper_of(found, Actor.of(request), now())


def _page(request: HttpRequest, found: Review, refused: Any = None) -> HttpResponse:
    paper = _paper(request, found)
    remarks = {} if found.is_handed else last_remarks(found)
    forms = {
        code: RemarkForm(initial={"section": code, "text": remarks.get(code, "")}, auto_id=f"id_{code}_%s")
        for code in SECTIONS
    }
    if isinstance(refused, RemarkForm) and (code := refused.data.get("section", "")) in forms:
        forms[code] = refused
    given = {"language": found.customer.language or "zh-hans"}
    hand_over = refused if isinstance(refused, HandOverForm) else HandOverForm(initial=given)
    return answer(
        request,
        "reports/review.html",
        status=422 if refused is not None else 200,
        review=found,
        paper=paper,
        parts=[(section, forms.get(section.code)) for section in paper.sections],
        hand_over=None if found.is_handed else hand_over,
        languages=LANGUAGES,
    )
