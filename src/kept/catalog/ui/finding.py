"""Quick find of services, by code or by name in any language."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import Hit, search_provider

from ..models import Service


@search_provider("services", _("Services"), permission="catalog.view")
def find_services(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """The list is short, so it is read whole."""
    wanted = text.strip().casefold()
    rows = [row for row in Service.objects.permitted(actor, "catalog.view") if row.is_called(wanted)]
    return [
        Hit(str(row), row.get_absolute_url(), row.get_kind_display(), row.code)
        for row in rows[:limit]
        if wanted
    ]
