"""Fines for programs."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from kept.kernel.actor import Actor

from .actions.fining import impose_fine, waive_fine
from .enums import FineState
from .models import Fine
from .queries.tariffs import table

router = Router(tags=["conduct"])
MOST = 500


class FineOut(Schema):
    """Amounts in minor units; `amount` is empty until it is imposed. The person by login."""

    number: str
    kind: str
    state: str
    person: str
    case: str
    month: date
    lowest: int
    highest: int
    amount: int | None
    currency: str
    consequence: str
    offered_at: datetime
    decided_at: datetime | None
    note: str


class FinesOut(Schema):
    """`next` is what to send as `after` for the page that follows; empty on the last one."""

    items: list[FineOut]
    next: str


class FinesAsked(Schema):
    person: str = ""
    month: date | None = None
    state: FineState | None = None
    after: int = 0
    limit: int = 100


class FineDecisionIn(Schema):
    """Imposed without an amount it is the highest that the table allows; waiving says why."""

    impose: bool
    amount: int | None = Field(None, ge=0, le=10**15)
    note: str = Field("", max_length=2000)


class TariffOut(Schema):
    kind: str
    lowest: int
    highest: int
    currency: str
    consequence: str
    valid_from: datetime


@router.get("fines", response=FinesOut)
def fines(request: HttpRequest, asked: Query[FinesAsked]) -> FinesOut:
    """Fines in the order in which they were put to a decision, narrowed by person, month and state."""
    actor = _allowed(request, "conduct.view")
    rows = Fine.objects.permitted(actor, "conduct.view").filter(pk__gt=asked.after)
    wanted = {
        "person__login": asked.person,
        "month": asked.month.replace(day=1) if asked.month else None,
        "state": asked.state,
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    size = min(max(asked.limit, 1), MOST)
    found = list(rows.select_related("person", "case").order_by("pk")[: size + 1])
    shown = found[:size]
    last = str(shown[-1].pk) if len(found) > size else ""
    return FinesOut(items=[_out(row) for row in shown], next=last)


@router.post("fines/{number}/decision", response=FineOut)
def decide(request: HttpRequest, number: str, data: FineDecisionIn) -> FineOut:
    """Impose or waive; never one's own."""
    actor = _allowed(request, "conduct.decide")
    found = get_object_or_404(Fine.objects.permitted(actor, "conduct.decide"), number=number)
    if data.impose:
        return _out(impose_fine(fine=found, amount=data.amount, note=data.note, by=actor, at=now()))
    return _out(waive_fine(fine=found, note=data.note, by=actor, at=now()))


@router.get("tariffs", response=list[TariffOut])
def tariffs(request: HttpRequest) -> list[TariffOut]:
    """The table of fines in force."""
    _allowed(request, "conduct.view")
    fields = ("kind", "lowest", "highest", "currency", "consequence", "valid_from")
    return [TariffOut(**{name: getattr(row, name) for name in fields}) for row in table(at=now())]


def _allowed(request: HttpRequest, permission: str) -> Actor:
    actor = Actor.of(request)
    if not actor.may(permission):
        raise HttpError(403, permission)
    return actor


def _out(row: Fine) -> FineOut:
    return FineOut(
        number=row.number,
        kind=row.kind,
        state=row.state,
        person=row.person.login,
        case=row.case.number,
        month=row.month,
        lowest=row.lowest,
        highest=row.highest,
        amount=row.amount,
        currency=row.currency,
        consequence=row.consequence,
        offered_at=row.offered_at,
        decided_at=row.decided_at,
        note=row.note,
    )
