"""Customers over the API."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from pydantic import ConfigDict

from kept.kernel.actor import Actor
from kept.kernel.searching import matching
from kept.kernel.web.doors import allowed

from .actions.chaining import end_link, link_customer
from .actions.customers import change_customer, create_customer
from .enums import ChainRole, CustomerKind, LinkKind, Segment, ToldBy
from .models import ChainLink, Customer

router = Router(tags=["parties"])
MOST = 200


class CustomerIn(Schema):
    name: str = Field(min_length=1, max_length=160)
    short_name: str = ""
    kind: CustomerKind = CustomerKind.ENTERPRISE
    is_cargo_owner: bool = False
    has_logistics_demand: bool = False
    is_vehicle_owner: bool = False
    is_fourth_party: bool = False
    segment: Segment = Segment.GENERAL
    phone: str = Field("", max_length=40)
    email: str = ""
    city: str = Field("", max_length=60)
    address: str = Field("", max_length=200)
    told_by: ToldBy | Literal[""] = ""
    language: Literal["", "zh-hans", "zh-hant", "en"] = ""
    external_key: str | None = Field(None, max_length=120)


class CustomerChanges(Schema):
    """What is to be different; what is not named stays."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, min_length=1, max_length=160)
    short_name: str | None = Field(None, max_length=40)
    kind: CustomerKind | None = None
    is_cargo_owner: bool | None = None
    has_logistics_demand: bool | None = None
    is_vehicle_owner: bool | None = None
    is_fourth_party: bool | None = None
    segment: Segment | None = None
    phone: str | None = Field(None, max_length=40)
    email: str | None = None
    city: str | None = Field(None, max_length=60)
    address: str | None = Field(None, max_length=200)
    told_by: ToldBy | Literal[""] | None = None
    language: Literal["", "zh-hans", "zh-hant", "en"] | None = None
    external_key: str | None = Field(None, max_length=120)


class CustomerOut(Schema):
    number: str
    name: str
    short_name: str
    kind: str
    chain_roles: list[str]
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
def customers(
    request: HttpRequest,
    q: str = "",
    after: str = "",
    kind: CustomerKind | None = None,
    role: ChainRole | None = None,
    limit: int = 50,
) -> Any:
    """Customers by number; `q` finds by name, number, phone or pinyin initials.

    `role` is one of the roles in the chain, `after` a number to go on from.
    """
    rows: Any = Customer.objects.permitted(allowed(request, "parties.view"), "parties.view")
    rows = matching(rows, q) if q else rows
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.in_role(role) if role else rows
    return rows.filter(number__gt=after).order_by("number")[: min(limit, MOST)]


@router.get("customers/{number}", response=CustomerOut)
def customer(request: HttpRequest, number: str) -> Customer:
    return _found(request, number, "parties.view")


@router.post("customers", response={201: CustomerOut, 200: CustomerOut})
def add_customer(request: HttpRequest, given: CustomerIn) -> Any:
    """Add a customer. With a known `external_key` that customer is answered and nothing is added."""
    actor = allowed(request, "parties.keep")
    known = given.external_key and Customer.objects.filter(external_key=given.external_key).first()
    if known:
        return Status(200, known)
    return Status(201, create_customer(**given.dict(), by=actor, at=now()))


@router.patch("customers/{number}", response=CustomerOut)
def alter_customer(request: HttpRequest, number: str, given: CustomerChanges) -> Customer:
    """Change what is named. A field that is null stays as it is."""
    found = _found(request, number, "parties.keep")
    changes = given.dict(exclude_none=True)
    return change_customer(customer=found, changes=changes, by=Actor.of(request), at=now())


class ChainIn(Schema):
    """`member` is the number of the customer to put into the chain."""

    member: str = Field(max_length=20)
    kind: LinkKind
    since: date
    until: date | None = None


class ChainEndIn(Schema):
    until: date


class ChainOut(Schema):
    id: int
    customer: str = Field(alias="customer.number")
    member: str = Field(alias="member.number")
    kind: str
    since: date
    until: date | None


@router.get("customers/{number}/chain", response=list[ChainOut])
def chain(request: HttpRequest, number: str) -> Any:
    """Who stands in the chain of this customer, and in whose chain it stands; also what has ended."""
    found = _found(request, number, "parties.view")
    return ChainLink.objects.of(found).select_related("customer", "member")


@router.post("customers/{number}/chain", response={201: ChainOut})
def add_to_chain(request: HttpRequest, number: str, given: ChainIn) -> Any:
    """Put another customer into the chain of this one. A circle of the same kind is refused."""
    found, member = _found(request, number, "parties.keep"), _found(request, given.member, "parties.keep")
    told = given.dict(exclude={"member"})
    return Status(201, link_customer(customer=found, member=member, **told, by=Actor.of(request), at=now()))


@router.post("customers/{number}/chain/{pk}/end", response=ChainOut)
def end_in_chain(request: HttpRequest, number: str, pk: int, given: ChainEndIn) -> ChainLink:
    """The last day of a link."""
    found = _found(request, number, "parties.keep")
    link = get_object_or_404(ChainLink.objects.of(found), pk=pk)
    return end_link(link=link, until=given.until, by=Actor.of(request), at=now())


def _found(request: HttpRequest, number: str, permission: str) -> Customer:
    rows = Customer.objects.permitted(allowed(request, permission), permission)
    return get_object_or_404(rows, number=number)
