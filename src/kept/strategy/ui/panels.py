"""What the strategy shows on other rooms' pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel, record_type
from kept.parties.models import Customer
from kept.surveys.models import Survey

from ..models import Action, Cycle, Gap

record_type("strategy.gap", model=Gap, permission="strategy.view")
record_type("strategy.action", model=Action, permission="strategy.view")
record_type("strategy.cycle", model=Cycle, permission="strategy.view")
WITH = ("gap__item", "gap__customer", "gap__branch", "owner")


@panel(
    "parties.customer",
    title=_("Actions and strategy for this customer"),
    order=70,
    permission="strategy.view",
)
def for_customer(request: HttpRequest, customer: Customer) -> tuple[str, dict[str, Any]]:
    rows = Action.objects.permitted(Actor.of(request), "strategy.view").unfinished()
    mine = rows.filter(gap__customer=customer).select_related(*WITH).order_by("due_on")
    cycles = Cycle.objects.permitted(Actor.of(request), "strategy.view").of_customer(customer).unclosed()
    told = {"actions": mine[:6], "cycles": cycles.select_related("customer").order_by("-starts_on")[:3]}
    return "strategy/parts/actions.html", told


@panel("surveys.survey", title=_("Gaps and actions from this survey"), order=10, permission="strategy.view")
def from_survey(request: HttpRequest, survey: Survey) -> tuple[str, dict[str, Any]]:
    rows = Gap.objects.permitted(Actor.of(request), "strategy.view").filter(survey=survey, segment="")
    shown = rows.ranked().select_related("item", "customer", "branch").prefetch_related("actions")
    return "strategy/parts/gaps.html", {"gaps": shown[:8], "survey": survey}
