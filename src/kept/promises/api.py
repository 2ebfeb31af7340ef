"""Promises over the API: what is due, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema
from ninja.errors import HttpError

from kept.kernel.actor import Actor

from .models import Promise
from .queries import due

router = Router(tags=["promises"])
MOST = 500
Limit = Annotated[int, Field(ge=1, le=MOST)]


class PromiseOut(Schema):
    id: int
    kind: str
    state: str
    subject_type: str
    subject_number: str
    customer: str | None
    started_at: datetime
    original_due_at: datetime
    due_at: datetime
    met_at: datetime | None
    working_seconds_left: int | None
    terms: dict[str, str]
    cause: str
    liable_tier: str

    @staticmethod
    def of(promise: Promise, at: datetime) -> PromiseOut:
        unmet = promise.met_at is None and promise.state in ("running", "paused")
        return PromiseOut(
            id=promise.pk,
            kind=promise.kind,
            state=promise.state_at(at),
            subject_type=promise.subject_type,
            subject_number=promise.subject_number,
            customer=promise.customer.number if promise.customer else None,
            started_at=promise.started_at,
            original_due_at=promise.original_due_at,
            due_at=promise.due_at,
            met_at=promise.met_at,
            working_seconds_left=int(promise.working_left(at).total_seconds()) if unmet else None,
            terms={str(term): str(state) for term, state in promise.terms().items()},
            cause=promise.cause,
            liable_tier=promise.liable_tier,
        )


@router.get("due-now", response=list[PromiseOut])
def due_now(
    request: HttpRequest, limit: Limit = 100, branch: str = "", team: str = "", person: str = ""
) -> Any:
    """Everything unmet that the caller may see, what breaks first on top.

    Of a branch by its code, of a team by its name, of a person by their login.
    """
    at = now()
    asked = {"branch__code": branch, "team__name": team, "person__login": person}
    rows = due.due_now(_allowed(request), at=at).filter(
        **{name: told for name, told in asked.items() if told}
    )
    return [PromiseOut.of(promise, at) for promise in rows[:limit]]


@router.get("promises/{pk}", response=PromiseOut)
def promise(request: HttpRequest, pk: int) -> PromiseOut:
    rows = due.shown(Promise.objects.permitted(_allowed(request), "promises.view"))
    return PromiseOut.of(get_object_or_404(rows, pk=pk), now())


def _allowed(request: HttpRequest) -> Actor:
    actor = Actor.of(request)
    if not actor.may("promises.view"):
        raise HttpError(403, "needs promises.view")
    return actor
