"""Pages of escalation: what went up, and the steps that the clock takes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.steps import end_step, set_step
from ..models import Escalation, EscalationStep
from ..queries.escalation import earlier
from .escalation_forms import EscalationFilter, EscalationStepForm, StepFilter
from .escalation_tables import EscalationStepTable, EscalationTable


@needs("desk.view")
def escalations(request: HttpRequest) -> HttpResponseBase:
    """Every step up, by hand and by the clock."""
    rows = Escalation.objects.permitted(Actor.of(request), "desk.view")
    related = ("case__customer", "case__branch", "by", "to", "step", "promise")
    return list_page(request, EscalationTable, rows.select_related(*related), filters=EscalationFilter)


@needs("desk.view")
def escalation_steps(request: HttpRequest) -> HttpResponseBase:
    """The steps in force, and the earlier ones when asked for."""
    rows = EscalationStep.objects.permitted(Actor.of(request), "desk.view")
    return list_page(
        request, EscalationStepTable, rows.select_related("set_by", "ended_by"), filters=StepFilter
    )


@needs("desk.arrange")
def new_escalation_step(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@needs("desk.view")
def escalation_step(request: HttpRequest, pk: int) -> HttpResponse:
    """What a step says and said before; who may arrange changes it here."""
    rows = EscalationStep.objects.permitted(Actor.of(request), "desk.view")
    return _edit(request, get_object_or_404(rows.select_related("set_by", "ended_by"), pk=pk))


@needs("desk.arrange")
@require_POST
def escalation_step_end(request: HttpRequest, pk: int) -> HttpResponse:
    step = get_object_or_404(EscalationStep.objects.permitted(Actor.of(request), "desk.arrange"), pk=pk)
    end_step(step=step, by=Actor.of(request), at=now())
    return back(request, "desk:escalation_steps", message=_("The clock no longer takes this step."))


def _edit(request: HttpRequest, step: EscalationStep | None) -> HttpResponse:
    actor = Actor.of(request)
    arranges = actor.may("desk.arrange") and (step is None or step.ended_at is None)
    form = EscalationStepForm(request.POST or None, step=step) if arranges else None
    if form is not None and form.is_bound and form.is_valid():
        with refusals(form):
            saved = set_step(**form.said(), replaces=step, by=actor, at=now())
            return back(request, saved, message=_("Step saved. It counts from now on."))
    return answer(
        request,
        "desk/escalation_step.html",
        status=422 if form is not None and form.errors else 200,
        step=step,
        form=form,
        history=earlier(step) if step else [],
    )
