"""Pages of questionnaires: what is asked, and how the matrix is cut."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.questionnaires import revise_questionnaire, set_matrix
from ..models import Questionnaire
from .forms import CutsForm, ItemForms
from .tables import QuestionnaireTable


@require_GET
@needs("surveys.run")
def questionnaires(request: HttpRequest) -> HttpResponseBase:
    rows = Questionnaire.objects.permitted(Actor.of(request), "surveys.run")
    return list_page(request, QuestionnaireTable, rows.annotate(asked=Count("items")))


@require_GET
@needs("surveys.run")
def questionnaire(request: HttpRequest, code: str, version: int) -> HttpResponse:
    found = _found(request, code, version)
    return answer(
        request,
        "surveys/questionnaire.html",
        questionnaire=found,
        items=found.items.all(),
        surveys=found.surveys.all()[:8],
    )


@require_http_methods(["GET", "POST"])
@needs("surveys.run")
def cuts(request: HttpRequest, code: str, version: int) -> HttpResponse:
    found = _found(request, code, version)
    form = CutsForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            set_matrix(questionnaire=found, **form.settings(), by=Actor.of(request), at=now())
            return back(request, found, message=_("Matrix cut anew. Answers stay as they are."))
    return answer(
        request,
        "surveys/cuts.html",
        form=form,
        questionnaire=found,
        cancel=found.get_absolute_url(),
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@needs("surveys.run")
def revision(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """A new version with other questions; surveys that run keep theirs."""
    found = _found(request, code, version)
    before = {item.code: item for item in found.items.all()}
    initial = [
        {
            "code": item.code,
            "zh_hans": item.words.get("zh-hans", ""),
            "zh_hant": item.words.get("zh-hant", ""),
            "en": item.words.get("en", ""),
            "asks": item.asks,
            "is_required": item.is_required,
        }
        for item in before.values()
    ]
    forms = ItemForms(request.POST or None, initial=initial)
    refused = ""
    if request.method == "POST" and forms.is_valid():
        filled = [form for form in forms if form.cleaned_data.get("code") and form not in forms.deleted_forms]
        try:
            made = revise_questionnaire(
                questionnaire=found,
                items=[form.item(before) for form in filled],
                by=Actor.of(request),
                at=now(),
            )
            return back(request, made, message=_("New version made. Running surveys keep theirs."))
        except Refused as no:
            refused = str(no.message)
    return answer(
        request,
        "surveys/revision.html",
        questionnaire=found,
        forms=forms,
        refused=refused,
        cancel=found.get_absolute_url(),
        status=422 if request.method == "POST" else 200,
    )


def _found(request: HttpRequest, code: str, version: int) -> Questionnaire:
    rows = Questionnaire.objects.permitted(Actor.of(request), "surveys.run")
    return get_object_or_404(rows, code=code, version=version)
