"""Pages of actions: who does what by when, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.cells import percent
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page
from kept.promises.models import Policy

from ..actions.acting import agree_action, begin_action, drop_action, finish_action
from ..actions.promising import make_policy_version_from_action
from ..actions.remeasuring import remeasure
from ..enums import ActionState
from ..models import Action
from . import charts
from .forms import ActionFilter, EndForm, PolicyVersionForm
from .tables import ActionTable
from .words import method_words, value_words, verdict_words

WITH = (
    "gap__survey",
    "gap__item__questionnaire",
    "gap__customer",
    "gap__branch",
    "owner",
    "agreed_by",
    "prevention",
    "policy_version__policy__customer",
    "policy_version__policy__service",
)
LANES = (ActionState.PROPOSED, ActionState.AGREED, ActionState.RUNNING, ActionState.DONE)
Step = Callable[..., Action]
STEPS: dict[str, Step] = {
    ActionState.AGREED: agree_action,
    ActionState.RUNNING: begin_action,
    ActionState.DONE: finish_action,
}
MOST = 40


class NoStep(Refused):
    default = gettext_lazy("A card moves one step to the right. Dropping needs a reason: open the action.")


@dataclass(frozen=True)
class Lane:
    code: str
    title: Any
    cards: list[Action]


@require_GET
@needs("strategy.view")
def actions(request: HttpRequest) -> HttpResponseBase:
    rows = Action.objects.permitted(Actor.of(request), "strategy.view")
    return list_page(
        request,
        ActionTable,
        rows.select_related(*WITH),
        filters=ActionFilter,
        template="strategy/actions.html",
    )


@require_GET
@needs("strategy.view")
def board(request: HttpRequest) -> HttpResponse:
    return answer(request, "strategy/board.html", part="lanes", **_lanes(request))


@require_POST
@needs("strategy.act")
def place(request: HttpRequest, number: str) -> HttpResponse:
    """A card was moved: the step that leads to its new lane, if it is a legal one."""
    found, to = _found(request, number, "strategy.act"), request.POST.get("to", "")
    if not found.may_move_to(to) or to not in STEPS:
        raise NoStep
    STEPS[to](action=found, by=Actor.of(request), at=now())
    return answer(request, "strategy/board.html", part="lanes", **_lanes(request))


@require_GET
@needs("strategy.view")
def action(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _found(request, number, "strategy.view"))


@require_POST
@needs("strategy.act")
def agreement(request: HttpRequest, number: str) -> HttpResponse:
    return _step(request, number, agree_action, _("Agreed."))


@require_POST
@needs("strategy.act")
def beginning(request: HttpRequest, number: str) -> HttpResponse:
    return _step(request, number, begin_action, _("Begun. Measure again when it has worked for a while."))


@require_POST
@needs("strategy.act")
def completion(request: HttpRequest, number: str) -> HttpResponse:
    return _step(request, number, finish_action, _("Done. Measuring again will show whether it helped."))


@require_POST
@needs("strategy.act")
def end(request: HttpRequest, number: str) -> HttpResponse:
    found, form = _found(request, number, "strategy.act"), EndForm(request.POST)
    if form.is_valid():
        with refusals(form):
            drop_action(action=found, why=form.cleaned_data["why"], by=Actor.of(request), at=now())
            return back(request, found, message=_("Dropped. The gap is open again."))
    return _page(request, found, end_form=form, status=422)


@require_POST
@needs("strategy.act")
def measurement(request: HttpRequest, number: str) -> HttpResponse:
    found = _found(request, number, "strategy.act")
    result = remeasure(action=found, by=Actor.of(request), at=now())
    return back(request, found, message=verdict_words(found.gap, result))


@require_http_methods(["GET", "POST"])
@needs("strategy.act")
def policy(request: HttpRequest, number: str) -> HttpResponse:
    """Promise another time from a moment on."""
    found, actor = _found(request, number, "strategy.act"), Actor.of(request)
    policies = Policy.objects.permitted(actor, "promises.policies").select_related("customer", "service")
    kind = found.gap.promise_kind
    form = PolicyVersionForm(
        policies.filter(kind=kind) if kind else policies,
        _("the one of %(scope)s") % {"scope": found.gap.scope_words} if kind else "",
        request.POST or None,
        initial={"why": f"{found.number} {found.title}"[:200]},
    )
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            if not actor.may("promises.policies"):
                raise Refused(_("You may not change policies."))
            version = make_policy_version_from_action(
                action=found,
                limit=form.limit,
                valid_from=form.cleaned_data["valid_from"],
                policy=form.cleaned_data["policy"],
                why=form.cleaned_data["why"],
                by=actor,
                at=now(),
            )
            told = _("Version %(number)d made. Running promises keep theirs.") % {"number": version.number}
            return back(request, found, message=told)
    return answer(
        request,
        "strategy/policy_form.html",
        form=form,
        action=found,
        cancel=found.get_absolute_url(),
        status=422 if form.errors else 200,
    )


def _step(request: HttpRequest, number: str, step: Step, message: str) -> HttpResponse:
    found = _found(request, number, "strategy.act")
    step(action=found, by=Actor.of(request), at=now())
    return back(request, found, message=message)


def _found(request: HttpRequest, number: str, permission: str) -> Action:
    rows = Action.objects.permitted(Actor.of(request), permission)
    return get_object_or_404(rows.select_related(*WITH), number=number)


def _page(
    request: HttpRequest, found: Action, *, end_form: EndForm | None = None, status: int = 200
) -> HttpResponse:
    results = list(found.remeasurements.all()[:5])
    for result in results:
        result.action = found
    last = results[0] if results else None
    return answer(
        request,
        "strategy/action.html",
        action=found,
        gap=found.gap,
        at=now(),
        failure_words=percent(found.failure_chance, digits=0) if found.failure_chance is not None else "",
        is_overdue=found.is_overdue(now()),
        expected=(value_words(found.gap, found.expected_from), value_words(found.gap, found.expected_to)),
        results=[_told(found, result) for result in results],
        verdict=verdict_words(found.gap, last) if last else "",
        method=method_words(last) if last else "",
        chart=charts.before_and_after(found, last) if last else None,
        end_form=end_form or EndForm(),
        may_measure=found.changed_at is not None and found.state != ActionState.DROPPED,
        may_promise=found.state in (ActionState.AGREED, ActionState.RUNNING),
        status=status,
    )


def _told(found: Action, result: Any) -> dict[str, Any]:
    return {
        "result": result,
        "before": value_words(found.gap, result.before),
        "after": value_words(found.gap, result.after),
        "words": verdict_words(found.gap, result),
    }


def _lanes(request: HttpRequest) -> dict[str, Any]:
    rows = Action.objects.permitted(Actor.of(request), "strategy.view").select_related(*WITH)
    shown = list(rows.exclude(state=ActionState.DROPPED).order_by("due_on", "pk")[: MOST * len(LANES)])
    lanes = [Lane(code, code.label, [a for a in shown if a.state == code][:MOST]) for code in LANES]
    return {"lanes": lanes, "at": now(), "list_address": reverse("strategy:actions")}
