"""Live pages: a verb pings whoever should look again, and their page hears it in a fraction of a second.

A ping carries no content. The page asks an ordinary address for what is new, and that address checks rights.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .actor import Actor
from .clock import every
from .models import Ping
from .numbering import next_number, number_series

number_series("ping", "{n}", _("Pings"))

REMEMBERED = timedelta(hours=1)
"""How long a page may have been away and still hear all that it missed."""
MANY = 500


@dataclass(frozen=True)
class Listener:
    """Somebody with an open page: a person with grants, or the bearer of a link with its keys."""

    actor: Actor
    keys: frozenset[str] = frozenset()

    def hears(self, ping: Ping) -> bool:
        """Only what reaches this listener: their key, their person, or a grant where it happened."""
        if ping.key:
            return ping.key in self.keys
        if ping.person_id:
            return ping.person_id == self.actor.person_id
        return any(
            scope.kind == "company"
            or (scope.kind == "branch" and scope.id == ping.branch_id)
            or (scope.kind == "team" and scope.id == ping.team_id)
            for scope in self.actor.scopes_of(ping.permission)
        )


@transaction.atomic
def ping(
    topic: str,
    *,
    permission: str = "",
    branch_id: int | None = None,
    team_id: int | None = None,
    person_id: int | None = None,
    key: str = "",
    data: Mapping[str, Any] | None = None,
    at: datetime,
) -> None:
    """Have pages look again: those of a key, else of a person, else of all with a permission there.

    Its place is drawn from a counter that stays locked until the act is done, so places come in the order
    of commits on every database, and a page that knows the last place it heard misses nothing.
    """
    Ping.objects.create(
        place=int(next_number("ping", at=at)),
        topic=topic,
        permission=permission,
        branch_id=branch_id,
        team_id=team_id,
        person_id=person_id,
        key=key,
        data=dict(data or {}),
        at=at,
    )


def key_of(token: str) -> str:
    """What stands for an unguessable token in a ping; the token itself is not written there."""
    return blake2b(token.encode(), digest_size=16).hexdigest()


def keys_of(tokens: Iterable[str]) -> frozenset[str]:
    return frozenset(key_of(token) for token in tokens if token)


def last_place() -> int:
    return Ping.objects.order_by("-place").values_list("place", flat=True).first() or 0


def pings_after(place: int) -> Sequence[Ping]:
    return list(Ping.objects.filter(place__gt=place).order_by("place")[:MANY])


def is_remembered(place: int) -> bool:
    """Whether all that came after a place is still there to be told."""
    first = Ping.objects.order_by("place").values_list("place", flat=True).first()
    return first is not None and place >= first - 1


@every(minutes=10)
def forget_old_pings(at: datetime) -> None:
    """The newest stays, so that a page knows whether it missed any."""
    Ping.objects.filter(at__lt=at - REMEMBERED, place__lt=last_place()).delete()
