"""What every door of transport's API asks first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja.errors import HttpError

from kept.kernel.actor import Actor

MOST = 500


def allowed(request: HttpRequest, permission: str) -> Actor:
    """Whoever asks; 403 when they may not do this anywhere."""
    actor = Actor.of(request)
    if not actor.may(permission):
        raise HttpError(403, f"needs {permission}")
    return actor


def part(rows: Any, offset: int, limit: int) -> Any:
    """A page of rows: at most 500, one at least."""
    first = max(offset, 0)
    return rows[first : first + max(1, min(limit, MOST))]


def zoned(moment: datetime, name: str) -> datetime:
    """The moment; 422 when nobody can tell which it is."""
    if moment.tzinfo is None:
        raise HttpError(422, f"{name} needs a time zone")
    return moment
