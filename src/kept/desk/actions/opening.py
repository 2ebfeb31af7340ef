"""Opening a case: its clocks start when the matter came in, not when somebody typed it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.numbering import next_number
from kept.kernel.searching import index
from kept.parties.enums import Segment
from kept.people.models import Person
from kept.promises.actions import PromiseRequest, start_promises
from kept.transport.models import Shipment

from ..enums import CaseKind
from ..events import CaseOpened
from ..kinds import read_details
from ..models import Case, CaseShipment, Contact
from ..queries.phases import phase_of
from ..queries.served import is_inside, served_by
from ..queries.staff import clerk_of
from ..rules import BUSINESS_KINDS, PROMISES_OF
from .contacting import OtherCustomer


class WhoMissing(Refused):
    default = _("Say who it comes from: the customer, or a name and phone to call back.")


class NewToTheWork(Refused):
    default = _("%(name)s is new to the work and takes no business calls yet.")

    def __init__(self, person: Person) -> None:
        super().__init__(self.default % {"name": person.name}, field="owner")


@transaction.atomic
def open_case(
    *,
    kind: str,
    contact: Contact | None = None,
    shipments: Iterable[Shipment] = (),
    owner: Person | None = None,
    opened_at: datetime | None = None,
    is_nobodys: bool = False,
    by: Actor,
    at: datetime,
    **details: Any,
) -> Case:
    """Open a case of a kind, from a contact or on its own, with the promises of that kind.

    `details` are fields of Case; the one of that name holds what the form of the kind asks. Without an
    owner the clerk who opens it owns it, unless new to the work; with
    `is_nobodys` a team is to take it.
    """
    started = opened_at or (contact.at if contact else at)
    said = read_details(kind, details.pop("details", None) or {})
    keeper = None if is_nobodys else _owner(kind, owner, by)
    case = Case(kind=kind, opened_at=started, owner=keeper, details=said, **details)
    linked = list(shipments) or ([case.shipment] if case.shipment else [])
    _take_over(case, contact, linked)
    case.served = "" if is_inside(case) else case.served or served_by(case)
    case.phase = _phase(case, contact)
    _check_parties(case, linked)
    case.branch_id = case.branch_id or _branch_of(case, by)
    case.weigh(raised=case.customer is not None and case.customer.segment == Segment.CORE)
    case.number = next_number("case", at=started)
    case.save()
    CaseShipment.objects.bulk_create([CaseShipment(case=case, shipment=s, linked_at=at) for s in linked])
    if contact is not None:
        contact.case = case
        contact.save(update_fields=["case"])
    index_case(case, linked)
    start_clocks(case, started, linked, by=by, at=at)
    emit(CaseOpened.of(case, at=started, severity=case.severity, follows_id=case.follows_id), by=by)
    return case


def start_clocks(
    case: Case, started: datetime, shipments: Iterable[Shipment] = (), *, by: Actor, at: datetime
) -> None:
    """The promises of the case's kind; an exception owes its notice to each customer it touches."""
    touched = {shipment.customer_id for shipment in shipments} if case.kind == CaseKind.EXCEPTION else set()
    customers: list[int | None] = [*sorted(touched)] or [case.customer_id]
    requests = [
        PromiseRequest(
            kind=clock,
            subject=Subject.of(case),
            started_at=started,
            customer_id=customer_id,
            branch_id=case.branch_id,
            team_id=case.team_id,
            person_id=case.owner_id,
        )
        for clock in PROMISES_OF[case.kind]
        for customer_id in customers
    ]
    if requests:
        start_promises(requests=requests, by=by, at=at)


def index_case(case: Case, shipments: Iterable[Shipment] = ()) -> None:
    numbers = [shipment.number for shipment in list(shipments)[:50]]
    index(case, [case.number, case.title, case.caller_name, case.phone, *numbers])


def _owner(kind: str, owner: Person | None, by: Actor) -> Person | None:
    if owner is None:
        return clerk_of(by, business=kind in BUSINESS_KINDS)
    if owner.is_new and kind in BUSINESS_KINDS:
        raise NewToTheWork(owner)
    return owner


def _phase(case: Case, contact: Contact | None) -> str:
    """What was said, else what kind and goods tell, else where the contact belongs that it came from."""
    if is_inside(case):
        return ""
    return case.phase or phase_of(case) or (contact.phase if contact else "")


def _take_over(case: Case, contact: Contact | None, shipments: list[Shipment]) -> None:
    """What the contact and the shipments tell already."""
    if contact is not None:
        for name in (
            "customer",
            "contact_person",
            "served",
            "caller_name",
            "phone",
            "email",
            "order",
            "shipment",
        ):
            if not getattr(case, name):
                setattr(case, name, getattr(contact, name))
        case.branch_id = case.branch_id or contact.branch_id
        case.reason = case.reason or contact.asked
        if contact.shipment and not shipments:
            shipments.append(contact.shipment)
    if len(shipments) == 1:
        case.shipment = shipments[0]
    if case.order is None and case.shipment is not None:
        case.order = case.shipment.order
    if case.customer is None:
        owners = {shipment.customer for shipment in shipments} or (
            {case.order.customer} if case.order else set()
        )
        case.customer = owners.pop() if len(owners) == 1 else None
    case.title = (case.title or _first_line(case.reason))[:160]


def _check_parties(case: Case, shipments: list[Shipment]) -> None:
    several = len({shipment.customer_id for shipment in shipments}) > 1
    if case.kind in BUSINESS_KINDS and not several and not any((case.customer, case.caller_name, case.phone)):
        raise WhoMissing(field="customer")
    if case.customer is None:
        return
    owners = {record.customer_id for record in (*shipments, case.order) if record is not None}
    if owners - {case.customer_id}:
        raise OtherCustomer(field="customer")


def _branch_of(case: Case, by: Actor) -> int | None:
    """The accountable branch: where the goods are, else who works on it, else whose customer it is."""
    known = (
        case.shipment.branch_id if case.shipment else None,
        case.order.branch_id if case.order else None,
        case.owner.branch_id if case.owner else None,
        by.branch_id,
        case.customer.branch_id if case.customer else None,
    )
    return next(filter(None, known), None)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
