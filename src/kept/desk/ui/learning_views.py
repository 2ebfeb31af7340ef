"""What was learned from closed cases, how good it is, and what became of its suggestions."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.web.answers import answer, back
from kept.kernel.web.doors import needs

from ..actions.training import ask_for_training, judge_suggestion
from ..models import Case
from ..models.learning import LearnedModel
from ..queries.learned import accounts
from ..rules import LEARNING_CASES, LEARNING_CONFIDENCE


class VerdictForm(forms.Form):
    value = forms.CharField(max_length=20)
    confidence = forms.FloatField(min_value=0, max_value=1)
    taken = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    case = forms.CharField(max_length=20, required=False)


@needs("desk.work")
def learned(request: HttpRequest) -> HttpResponse:
    """Measured on cases that the model had not seen, beside the usual class alone."""
    rows = LearnedModel.objects.permitted(Actor.of(request), "desk.work")
    return answer(
        request,
        "desk/learned.html",
        accounts=accounts(rows),
        least=int(rule(LEARNING_CASES)),
        confidence=rule(LEARNING_CONFIDENCE),
    )


@needs("desk.train")
@require_POST
def training(request: HttpRequest) -> HttpResponse:
    ask_for_training(by=Actor.of(request), at=now())
    return back(request, "desk:learned", message=_("The worker trains; look again in some minutes."))


@needs("desk.work")
@require_POST
def verdicts(request: HttpRequest, pk: int) -> HttpResponse:
    """A suggestion was taken, or was not."""
    actor, form = Actor.of(request), VerdictForm(request.POST)
    model = get_object_or_404(LearnedModel.objects.permitted(actor, "desk.work"), pk=pk)
    if not form.is_valid():
        return HttpResponse(status=422)
    said = form.cleaned_data
    case = Case.objects.permitted(actor, "desk.work").filter(number=said["case"]).first()
    judge_suggestion(
        model=model,
        value=said["value"],
        confidence=said["confidence"],
        is_taken=said["taken"] == "yes",
        case=case,
        by=actor,
        at=now(),
    )
    return HttpResponse(status=204)
