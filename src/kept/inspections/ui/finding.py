"""Standards, designs and requirements at steps in quick find."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import Hit, matching, search_provider

from ..models import Design, Requirement, Standard


@search_provider(
    "standards", _("Standards and designs"), permission="inspections.view", of=(Standard, Design)
)
def find(actor: Actor, text: str, limit: int) -> list[Hit]:
    found: list[Standard | Design] = []
    for model in (Standard, Design):
        found += matching(model.objects.permitted(actor, "inspections.view"), text)[:limit]
    return [Hit(title=row.title, url=row.get_absolute_url(), number=row.number) for row in found[:limit]]


@search_provider(
    "step_requirements", _("Requirements at steps"), permission="inspections.steps", of=(Requirement,)
)
def find_requirements(actor: Actor, text: str, limit: int) -> list[Hit]:
    rows = matching(Requirement.objects.permitted(actor, "inspections.steps"), text)
    return [
        Hit(row.text[:80], row.get_absolute_url(), row.get_step_display(), row.number) for row in rows[:limit]
    ]
