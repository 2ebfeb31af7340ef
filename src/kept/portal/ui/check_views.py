"""What a subcontractor checks at the steps of a shipment of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kept.inspections.actions.stepping import check_step
from kept.inspections.enums import Hand
from kept.inspections.queries.steps import Line, Stage, stages_of_shipment
from kept.inspections.ui.requirement_forms import StepForm
from kept.kernel.actor import Actor
from kept.kernel.web.answers import back, refusals
from kept.kernel.web.doors import needs
from kept.transport.models import Shipment

from ..permissions import CARRIER
from .shell import page

THEIRS = ("", Hand.CARRIER)


@require_GET
@needs(CARRIER)
def checks(request: HttpRequest, number: str) -> HttpResponse:
    """The steps on the road, with what is required of whoever carries the goods."""
    return _page(request, _found(request, number))


@require_POST
@needs(CARRIER)
def check(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Answer what nobody of ours has answered before."""
    found, actor = _found(request, number), Actor.of(request)
    stage = next((each for each in _stages(found, actor) if each.step == step), None)
    if stage is None:
        raise Http404
    form = StepForm(request.POST, request.FILES, stage=_open_to(stage, actor))
    if form.is_valid():
        with refusals(form):
            check_step(subject=found, step=step, found=form.found(), by=actor, at=now())
            return back(request, "portal:carrier_checks", number, message=_("Recorded. Thank you."))
    return _page(request, found, failed=form)


def _page(request: HttpRequest, found: Shipment, *, failed: StepForm | None = None) -> HttpResponse:
    actor = Actor.of(request)
    shown: list[tuple[Stage, Sequence[Line], StepForm | None]] = []
    for stage in _stages(found, actor):
        mine = _open_to(stage, actor)
        if failed is not None and failed.stage.name == stage.name:
            form: StepForm | None = failed
        else:
            form = StepForm(stage=mine) if mine.checks else None
        shown.append((stage, stage.lines, form))
    status = 200 if failed is None else 422
    return page(request, "portal/carrier_checks.html", status=status, shipment=found, stages=shown)


def _stages(found: Shipment, actor: Actor) -> list[Stage]:
    """What is required of others is not shown."""
    stages = stages_of_shipment(found, actor=actor, permission=CARRIER, on_road=True)
    theirs = [
        replace(stage, lines=[line for line in stage.lines if line.requirement.responsible in THEIRS])
        for stage in stages
    ]
    return [stage for stage in theirs if stage.lines]


def _open_to(stage: Stage, actor: Actor) -> Stage:
    """The checks that nobody answered, or this person did."""
    free = [line for line in stage.checks if not line.answer or line.answer.answered_by_id == actor.person_id]
    return replace(stage, lines=free)


def _found(request: HttpRequest, number: str) -> Shipment:
    return get_object_or_404(Shipment.objects.permitted(Actor.of(request), CARRIER), number=number)
