"""What all addresses of this room share: who may, and one page of rows after another."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja.errors import HttpError

from kept.kernel.actor import Actor

MOST = 500
Record = TypeVar("Record", bound=Model)


def allowed(request: HttpRequest, permission: str) -> Actor:
    actor = Actor.of(request)
    if not actor.may(permission):
        raise HttpError(403, permission)
    return actor


def page_of(rows: QuerySet[Record], *, after: int, limit: int, **wanted: Any) -> tuple[list[Record], str]:
    """The rows after an id, narrowed by what was given, and where the next page begins; '' on the last."""
    given = {name: value for name, value in wanted.items() if value not in (None, "")}
    size = min(max(limit, 1), MOST)
    found = list(rows.filter(pk__gt=after, **given).order_by("pk")[: size + 1])
    shown = found[:size]
    return shown, str(shown[-1].pk) if len(found) > size else ""
