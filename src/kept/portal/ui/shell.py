"""The portal's frame: the house's own, with the portal's menu alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer
from kept.kernel.web.chrome import ON_THE_PHONE, Chrome, Group, chrome_of
from kept.kernel.web.menu import here, menu_for

PREFIXES = ("portal_", "carrier_", "supervisor_")


def shell(request: HttpRequest) -> Chrome:
    """What surrounds a page of the portal."""
    actor = Actor.of(request)
    watches = actor.may("inspections.observe")
    words = _("My findings") if watches else _("My goods")
    items = [item for item in menu_for(actor) if item.name.startswith(PREFIXES)]
    current = here(actor, request.path)
    return replace(
        chrome_of(request),
        groups=[Group("goods", words, items, is_open=True)],
        bottom=items[:ON_THE_PHONE],
        here=current if current in items else None,
        switches=[],
    )


def page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return answer(request, template, status=status, chrome=shell(request), **context)
