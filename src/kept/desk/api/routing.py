"""Queues for programs: how they stand, and the next matter of whoever asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Router, Schema
from ninja.errors import HttpError

from kept.kernel.actor import Actor
from kept.people.models import Person

from ..actions.routing import take_next
from ..models import Case
from ..queries.routing import standing

router = Router(tags=["desk"])


class QueueOut(Schema):
    code: str
    name: str
    mode: str
    waiting: int
    oldest: datetime | None
    taken: int


class TakenOut(Schema):
    kind: str
    number: str


@router.get("queues", response=list[QueueOut])
def queues(request: HttpRequest) -> list[dict[str, Any]]:
    """Each queue with how many wait, since when, and how many were taken in 24 hours."""
    actor = Actor.of(request)
    if not actor.may("desk.view"):
        raise HttpError(403, "desk.view")
    return [
        {**row, "code": row["queue"].code, "name": str(row["queue"]), "mode": row["queue"].mode}
        for row in standing(actor, now())
    ]


@router.post("next", response=TakenOut)
def next_matter(request: HttpRequest) -> dict[str, str]:
    """Take what breaks first in one's own queues."""
    actor = Actor.of(request)
    if not actor.may("desk.work"):
        raise HttpError(403, "desk.work")
    taken = take_next(person=get_object_or_404(Person, pk=actor.person_id), by=actor, at=now())
    return {"kind": "case" if isinstance(taken, Case) else "contact", "number": taken.number}
