"""What surrounds every page: the rail, the reader's theme and language, the top bar's switches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.dispatch import Signal
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor

from ..addresses import address_of
from . import menu
from .menu import GROUPS, Item, here, menu_for

THEMES: Final = {
    "auto": (_("As the device"), "half"),
    "light": (_("Light"), "sun"),
    "dark": (_("Dark"), "moon"),
}
DENSITIES: Final = {"roomy": _("Roomy"), "compact": _("Compact")}
SHEETS: Final = tuple(
    f"kernel/css/{name}.css" for name in ("tokens", "base", "shell", "lists", "pages", "charts", "print")
)
LANGUAGE_NAMES: Final = {"zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}
ON_THE_PHONE: Final = 4
OPEN_AT_FIRST: Final = ("today", "service", "customers", "work")
FEW_ENTRIES: Final = 16

language_chosen = Signal()
"""Sent with `request` and `code` when a reader chooses a language; the people room keeps it."""


@dataclass(frozen=True)
class Switch:
    """Something the top bar lets a person choose, such as the branch: posted as `name` to `action`."""

    label: Any
    name: str
    action: str
    options: tuple[tuple[str, str], ...]
    current: str


MakeSwitch = Callable[[HttpRequest], Switch | None]
SWITCHES: list[MakeSwitch] = []


def top_switch(make: MakeSwitch) -> MakeSwitch:
    """Offer a choice in the top bar, or None for this reader."""
    SWITCHES.append(make)
    return make


@dataclass(frozen=True)
class TopPart:
    """A part of the top bar that keeps itself fresh, such as the bell, for who has the permission.

    With a topic it looks again at once when a ping tells of it.
    """

    url: str
    permission: str
    topic: str = ""

    @property
    def address(self) -> str:
        return address_of(self.url)

    @property
    def trigger(self) -> str:
        """When the page asks for it."""
        return "load, every 15s" + (heard(self.topic) if self.topic else "")


TOP_PARTS: list[TopPart] = []


def top_part(url: str, *, permission: str, topic: str = "") -> TopPart:
    """Hang a part into the top bar: the view of this url name answers what stands there."""
    part = TopPart(url, permission, topic)
    TOP_PARTS.append(part)
    return part


def heard(topic: str) -> str:
    """What is added to an `hx-trigger` so that a part looks again when it is pinged, see `kernel.live`."""
    return f", live-{topic} from:body, live-again from:body"


@dataclass(frozen=True)
class Group:
    """Entries of the rail under one title; the reader folds it away and finds it so on the next page."""

    name: str
    title: Any
    items: list[Item]
    is_open: bool


@dataclass(frozen=True)
class Chrome:
    """Everything that base.html shows around the page."""

    actor: Actor
    language: str
    languages: list[tuple[str, str]]
    theme: str
    density: str
    groups: list[Group]
    bottom: list[Item]
    here: Item | None
    switches: list[Switch]
    parts: list[TopPart]
    logout: str
    account: str
    sheets: tuple[str, ...] = SHEETS

    @property
    def frame(self) -> str:
        """What a message stands in: the house for those who are known, the public frame for others."""
        return "kernel/base.html" if self.actor.is_known else "kernel/public.html"

    @property
    def rail(self) -> SafeString:
        """The menu beside the page."""
        return self._menu("rail", self.here.name if self.here else "")

    @property
    def sheet(self) -> SafeString:
        """The menu as a phone unfolds it."""
        return self._menu("sheet", "")

    def _menu(self, part: str, here_name: str) -> SafeString:
        shown = tuple(
            (group.name, str(group.title), group.is_open, *(item.name for item in group.items))
            for group in self.groups
        )
        return _drawn(part, shown, here_name, self.language, get_script_prefix())

    @property
    def html_language(self) -> str:
        return {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(self.language, self.language)

    @property
    def initial(self) -> str:
        """What stands for the reader in the corner: the last two signs of a Chinese name, else initials."""
        words = self.actor.name.split()
        return "".join(word[0] for word in words[:2]).upper() if len(words) > 1 else self.actor.name[-2:]

    @property
    def themes(self) -> list[tuple[str, Any, str]]:
        return [(code, name, drawing) for code, (name, drawing) in THEMES.items()]

    @property
    def densities(self) -> list[tuple[str, Any]]:
        return list(DENSITIES.items())


@lru_cache(maxsize=512)
def _drawn(
    part: str, shown: tuple[tuple[Any, ...], ...], here_name: str, language: str, prefix: str
) -> SafeString:
    """The menu looks the same to all who may use the same entries, so it is drawn once for them.

    `shown` names each group with its title, whether it is open, and its entries. The language and the prefix
    of addresses are those in force: they are here to tell drawings apart.
    """
    groups = [
        Group(name, title, [menu.ITEMS[each] for each in names], is_open)
        for name, title, is_open, *names in shown
    ]
    told = {"groups": groups, "here_name": here_name}
    return SafeString(render_to_string(f"kernel/parts/{part}.html", told))


def chrome_of(request: HttpRequest) -> Chrome:
    actor = Actor.of(request)
    items = menu_for(actor) if actor.is_known else []
    current = here(actor, request.path) if items else None
    return Chrome(
        actor=actor,
        language=get_language() or settings.LANGUAGE_CODE,
        languages=[(code, LANGUAGE_NAMES.get(code, str(name))) for code, name in settings.LANGUAGES],
        theme=_choice(request, "theme", tuple(THEMES)),
        density=_choice(request, "density", tuple(DENSITIES)),
        groups=_groups(request, items, current),
        bottom=[item for item in items if item.bottom][:ON_THE_PHONE],
        here=current,
        switches=[switch for make in SWITCHES if actor.is_known and (switch := make(request))],
        parts=[part for part in TOP_PARTS if actor.may(part.permission)],
        logout=address_of("people:logout"),
        account=address_of("people:account"),
    )


def _groups(request: HttpRequest, items: list[Item], current: Item | None) -> list[Group]:
    """What the reader left open, and always the group of this page; few entries are all shown."""
    kept = request.COOKIES.get("kept_rail")
    unfolded = OPEN_AT_FIRST if kept is None else kept.split(".")
    open_names = {*unfolded, current.group if current else ""}
    is_short = len(items) <= FEW_ENTRIES
    return [
        Group(name, title, part, is_short or name in open_names)
        for name, title in GROUPS.items()
        if (part := [item for item in items if item.group == name])
    ]


def _choice(request: HttpRequest, name: str, allowed: tuple[str, ...]) -> str:
    value = request.COOKIES.get(f"kept_{name}", "")
    return value if value in allowed else allowed[0]
