"""Pages of questionnaires: what is asked, and how the matrix is cut."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.questionnaires import set_matrix
from ..models import Questionnaire
from ..rules.references import OF_QUESTIONNAIRE
from .builder_views import questionnaire_at
from .forms import CutsForm
from .tables import QuestionnaireTable


@require_GET
@needs("surveys.run")
def questionnaires(request: HttpRequest) -> HttpResponseBase:
    rows = Questionnaire.objects.permitted(Actor.of(request), "surveys.run")
    return list_page(request, QuestionnaireTable, rows.annotate(asked=Count("items")))


@require_GET
@needs("surveys.run")
def questionnaire(request: HttpRequest, code: str, version: int) -> HttpResponse:
    found = questionnaire_at(request, code, version)
    return answer(
        request,
        "surveys/questionnaire.html",
        questionnaire=found,
        items=[(item, found.dimension_words(item.dimension)) for item in found.items.all()],
        surveys=found.surveys.all()[:8],
        reference=OF_QUESTIONNAIRE.get(code),
        versions=Questionnaire.objects.filter(code=code).exclude(pk=found.pk).order_by("-version"),
    )


@require_http_methods(["GET", "POST"])
@needs("surveys.run")
def cuts(request: HttpRequest, code: str, version: int) -> HttpResponse:
    found = questionnaire_at(request, code, version)
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
