"""Standards and designs in quick find."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import Hit, matching, search_provider

from ..models import Design, Standard


@search_provider("standards", _("Standards and designs"), permission="inspections.view")
def find(actor: Actor, text: str, limit: int) -> list[Hit]:
    found: list[Standard | Design] = []
    for model in (Standard, Design):
        found += matching(model.objects.permitted(actor, "inspections.view"), text)[:limit]
    return [Hit(title=row.title, url=row.get_absolute_url(), number=row.number) for row in found[:limit]]
