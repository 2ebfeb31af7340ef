"""Clients' own service policies for programs."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.utils.timezone import localdate, now
from ninja import Field, File, Form, Router, Schema, Status, UploadedFile

from kept.kernel.web.doors import allowed

from ..actions.client_policies import keep_client_policy
from ..models import ClientPolicy
from .doors import customer_of

router = Router()


class ClientPolicyIn(Schema):
    valid_from: date
    text: str = Field("", max_length=20_000)
    changed: str = Field("", max_length=200)


class ClientPolicyOut(Schema):
    customer: str
    version: int
    text: str
    document: str
    valid_from: date
    changed: str
    made_at: datetime
    made_by: str


@router.get("client-policies", response=list[ClientPolicyOut])
def client_policies(request: HttpRequest, on: date | None = None) -> list[ClientPolicyOut]:
    """Of each client the version in force on a day, today without one."""
    rows = ClientPolicy.objects.permitted(allowed(request, "parties.view"), "parties.view")
    return [_out(row) for row in rows.in_force(on or localdate()).shown()]


@router.get("customers/{number}/client-policies", response=list[ClientPolicyOut])
def versions_of_client(request: HttpRequest, number: str) -> list[ClientPolicyOut]:
    """All versions of one client, newest first."""
    customer = customer_of(request, number, "parties.view")
    return [_out(row) for row in ClientPolicy.objects.filter(customer=customer).shown()]


@router.post("customers/{number}/client-policies", response={201: ClientPolicyOut})
def add_client_policy(
    request: HttpRequest,
    number: str,
    given: Form[ClientPolicyIn],
    file: File[UploadedFile | None] = None,
) -> Status[ClientPolicyOut]:
    """The next version, as form data; with a file where there is one."""
    customer = customer_of(request, number, "contracts.inform")
    actor = allowed(request, "contracts.inform")
    kept = keep_client_policy(customer=customer, file=file, **given.dict(), by=actor, at=now())
    return Status(201, _out(kept))


def _out(row: ClientPolicy) -> ClientPolicyOut:
    names = ("version", "text", "valid_from", "changed", "made_at")
    return ClientPolicyOut(
        customer=row.customer.number,
        document=row.document.get_absolute_url() if row.document else "",
        made_by=row.made_by.name if row.made_by else "",
        **{name: getattr(row, name) for name in names},
    )
