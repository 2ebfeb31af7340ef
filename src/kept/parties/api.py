"""Customers over the API."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from kept.kernel.actor import Actor
from kept.kernel.searching import matching

from .actions.customers import change_customer, create_customer
from .enums import CustomerKind, Segment, ToldBy
from .models import Customer

router = Router(tags=["parties"])
MOST = 200


class CustomerIn(Schema):
    name: str = Field(min_length=1, max_length=160)
    short_name: str = ""
    kind: CustomerKind = CustomerKind.ENTERPRISE
    segment: Segment = Segment.GENERAL
    phone: str = Field("", max_length=40)
    email: str = ""
    city: str = Field("", max_length=60)
    address: str = Field("", max_length=200)
    told_by: ToldBy | Literal[""] = ""
    language: Literal["", "zh-hans", "zh-hant", "en"] = ""
    external_key: str | None = Field(None, max_length=120)


class CustomerOut(Schema):
    number: str
    name: str
    short_name: str
    kind: str
    state: str
    segment: str
    phone: str
    email: str
    city: str
    address: str
    told_by: str
    language: str
    external_key: str | None


@router.get("customers", response=list[CustomerOut])
def customers(request: HttpRequest, q: str = "", after: str = "", limit: int = 50) -> Any:
    """Customers by number; `q` finds by name, number, phone or pinyin initials.

    `after` is a number to go on from.
    """
    rows: Any = Customer.objects.permitted(_allowed(request, "parties.view"), "parties.view")
    rows = matching(rows, q) if q else rows
    return rows.filter(number__gt=after).order_by("number")[: min(limit, MOST)]


@router.get("customers/{number}", response=CustomerOut)
def customer(request: HttpRequest, number: str) -> Customer:
    return _found(request, number, "parties.view")


@router.post("customers", response={201: CustomerOut, 200: CustomerOut})
def add_customer(request: HttpRequest, given: CustomerIn) -> Any:
    """Add a customer. With a known `external_key` that customer is answered and nothing is added."""
    actor = _allowed(request, "parties.keep")
    known = given.external_key and Customer.objects.filter(external_key=given.external_key).first()
    if known:
        return Status(200, known)
    return Status(201, create_customer(**given.dict(), by=actor, at=now()))


@router.patch("customers/{number}", response=CustomerOut)
def alter_customer(request: HttpRequest, number: str, given: dict[str, str]) -> Customer:
    found = _found(request, number, "parties.keep")
    unknown = sorted(set(given) - set(CustomerIn.model_fields))
    if unknown:
        raise HttpError(422, f"unknown fields: {', '.join(unknown)}")
    return change_customer(customer=found, changes=given, by=Actor.of(request), at=now())


def _found(request: HttpRequest, number: str, permission: str) -> Customer:
    rows = Customer.objects.permitted(_allowed(request, permission), permission)
    return get_object_or_404(rows, number=number)


def _allowed(request: HttpRequest, permission: str) -> Actor:
    actor = Actor.of(request)
    if not actor.may(permission):
        raise HttpError(403, f"needs {permission}")
    return actor
