"""Lists as somebody wants them, kept under a name: one's own, the team's, everybody's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.models import SavedView

if TYPE_CHECKING:
    from .listing import Listing

MOST = 40


class NamelessView(Refused):
    default = _("Give the view a name.")


class TooManyViews(Refused):
    default = _("There are too many views of this list; remove one first.")


@dataclass(frozen=True)
class Tab:
    """A saved view above a list. `removable` only for its owner."""

    name: str
    address: str
    is_here: bool
    pk: int | None = None
    reach: str = "own"
    removable: bool = False


def tabs(listing: Listing, path: str) -> list[Tab]:
    """The plain list and each saved view that this actor may open; one statement."""
    here = _plain(listing.kept_query)
    views = list(visible_to(listing.actor).filter(table=listing.table.name)[:MOST])
    made = [_tab(view, path, here, listing.actor) for view in views]
    shown = next((tab for tab in sorted(made, key=lambda tab: not tab.removable) if tab.is_here), None)
    first = Tab(str(_("All")), path, not here)
    return [first, *(replace(tab, is_here=tab is shown) for tab in made)]


def visible_to(actor: Actor) -> Any:
    """Own views, views of one's teams, and shared ones."""
    reach = Q(person_id=actor.person_id or 0) | Q(shared=True) | Q(team_id__in=list(actor.only("team")))
    return SavedView.objects.filter(reach).order_by("name", "pk")


@transaction.atomic
def save_view(*, table: str, name: str, query: str, reach: str, by: Actor) -> SavedView:
    """Keep a list's filters, order and columns under a name; the same name again replaces it."""
    if not name.strip():
        raise NamelessView(field="name")
    person = by.person_id or 0
    own = SavedView.objects.filter(person_id=person, table=table)
    if own.exclude(name=name.strip()).count() >= MOST:
        raise TooManyViews
    team = min(by.only("team"), default=None) if reach == "team" else None
    values = {"query": query.lstrip("?")[:1000], "shared": reach == "shared", "team_id": team}
    view, _made = SavedView.objects.update_or_create(
        person_id=person, table=table, name=name.strip()[:60], defaults=values
    )
    return view


@transaction.atomic
def remove_view(*, view: SavedView) -> None:
    """Forget a view."""
    view.delete()


def _tab(view: SavedView, path: str, here: str, actor: Actor) -> Tab:
    reach = "shared" if view.shared else "team" if view.team_id else "own"
    own = view.person_id == actor.person_id
    return Tab(view.name, f"{path}?{view.query}", _plain(view.query) == here, view.pk, reach, own)


def _plain(query: str) -> str:
    """One form of a query string, so that two orders of the same filters are the same view."""
    pairs = QueryDict(query).lists()
    return "&".join(sorted(f"{name}={value}" for name, values in pairs for value in values if value))
