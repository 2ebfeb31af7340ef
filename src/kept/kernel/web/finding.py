"""Quick find: pages, acts, and records of every room that offers a search, grouped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import Hit, fold, initials, providers_for

from .menu import acts_for, menu_for

LIMIT = 6


@dataclass(frozen=True)
class Group:
    title: Any
    hits: Sequence[Hit]


def find_everywhere(actor: Actor, text: str, *, limit: int = LIMIT) -> list[Group]:
    """What carries this text: the pages of the menu first, then each room's records."""
    if not text:
        return [Group(_("Pages"), _pages(actor, ""))]
    found = [
        Group(provider.title, provider.find(actor, text, limit)) for provider in providers_for(actor, text)
    ]
    acts = [Hit(title=str(act.title), url=act.address) for act in acts_for(actor) if _says(act.title, text)]
    ours = [Group(_("Pages"), _pages(actor, text)[:limit]), Group(_("Acts"), acts[:limit])]
    return [group for group in (*ours, *found) if group.hits]


def _pages(actor: Actor, text: str) -> list[Hit]:
    items = [item for item in menu_for(actor) if _says(item.title, text)]
    return [Hit(title=str(item.title), url=item.address) for item in items]


def _says(title: Any, text: str) -> bool:
    """Whether a title contains the text, or begins with it by its pinyin initials."""
    wanted = fold(text)
    folded, short = _spelled(str(title))
    return wanted in folded or short.startswith(wanted)


@lru_cache(maxsize=2048)
def _spelled(title: str) -> tuple[str, str]:
    """A title folded, and its pinyin initials: the same few hundred are asked at every key pressed."""
    return fold(title), initials(title)
