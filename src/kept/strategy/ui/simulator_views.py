"""The simulator: 'what if this segment's promise becomes 24 hours', and drafting it into a cycle."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs

from ..actions.planning import plan_promise
from ..models import Action, Cycle
from ..queries.simulating import Simulated, simulate
from . import simulated_words
from .simulator_forms import DraftForm, SimulatorForm


class WindowNotDrafted(Refused):
    default = gettext_lazy("A policy allows a time; it has no window. Ask again without 'not before'.")


@require_http_methods(["GET", "POST"])
@needs("strategy.view")
def simulator(request: HttpRequest) -> HttpResponse:
    """Ask by the address; post to draft what was asked."""
    actor = Actor.of(request)
    form = SimulatorForm(request.GET if "kind" in request.GET else None, initial=_given(request))
    actions = Action.objects.permitted(actor, "strategy.view").exclude(cost=None).order_by("-pk")
    form.fields["action"].queryset = actions  # type: ignore[attr-defined]
    found = _simulated(form, actor) if form.is_bound and form.is_valid() else None
    open_cycles = Cycle.objects.permitted(actor, "strategy.plan").unclosed().order_by("-pk")
    draft = DraftForm(request.POST or None, initial={"cycle": request.GET.get("cycle", "")})
    draft.fields["cycle"].queryset = open_cycles  # type: ignore[attr-defined]
    if request.method == "POST" and found is not None and draft.is_valid():
        with refusals(draft):
            cycle = _drafted(draft, found, actor)
            return back(request, f"{cycle.get_absolute_url()}#gaps", message=_("Drafted."))
    return answer(
        request,
        "strategy/simulator.html",
        form=form,
        draft=draft if actor.may("strategy.plan") and open_cycles.exists() else None,
        cycle=request.GET.get("cycle", ""),
        found=found,
        told=simulated_words.in_words(found) if found else None,
        status=422 if form.errors or draft.errors else 200,
    )


def _given(request: HttpRequest) -> dict[str, Any]:
    """From the page that led here."""
    return {name: request.GET[name] for name in ("segment", "customer") if name in request.GET}


def _simulated(form: SimulatorForm, actor: Actor) -> Simulated:
    chosen = form.cleaned_data["action"]
    actions = [chosen] if chosen else []
    return simulate(form.asked, form.terms, actor=actor, actions=actions, at=now())


def _drafted(draft: DraftForm, found: Simulated, actor: Actor) -> Cycle:
    if not actor.may("strategy.plan"):
        raise Refused(_("You may not draft strategies."))
    if found.terms.earliest:
        raise WindowNotDrafted
    cycle: Cycle = draft.cleaned_data["cycle"]
    plan_promise(
        cycle=cycle,
        kind=found.asked.kind,
        limit=timedelta(hours=found.terms.latest),
        scope=found.asked.scope(),
        valid_from=draft.cleaned_data["valid_from"],
        expected=found.kept(),
        by=actor,
        at=now(),
    )
    return cycle
