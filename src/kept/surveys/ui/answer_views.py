"""Doors to single answers: reading them, and writing in what came on paper."""

from __future__ import annotations

from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.parties.models import Customer

from ..actions.answering import Sheet, check_open, enter_paper_answers
from ..actions.correcting import OURS, correct_sheet
from ..actions.reading import columns_of, sheets_in
from ..enums import Asks, Channel, SurveyState
from ..models import Answer, Response
from .answer_forms import CorrectionForm, PaperForm
from .filters import AnswerFilter, ResponseFilter
from .forms import RatingsForm, named_customer
from .tables import AnswerTable, ResponseTable
from .views import survey_at


@require_GET
@needs("surveys.answers")
def answers(request: HttpRequest, number: str) -> HttpResponseBase:
    """What lies behind a figure."""
    found = survey_at(request, number, "surveys.answers")
    rows = Answer.objects.permitted(Actor.of(request), "surveys.answers").filter(response__survey=found)
    items = [(item.code, f"{item.position} {item}") for item in found.questionnaire.items.all()]
    return list_page(
        request,
        AnswerTable,
        rows.select_related("item", "response__survey", "response__customer"),
        filters=lambda data: AnswerFilter(data, items=items),
        template="surveys/answers.html",
        survey=found,
    )


@require_GET
@needs("surveys.answers")
def responses(request: HttpRequest, number: str) -> HttpResponseBase:
    found = survey_at(request, number, "surveys.answers")
    rows = Response.objects.permitted(Actor.of(request), "surveys.answers").filter(survey=found)
    return list_page(
        request,
        ResponseTable,
        rows.select_related("survey", "customer").annotate(
            marked=Count("answers"), lowest=Min("answers__performance")
        ),
        filters=ResponseFilter,
        template="surveys/answers.html",
        survey=found,
    )


@require_GET
@needs("surveys.answers")
def response(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One filled questionnaire."""
    found = survey_at(request, number, "surveys.answers")
    rows = Response.objects.permitted(Actor.of(request), "surveys.answers").filter(survey=found)
    filled = get_object_or_404(
        rows.select_related("customer", "invitation__contact_person", "entered_by", "case"), pk=pk
    )
    return answer(
        request,
        "surveys/response.html",
        survey=found,
        response=filled,
        is_ours=filled.channel in OURS and found.state == SurveyState.OPEN,
        answers=filled.answers.select_related("item").order_by("item__position"),
    )


@require_http_methods(["GET", "POST"])
@needs("surveys.run")
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """One sheet, typed in by us."""
    found, actor = survey_at(request, number, "surveys.run"), Actor.of(request)
    check_open(found, now())
    form = PaperForm(found.questionnaire, request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            customer = named_customer(
                form.cleaned_data["customer"], Customer.objects.permitted(actor, "surveys.run")
            )
            sheet = Sheet(respondent=form.cleaned_data["respondent"], marks=form.marks(), customer=customer)
            enter_paper_answers(survey=found, sheets=[sheet], by=actor, at=now())
            return back(request, "surveys:paper", found.number, message=_("Saved. Ready for the next sheet."))
    return answer(
        request,
        "surveys/paper.html",
        form=form,
        survey=found,
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@needs("surveys.run")
def correction(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Put right what we typed in wrong."""
    found, actor = survey_at(request, number, "surveys.run"), Actor.of(request)
    rows = Response.objects.permitted(actor, "surveys.run").filter(survey=found)
    filled = get_object_or_404(rows.select_related("customer"), pk=pk)
    said = {
        f"{name}-{one.item.code}": value.split() if one.item.asks == Asks.CHOICES else value
        for one in filled.answers.select_related("item")
        for name, value in one.mark.given.items()
    }
    form = CorrectionForm(found.questionnaire, request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            correct_sheet(
                response=filled, marks=form.marks(), why=form.cleaned_data["why"], by=actor, at=now()
            )
            return back(request, "surveys:response", found.number, filled.pk, message=_("Corrected."))
    return answer(
        request,
        "surveys/correction.html",
        form=form,
        survey=found,
        response=filled,
        cancel=reverse("surveys:response", args=[found.number, filled.pk]),
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@needs("surveys.run")
def ratings(request: HttpRequest, number: str) -> HttpResponse:
    """Many sheets from a file; one wrong row refuses the file and says which."""
    found = survey_at(request, number, "surveys.run")
    check_open(found, now())
    form = RatingsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            sheets = sheets_in(found, form.cleaned_data["file"].read())
            kept = enter_paper_answers(
                survey=found, sheets=sheets, channel=Channel.FILE, by=Actor.of(request), at=now()
            )
            words = ngettext("%(count)d respondent taken in", "%(count)d respondents taken in", len(kept))
            return back(request, found, message=words % {"count": len(kept)})
    return answer(
        request,
        "surveys/ratings.html",
        form=form,
        survey=found,
        columns=", ".join(columns_of(found.questionnaire)),
        act=_("Take in"),
        cancel=found.get_absolute_url(),
        status=422 if form.errors else 200,
    )
