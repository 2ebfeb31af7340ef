"""Service texts handed to customers, for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Field, Router, Schema, Status

from kept.kernel.web.doors import allowed
from kept.parties.models import Customer

from ..actions.handing import hand_over_text
from ..enums import HandedHow
from ..models import Handover
from ..queries.handing import lacking, with_handover
from ..queries.statements import named, with_version
from .doors import customer_of

router = Router()
MOST = 500


class HandoverIn(Schema):
    """`contact` is the id of a contact person of the customer; without one `taken_by` names who takes it."""

    how: HandedHow
    language: Literal["zh-hans", "zh-hant", "en"]
    on: date | None = None
    contact: int | None = None
    taken_by: str = Field("", max_length=120)


class HandoverOut(Schema):
    id: int
    customer: str
    statement: str
    version: int
    on: date
    taken_by: str
    how: str
    language: str
    by: str
    recorded_at: datetime
    document: str
    digest: str


class LackingOut(Schema):
    customer: str
    name: str
    statement: str
    version: int


@router.get("handovers", response=list[HandoverOut])
def handovers(
    request: HttpRequest, customer: str = "", statement: str = "", after: int = 0, limit: int = 100
) -> list[HandoverOut]:
    """What was handed over, oldest first; `after` is an id to go on from."""
    rows = Handover.objects.permitted(allowed(request, "contracts.view"), "contracts.view").shown()
    wanted = {"customer__number": customer, "version__statement__number": statement}
    narrowed = rows.filter(pk__gt=after, **{name: value for name, value in wanted.items() if value})
    return [_out(row) for row in narrowed.order_by("pk")[: min(max(limit, 1), MOST)]]


@router.get("handovers/lacking", response=list[LackingOut])
def lacking_handovers(request: HttpRequest, on: date | None = None, after: str = "") -> list[LackingOut]:
    """Who has not been given the version that applies on a day; `after` is a customer's number."""
    actor = allowed(request, "contracts.view")
    customers = Customer.objects.permitted(actor, "contracts.view").active()
    rows: Any = lacking(with_handover(named(with_version(customers, on or localdate()))))
    return [
        LackingOut(
            customer=row.number, name=row.name, statement=row.statement_number, version=row.version_number
        )
        for row in rows.filter(number__gt=after).order_by("number")[:MOST]
    ]


@router.post("customers/{number}/handovers", response={201: HandoverOut})
def add_handover(request: HttpRequest, number: str, given: HandoverIn) -> Status[HandoverOut]:
    """Make the file of the version that applies and keep that it was handed over."""
    customer = customer_of(request, number, "contracts.inform")
    contact = get_object_or_404(customer.contact_persons, pk=given.contact) if given.contact else None
    made = hand_over_text(
        customer=customer,
        contact=contact,
        taken_by=given.taken_by,
        how=given.how,
        language=given.language,
        on=given.on or localdate(),
        by=allowed(request, "contracts.inform"),
        at=now(),
    )
    return Status(201, _out(made))


def _out(row: Handover) -> HandoverOut:
    names = ("id", "on", "taken_by", "how", "language", "recorded_at")
    return HandoverOut(
        customer=row.customer.number,
        statement=row.version.statement.number,
        version=row.version.number,
        by=row.by.name if row.by else "",
        document=row.document.get_absolute_url(),
        digest=row.document.digest,
        **{name: getattr(row, name) for name in names},
    )
