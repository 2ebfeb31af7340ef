"""The menu: what each room offers, shown to who may use it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeVar

from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor

from ..addresses import address_of, spoken_from

GROUPS: Final = {
    "today": _("Today"),
    "service": _("Service desk"),
    "customers": _("Customers"),
    "work": _("Work"),
    "goods": _("My goods"),
    "money": _("Money"),
    "measure": _("Measure and improve"),
    "settings": _("Settings"),
}


@dataclass(frozen=True)
class Item:
    """One entry: where it leads, for whom, and which keys go there."""

    name: str
    title: Any
    url: str
    icon: str
    permission: str
    order: int
    group: str
    bottom: bool = True
    args: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return address_of(self.url, *self.args)


ITEMS: dict[str, Item] = {}


def menu_item(
    name: str,
    title: Any,
    *,
    url: str,
    icon: str,
    permission: str,
    order: int,
    group: str,
    bottom: bool = True,
    args: tuple[str, ...] = (),
) -> Item:
    """Offer a page. `bottom=False` keeps it out of the phone's bar of five."""
    item = Item(name, title, url, icon, permission, order, group, bottom, args)
    ITEMS[name] = item
    return item


@dataclass(frozen=True)
class Act:
    """Something that can be begun from anywhere by quick find."""

    url: str
    title: Any
    permission: str

    @property
    def address(self) -> str:
        return address_of(self.url)


ACTS: dict[str, Act] = {}


def act(url: str, title: Any, *, permission: str) -> Act:
    """Offer an act to quick find. Acts of tables that name their permission are offered by themselves."""
    return ACTS.setdefault(url, Act(url, title, permission))


CONFINED: dict[str, str] = {}


def confine(permission: str, *, to: str) -> None:
    """Whoever has this permission is offered pages and acts of this room alone, whatever else they may."""
    CONFINED[permission] = f"{to}:"


Offer = TypeVar("Offer", Item, Act)


def _offered(actor: Actor, of: Iterable[Offer]) -> list[Offer]:
    rooms = [
        room for permission, room in CONFINED.items() if actor.kind != "system" and actor.may(permission)
    ]
    return [
        each
        for each in of
        if actor.may(each.permission) and all(each.url.startswith(room) for room in rooms) and each.address
    ]


def acts_for(actor: Actor) -> list[Act]:
    """The acts that this actor may begin."""
    return _offered(actor, ACTS.values())


def menu_for(actor: Actor) -> list[Item]:
    """The entries that this actor may use, in order."""
    return [item for _address, item in _entries(actor, *spoken_from())]


def here(actor: Actor, path: str) -> Item | None:
    """The entry under which a page lies: the longest address that begins its path."""
    lying = _entries(actor, *spoken_from())
    under = [each for each in lying if each[0] != "/" and path.startswith(each[0])]
    home = [each for each in lying if each[0] == path]
    return max(under or home, key=lambda each: len(each[0]), default=("", None))[1]


@lru_cache(maxsize=1000)
def _entries(actor: Actor, urlconf: str, prefix: str) -> tuple[tuple[str, Item], ...]:
    """Entries with their addresses, found once for everybody with the same grants: they stand on every page.
    What addresses are told from is here to tell them apart.
    """
    offered = _offered(actor, sorted(ITEMS.values(), key=lambda item: (item.order, item.name)))
    return tuple((item.address, item) for item in offered)
