"""Visitors for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import is_naive, make_aware, now
from ninja import Field, Router, Schema, Status

from kept.parties.models import Customer
from kept.people.models import Person

from ..actions.welcoming import receive_visitor, see_off
from ..models import Reception
from .cases import allowed

router = Router(tags=["desk"])
MOST = 500


class VisitIn(Schema):
    visitor: str = Field(max_length=80)
    purpose: str = Field(max_length=200)
    company: str = Field("", max_length=120)
    customer: str = ""
    received_by: str = ""
    phone: str = Field("", max_length=40)
    people: int = Field(1, ge=1, le=500)
    arrived_at: datetime | None = None


class DepartureIn(Schema):
    agreed: str = Field("", max_length=5000)
    left_at: datetime | None = None


class VisitOut(Schema):
    number: str
    visitor: str
    company: str
    customer: str
    purpose: str
    people: int
    received_by: str
    arrived_at: datetime
    left_at: datetime | None
    agreed: str


@router.get("visits", response=list[VisitOut])
def visits(request: HttpRequest, here: bool = False) -> list[dict[str, Any]]:
    """The last 500 visits; with `here` who is in the house now."""
    rows = Reception.objects.permitted(allowed(request, "desk.view"), "desk.view").shown()
    rows = rows.in_the_house() if here else rows
    return [_visit(row) for row in rows.order_by("-arrived_at", "-pk")[:MOST]]


@router.post("visits", response={201: VisitOut})
def arrive(request: HttpRequest, data: VisitIn) -> Status[dict[str, Any]]:
    """Somebody is at the reception."""
    actor = allowed(request, "desk.work")
    customers = Customer.objects.permitted(actor, "parties.view")
    made = receive_visitor(
        **data.dict(exclude={"customer", "received_by", "arrived_at"}),
        arrived_at=_aware(data.arrived_at) if data.arrived_at else None,
        customer=get_object_or_404(customers, number=data.customer) if data.customer else None,
        received_by=get_object_or_404(Person.objects.staff(), login=data.received_by)
        if data.received_by
        else None,
        by=actor,
        at=now(),
    )
    return Status(201, _visit(made))


@router.post("visits/{number}/departure", response=VisitOut)
def leave(request: HttpRequest, number: str, data: DepartureIn) -> dict[str, Any]:
    """The visitor leaves."""
    actor = allowed(request, "desk.work")
    found = get_object_or_404(Reception.objects.permitted(actor, "desk.work"), contact__number=number)
    left_at = _aware(data.left_at) if data.left_at else None
    return _visit(see_off(reception=found, agreed=data.agreed, left_at=left_at, by=actor, at=now()))


def _aware(moment: datetime) -> datetime:
    return make_aware(moment) if is_naive(moment) else moment


def _visit(row: Reception) -> dict[str, Any]:
    plain = ("number", "company", "purpose", "people", "arrived_at", "left_at", "agreed")
    return {
        **{name: getattr(row, name) for name in plain},
        "visitor": row.contact.caller_name,
        "customer": row.contact.customer.number if row.contact.customer else "",
        "received_by": row.received_by.login if row.received_by else "",
    }
