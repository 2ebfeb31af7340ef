"""Doors of those who write questionnaires: begin, change question by question, look at it, publish."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.words import say

from ..actions import drafting
from ..actions.answering import checked_marks
from ..enums import Asks
from ..models import Item, Questionnaire
from .answer_forms import AnswerForm
from .builder_forms import HeadingForm, NewQuestionnaireForm, QuestionForm


@require_http_methods(["GET", "POST"])
@needs("surveys.run")
def new(request: HttpRequest) -> HttpResponse:
    """An empty questionnaire, or a copy of a ready one."""
    copied = Questionnaire.objects.current().filter(code=request.GET.get("copy_of", "")).first()
    form = NewQuestionnaireForm(request.POST or None, initial={"copy_of": copied})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            draft = drafting.draft_questionnaire(
                code=form.cleaned_data["code"],
                words=form.words(),
                copy_of=form.cleaned_data["copy_of"],
                by=Actor.of(request),
                at=now(),
            )
            return back(
                request, _builder(draft), message=_("Draft begun. Nobody is asked before you publish it.")
            )
    cancel = reverse("surveys:questionnaires")
    return answer(request, "surveys/draft_form.html", form=form, cancel=cancel, status=_status(form))


@require_POST
@needs("surveys.run")
def draft(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Begin the next version, or go on with the one being written."""
    found = questionnaire_at(request, code, version)
    made = drafting.draft_version(questionnaire=found, by=Actor.of(request), at=now())
    return back(request, _builder(made))


@require_GET
@needs("surveys.run")
def builder(request: HttpRequest, code: str, version: int) -> HttpResponse:
    return _page(request, questionnaire_at(request, code, version))


@require_http_methods(["GET", "POST"])
@needs("surveys.run")
def heading(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Title, introduction, scale and dimensions."""
    found = questionnaire_at(request, code, version)
    form = HeadingForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            drafting.set_heading(questionnaire=found, **form.heading(), by=Actor.of(request), at=now())
            return back(request, _builder(found), message=_("Saved."))
    return answer(
        request,
        "surveys/heading.html",
        form=form,
        questionnaire=found,
        cancel=_builder(found),
        status=_status(form),
    )


@require_http_methods(["GET", "POST"])
@needs("surveys.run")
def question(request: HttpRequest, code: str, version: int, item: str = "") -> HttpResponse:
    """Add a question, or change the one of a code."""
    found = questionnaire_at(request, code, version)
    items = list(found.items.all())
    old = get_object_or_404(found.items, code=item) if item else None
    earlier = items[: old.position - 1] if old else items
    form = QuestionForm(found, earlier, request.POST or None, initial=_beginning(request, old, len(items)))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            drafting.put_question(
                questionnaire=found,
                question=form.question(),
                instead_of=item,
                by=Actor.of(request),
                at=now(),
            )
            return back(request, _builder(found), message=_("Question saved."))
    return answer(
        request,
        "surveys/question.html",
        form=form,
        questionnaire=found,
        item=old,
        cancel=_builder(found),
        status=_status(form),
    )


@require_POST
@needs("surveys.run")
def place(request: HttpRequest, code: str, version: int, item: str) -> HttpResponse:
    """Move a question one place up or down."""
    found = questionnaire_at(request, code, version)
    get_object_or_404(found.items, code=item)
    try:
        drafting.move_question(
            questionnaire=found,
            code=item,
            up=request.POST.get("to") == "up",
            by=Actor.of(request),
            at=now(),
        )
    except Refused as no:
        return _page(request, found, refused=str(no.message), status=409)
    return _page(request, found) if request.headers.get("HX-Request") else back(request, _builder(found))


@require_POST
@needs("surveys.run")
def removal(request: HttpRequest, code: str, version: int, item: str) -> HttpResponse:
    """Take a question out."""
    found = questionnaire_at(request, code, version)
    get_object_or_404(found.items, code=item)
    try:
        drafting.drop_question(questionnaire=found, code=item, by=Actor.of(request), at=now())
    except Refused as no:
        return _page(request, found, refused=str(no.message), status=409)
    return _page(request, found) if request.headers.get("HX-Request") else back(request, _builder(found))


@require_POST
@needs("surveys.run")
def publication(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """From now on this version is asked."""
    found = questionnaire_at(request, code, version)
    try:
        made = drafting.publish_questionnaire(questionnaire=found, by=Actor.of(request), at=now())
    except Refused as no:
        return _page(request, found, refused=str(no.message), status=409)
    return back(request, made, message=_("Published. Running surveys keep the version they began with."))


@require_POST
@needs("surveys.run")
def dropping(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Throw a draft away."""
    found = questionnaire_at(request, code, version)
    drafting.drop_draft(questionnaire=found, by=Actor.of(request), at=now())
    return back(request, "surveys:questionnaires", message=_("Draft thrown away."))


@require_http_methods(["GET", "POST"])
@needs("surveys.run")
def preview(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """The page as customers will see it, in any language; what is tried is not kept."""
    found = questionnaire_at(request, code, version)
    language = request.GET.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return _preview(request, found)
    with override(language):
        return _preview(request, found)


def questionnaire_at(request: HttpRequest, code: str, version: int) -> Questionnaire:
    rows = Questionnaire.objects.permitted(Actor.of(request), "surveys.run")
    return get_object_or_404(rows, code=code, version=version)


def _preview(request: HttpRequest, found: Questionnaire) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form, would_do = AnswerForm(found, data), False
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            checked_marks(found, form.marks())
            would_do = True
    return answer(
        request,
        "surveys/preview.html",
        form=form,
        questionnaire=found,
        intro=say(found.intro),
        languages=settings.LANGUAGES,
        would_do=would_do,
        status=_status(form),
    )


def _page(
    request: HttpRequest, found: Questionnaire, *, refused: str = "", status: int = 200
) -> HttpResponse:
    items = list(found.items.all())
    return answer(
        request,
        "surveys/builder.html",
        part="questions",
        questionnaire=found,
        items=[(item, found.dimension_words(item.dimension)) for item in items],
        kinds=Asks.choices,
        refused=refused,
        status=status,
    )


def _beginning(request: HttpRequest, old: Item | None, many: int) -> dict[str, Any]:
    if old is not None:
        return QuestionForm.of(old)
    asks = request.GET.get("asks", Asks.PERFORMANCE)
    return {"code": f"q{many + 1}", "asks": asks, "is_required": asks != Asks.TEXT}


def _builder(questionnaire: Questionnaire) -> str:
    return reverse("surveys:builder", args=[questionnaire.code, questionnaire.version])


def _status(form: Any) -> int:
    return 422 if form.errors else 200
