"""Quick find: pages, and records of every room that offers a search, grouped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import Hit, fold, initials, providers_for

from .menu import menu_for

LIMIT = 6


@dataclass(frozen=True)
class Group:
    title: Any
    hits: Sequence[Hit]


def find_everywhere(actor: Actor, text: str, *, limit: int = LIMIT) -> list[Group]:
    """What carries this text: the pages of the menu first, then each room's records."""
    if not text:
        return [Group(_("Pages"), _pages(actor, ""))]
    found = [Group(provider.title, provider.find(actor, text, limit)) for provider in providers_for(actor)]
    found = [Group(_("Pages"), _pages(actor, text)[:limit]), *found]
    return [group for group in found if group.hits]


def _pages(actor: Actor, text: str) -> list[Hit]:
    wanted = fold(text)
    return [
        Hit(title=str(item.title), url=item.address)
        for item in menu_for(actor)
        if wanted in fold(str(item.title)) or initials(str(item.title)).startswith(wanted)
    ]
