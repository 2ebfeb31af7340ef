"""The desk for programs: telephone systems log calls, others open and answer cases."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import AwareDatetime

from kept.kernel.access import Permitted
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.promises.enums import Phase
from kept.transport.models import Shipment

from ..actions.answering import answer_case
from ..actions.colliding import AnsweredMeanwhile
from ..actions.contacting import log_contact
from ..actions.opening import open_case
from ..enums import CaseKind, CaseState, Channel, Direction, Impact, Served, Urgency
from ..models import Case, Contact
from ..queries.dialogues import Reading
from ..queries.replies import last_answer

router = Router(tags=["desk"])
MOST = 100
PLAIN = (
    *(
        "number",
        "kind",
        "served",
        "phase",
        "state",
        "level",
        "severity",
        "chasers",
        "details",
        "snoozed_until",
    ),
    *("opened_at", "answered_at", "solved_at", "closed_at"),
)


class ReadingIn(Schema):
    """Whose lines of a pasted chat are ours and who of the others called; or that it is only a text."""

    ours: list[str] = Field([], max_length=50)
    caller: str = Field("", max_length=80)
    as_text: bool = False

    def told(self) -> dict[str, Any]:
        return {"ours": frozenset(self.ours), "caller": self.caller, "as_text": self.as_text}


class ContactIn(Schema):
    """A call, mail, chat or visit. Customer, order, shipment, case and what it answers by their numbers."""

    channel: Channel = Channel.PHONE
    direction: Direction = Direction.IN
    caller_name: str = Field("", max_length=80)
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)
    summary: str = Field("", max_length=20_000)
    ring_count: int | None = Field(None, ge=0, le=99)
    is_internal: bool = False
    served: Served | Literal[""] = ""
    phase: Phase | Literal[""] = ""
    happened_at: AwareDatetime | None = None
    customer: str = ""
    order: str = ""
    shipment: str = ""
    case: str = ""
    answers: str = ""
    reading: ReadingIn | None = None


class CasePromiseOut(Schema):
    kind: str
    state: str
    due_at: datetime
    met_at: datetime | None


class CaseLineOut(Schema):
    """One line of a pasted dialogue."""

    who: str
    at: datetime | None
    text: str
    ours: bool


class ContactOut(Schema):
    number: str
    channel: str
    direction: str
    at: datetime
    answered_at: datetime | None
    served: str
    phase: str
    customer: str
    case: str
    lines: list[CaseLineOut]
    promises: list[CasePromiseOut]


class CaseIn(Schema):
    """A matter to open, from a contact or on its own."""

    kind: CaseKind
    contact: str = ""
    customer: str = ""
    order: str = ""
    shipments: list[str] = Field([], max_length=500)
    served: Served | Literal[""] = ""
    phase: Phase | Literal[""] = ""
    title: str = Field("", max_length=160)
    reason: str = Field("", max_length=20_000)
    demand: str = Field("", max_length=20_000)
    caller_name: str = Field("", max_length=80)
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)
    impact: Impact = Impact.ONE_SHIPMENT
    urgency: Urgency = Urgency.SOON
    details: dict[str, str | int | None] = {}
    """What the kind asks, by the codes of its fields; see the how-to page of cases."""


class CaseOut(Schema):
    number: str
    kind: str
    served: str
    phase: str
    state: str
    level: str
    severity: int
    title: str
    customer: str
    owner: str
    chasers: int
    details: dict[str, str | int]
    snoozed_until: datetime | None
    opened_at: datetime
    answered_at: datetime | None
    solved_at: datetime | None
    closed_at: datetime | None
    promises: list[CasePromiseOut]


class ReadCaseOut(CaseOut):
    last_answer: str
    """The number of the contact by which it was answered last; empty where nobody did."""


class AnswerIn(Schema):
    """With `last_answer`, the number of the last answer that the writer knew and empty for none, a later one
    of somebody else is refused with 409 and its words. Without it nothing is asked."""

    channel: Channel
    text: str = Field(min_length=1, max_length=20_000)
    to: str = Field("", max_length=80)
    last_answer: str | None = None


@router.post("contacts", response={201: ContactOut})
def add_contact(request: HttpRequest, data: ContactIn) -> Status[dict[str, Any]]:
    """Log a contact. An incoming call starts its answer clock; an outgoing one that answers stops it."""
    actor = allowed(request, "desk.work")
    told = data.dict(exclude={"customer", "order", "shipment", "case", "answers", "happened_at", "reading"})
    contact = log_contact(
        **told,
        customer=one(Customer.objects.all(), actor, "parties.view", data.customer),
        order=one(Order.objects.select_related("customer"), actor, "orders.view", data.order),
        shipment=one(Shipment.objects.select_related("customer"), actor, "transport.view", data.shipment),
        case=one(Case.objects.select_related("customer"), actor, "desk.work", data.case),
        answers=one(Contact.objects.select_related("case"), actor, "desk.work", data.answers),
        happened_at=data.happened_at,
        reading=Reading(**data.reading.told()) if data.reading else None,
        by=actor,
        at=now(),
    )
    return Status(201, contact_out(contact))


@router.get("cases", response=list[CaseOut])
def list_cases(
    request: HttpRequest,
    state: CaseState | None = None,
    kind: CaseKind | None = None,
    customer: str = "",
    served: Literal["client", "behalf", "unknown"] | None = None,
    phase: Literal["before", "during", "after", "unknown"] | None = None,
    limit: int = MOST,
    below: str = "",
) -> list[dict[str, Any]]:
    """Cases, newest first. `below` is the number of the last one already read."""
    actor = allowed(request, "desk.view")
    rows = Case.objects.permitted(actor, "desk.view").shown()
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.of_kind(kind)
    if customer:
        rows = rows.filter(customer__number=customer)
    if served:
        rows = rows.serving(served)
    if phase:
        rows = rows.in_phase(phase)
    if below:
        last = get_object_or_404(Case.objects.permitted(actor, "desk.view"), number=below)
        rows = rows.filter(pk__lt=last.pk)
    return [case_out(case) for case in rows.order_by("-pk")[: max(1, min(limit, MOST))]]


@router.post("cases", response={201: CaseOut})
def add_case(request: HttpRequest, data: CaseIn) -> Status[dict[str, Any]]:
    """Open a case with the promises of its kind."""
    actor = allowed(request, "desk.work")
    goods = Shipment.objects.permitted(actor, "transport.view").select_related("customer", "order")
    shipments = list(goods.filter(number__in=data.shipments))
    if len(shipments) != len(set(data.shipments)):
        raise HttpError(404, "shipments")
    case = open_case(
        **data.dict(exclude={"contact", "customer", "order", "shipments"}),
        contact=one(Contact.objects.select_related("customer"), actor, "desk.work", data.contact),
        customer=one(Customer.objects.all(), actor, "parties.view", data.customer),
        order=one(Order.objects.select_related("customer"), actor, "orders.view", data.order),
        shipments=shipments,
        by=actor,
        at=now(),
    )
    return Status(201, case_out(case))


@router.get("cases/{number}", response=ReadCaseOut)
def read_case(request: HttpRequest, number: str) -> dict[str, Any]:
    actor = allowed(request, "desk.view")
    rows = Case.objects.permitted(actor, "desk.view").select_related("customer", "owner")
    case = get_object_or_404(rows, number=number)
    last = last_answer(case)
    return {**case_out(case), "last_answer": last.number if last else ""}


@router.post("cases/{number}/answer", response={201: ContactOut})
def answer(request: HttpRequest, number: str, data: AnswerIn) -> Status[dict[str, Any]]:
    """Record the outgoing contact that answers a case; by mail the text is sent."""
    actor = allowed(request, "desk.work")
    rows = Case.objects.permitted(actor, "desk.work").select_related("customer")
    case = get_object_or_404(rows, number=number)
    said = data.dict(exclude={"last_answer"})
    try:
        told = answer_case(case=case, **said, seen=_seen(case, data.last_answer), by=actor, at=now())
    except AnsweredMeanwhile as meanwhile:
        raise Refused(meanwhile.message, field="last_answer") from meanwhile
    return Status(201, contact_out(told))


def allowed(request: HttpRequest, permission: str) -> Actor:
    actor = Actor.of(request)
    if not actor.may(permission):
        raise HttpError(403, permission)
    return actor


def one(rows: Any, actor: Actor, permission: str, number: str) -> Any:
    """The record of a number that this actor may use; 404 for one that is not theirs."""
    if not number:
        return None
    assert isinstance(rows, Permitted)
    return get_object_or_404(rows.permitted(actor, permission), number=number)


def _seen(case: Case, number: str | None) -> int | None:
    """The last answer that the writer knew, by its number; 404 for one that is none of this case."""
    if not number:
        return None if number is None else 0
    return get_object_or_404(case.contacts.filter(is_answer=True), number=number).pk


def _promises(record: Case | Contact) -> list[dict[str, Any]]:
    at = now()
    return [
        {"kind": p.kind, "state": p.state_at(at), "due_at": p.due_at, "met_at": p.met_at}
        for p in record.promises
    ]


def contact_out(contact: Contact) -> dict[str, Any]:
    told = {
        name: getattr(contact, name)
        for name in ("number", "channel", "direction", "at", "answered_at", "served", "phase")
    }
    return {
        **told,
        "customer": contact.customer.number if contact.customer else "",
        "case": contact.case.number if contact.case else "",
        "lines": contact.lines,
        "promises": _promises(contact),
    }


def case_out(case: Case) -> dict[str, Any]:
    return {
        **{name: getattr(case, name) for name in PLAIN},
        "title": case.heading,
        "customer": case.customer.number if case.customer else "",
        "owner": case.owner.name if case.owner else "",
        "promises": _promises(case),
    }
