"""Parts of a cycle: written down, planned, dated, taken out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs

from ..actions.planning import (
    date_stage,
    expect_effect,
    finish_stage,
    make_package,
    plan_target,
    set_goal,
    take_out,
    write_finding,
)
from ..models import Cycle, Gap
from ..queries.ranked import in_scope
from ..queries.revenue import money_of
from .cycle_forms import EffectForm, FindingForm, GoalForm, PackageForm, PartForm, StageForm, TargetForm
from .cycle_views import found_cycle, page

Verb = Callable[..., Any]
VERBS: dict[str, Verb] = {
    "findings": write_finding,
    "goals": set_goal,
    "targets": plan_target,
    "packages": make_package,
}
STEP = {"findings": "needs", "goals": "gaps", "targets": "levels", "packages": "packages", "promises": "gaps"}


@require_POST
@needs("strategy.plan")
def part(request: HttpRequest, number: str, part: str) -> HttpResponse:
    """Write down or plan one thing."""
    if part not in VERBS:
        raise Http404
    found, actor = found_cycle(request, number, "strategy.plan"), Actor.of(request)
    form = _form(part, found, actor, request.POST)
    if form.is_valid():
        with refusals(form):
            VERBS[part](cycle=found, **form.details(), by=actor, at=now())
            return back(request, f"{found.get_absolute_url()}#{_place(part, form)}", message=_("Saved."))
    return page(request, found, failed={_name(part, form): form})


@require_POST
@needs("strategy.plan")
def removal(request: HttpRequest, number: str, part: str, pk: int) -> HttpResponse:
    """Take a part out of the draft."""
    if part not in STEP:
        raise Http404
    found = found_cycle(request, number, "strategy.plan")
    rows: Any = getattr(found, part)
    take_out(part=get_object_or_404(rows, pk=pk), by=Actor.of(request), at=now())
    return back(request, f"{found.get_absolute_url()}#{STEP[part]}", message=_("Taken out."))


@require_http_methods(["GET", "POST"])
@needs("strategy.plan")
def stage(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """When a stage is and who owns it."""
    found = found_cycle(request, number, "strategy.plan")
    one = get_object_or_404(found.stages.select_related("cycle", "owner"), code=code)
    form = StageForm(one, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            date_stage(stage=one, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, f"{found.get_absolute_url()}#schedule", message=_("Saved."))
    return _form_page(request, found, form, str(one))


@require_POST
@needs("strategy.plan")
def stage_done(request: HttpRequest, number: str, code: str) -> HttpResponse:
    found = found_cycle(request, number, "strategy.plan")
    one = get_object_or_404(found.stages.select_related("cycle"), code=code)
    finish_stage(stage=one, by=Actor.of(request), at=now())
    return back(request, f"{found.get_absolute_url()}#schedule", message=_("Done."))


@require_http_methods(["GET", "POST"])
@needs("strategy.plan")
def effect(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """What a figure shall come to."""
    found = found_cycle(request, number, "strategy.plan")
    one = get_object_or_404(found.effects.select_related("cycle"), kind=kind)
    form = EffectForm(one, request.POST or None, currency=money_of(kind, found))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            expect_effect(effect=one, expected=form.expected_value(), by=Actor.of(request), at=now())
            return back(request, f"{found.get_absolute_url()}#effects", message=_("Saved."))
    return _form_page(request, found, form, str(one))


def _form_page(request: HttpRequest, found: Cycle, form: Any, title: str) -> HttpResponse:
    return answer(
        request,
        "strategy/part_form.html",
        form=form,
        cycle=found,
        part_title=title,
        cancel=found.get_absolute_url(),
        status=422 if form.errors else 200,
    )


def _form(part: str, cycle: Cycle, actor: Actor, data: Any) -> PartForm:
    if part == "goals":
        gaps = Gap.objects.permitted(actor, "strategy.view").filter(in_scope(cycle)).unclosed()
        return GoalForm(cycle, actor, data, gaps=gaps.select_related("item", "customer", "branch"))
    forms: dict[str, type[PartForm]] = {
        "findings": FindingForm,
        "targets": TargetForm,
        "packages": PackageForm,
    }
    return forms[part](cycle, actor, data)


def _name(part: str, form: PartForm) -> str:
    """By what name the workspace knows the form."""
    return form.data.get("kind", part) if part == "findings" else part


def _place(part: str, form: PartForm) -> str:
    """Which step of the workspace shows it."""
    kind = form.cleaned_data.get("kind", "")
    if part != "findings" or kind in ("business", "buyer", "user", "need", "talk"):
        return STEP[part]
    return "levels" if kind.endswith("_strength") else "follow-up" if kind == "follow_up" else "needs"
