"""Gaps and actions in quick find, by number or the beginning of what is done."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import Hit, search_provider

from ..models import Action, Cycle, Gap


@search_provider("actions", _("Actions"), permission="strategy.view")
def find_actions(actor: Actor, text: str, limit: int) -> list[Hit]:
    wanted = Q(number__istartswith=text) | Q(title__istartswith=text)
    found = Action.objects.permitted(actor, "strategy.view").filter(wanted)[:limit]
    return [Hit(title=action.title, url=action.get_absolute_url(), number=action.number) for action in found]


@search_provider("gaps", _("Gaps"), permission="strategy.view")
def find_gaps(actor: Actor, text: str, limit: int) -> list[Hit]:
    rows = Gap.objects.permitted(actor, "strategy.view").select_related("item", "customer", "branch")
    found = rows.filter(number__istartswith=text)[:limit]
    return [Hit(title=str(gap), url=gap.get_absolute_url(), number=gap.number) for gap in found]


@search_provider("cycles", _("Strategies"), permission="strategy.view")
def find_cycles(actor: Actor, text: str, limit: int) -> list[Hit]:
    wanted = Q(number__istartswith=text) | Q(title__istartswith=text)
    found = Cycle.objects.permitted(actor, "strategy.view").filter(wanted)[:limit]
    return [Hit(title=cycle.title, url=cycle.get_absolute_url(), number=cycle.number) for cycle in found]
