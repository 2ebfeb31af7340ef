"""Who is on the phone: a number, a name or a waybill, and the card of that customer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from kept.kernel.actor import Actor
from kept.kernel.searching import matching
from kept.orders.models import Order
from kept.parties.models import ContactPerson, Customer
from kept.promises.models import Promise
from kept.transport.models import Shipment

from ..models import Case, Contact
from .queue import queue

LIMIT = 6


@dataclass(frozen=True)
class Candidate:
    """Somebody or something that a typed text may mean; `query` leads to the card."""

    title: str
    hint: str
    icon: str
    query: str


@dataclass(frozen=True)
class Card:
    """What is known of a caller, beside the form."""

    customer: Customer
    contact_person: ContactPerson | None = None
    shipment: Shipment | None = None
    order: Order | None = None
    cases: Sequence[Case] = ()
    shipments: Sequence[Shipment] = ()
    orders: Sequence[Order] = ()
    promises: Sequence[Promise] = field(default_factory=list)


def candidates(actor: Actor, text: str) -> list[Candidate]:
    """Whom or what a text may mean, goods first: a number is typed to ask about it."""
    text = text.strip()[:60]
    if len(text) < 2:
        return []
    found = [*_goods(actor, text), *_people(actor, text)]
    return list({candidate.query: candidate for candidate in found}.values())[: LIMIT * 2]


def card_of(actor: Actor, chosen: dict[str, Any]) -> Card | None:
    """The customer card for what was chosen: a customer, contact person, shipment or order."""
    shipment = _one(Shipment.objects.permitted(actor, "transport.view"), chosen.get("shipment"))
    order = _one(Order.objects.permitted(actor, "orders.view"), chosen.get("order"))
    person = _one(ContactPerson.objects.permitted(actor, "parties.view"), chosen.get("contact_person"))
    owners = [getattr(known, "customer_id", None) for known in (shipment, order, person)]
    customer_id = next(filter(None, owners), chosen.get("customer"))
    customer = _one(
        Customer.objects.permitted(actor, "parties.view").select_related("account_manager"), customer_id
    )
    if customer is None:
        return None
    goods = Shipment.objects.permitted(actor, "transport.view").filter(customer=customer).order_by("-pk")
    return Card(
        customer=customer,
        contact_person=person,
        shipment=shipment,
        order=order,
        cases=list(queue(actor).filter(customer=customer).soonest()[:LIMIT]),
        shipments=_first(shipment, list(goods[:LIMIT])),
        orders=_first(
            order,
            list(
                Order.objects.permitted(actor, "orders.view")
                .filter(customer=customer)
                .order_by("-pk")[:LIMIT]
            ),
        ),
    )


def caller_before(actor: Actor, phone: str) -> Contact | None:
    """The last contact with a phone number."""
    if len(phone) < 7:
        return None
    rows = Contact.objects.permitted(actor, "desk.view").filter(phone=phone)
    return rows.select_related("customer").order_by("-at").first()


def _goods(actor: Actor, text: str) -> list[Candidate]:
    if not re.search(r"\d{2}", text):
        return []
    wanted = Q(number__startswith=text.upper()) | Q(customer_reference=text)
    if re.fullmatch(r"\d{4}", text):
        wanted |= Q(consignee_phone_tail=text)
    shipments = Shipment.objects.permitted(actor, "transport.view").filter(wanted).select_related("customer")
    found = [
        Candidate(s.number, f"{s.customer} · {s.get_state_display()}", "truck", urlencode({"shipment": s.pk}))
        for s in shipments.order_by("-pk")[:LIMIT]
    ]
    orders = Order.objects.permitted(actor, "orders.view").filter(
        Q(number__startswith=text.upper()) | Q(customer_reference=text)
    )
    return found + [
        Candidate(
            o.number, f"{o.customer} · {o.get_state_display()}", "clipboard", urlencode({"order": o.pk})
        )
        for o in orders.select_related("customer").order_by("-pk")[:LIMIT]
    ]


def _people(actor: Actor, text: str) -> list[Candidate]:
    persons = matching(ContactPerson.objects.permitted(actor, "parties.view"), text).filter(
        customer__isnull=False
    )
    customers = matching(Customer.objects.permitted(actor, "parties.view"), text)
    found = [
        Candidate(p.name, f"{p.customer} · {p.phone}", "user", urlencode({"contact_person": p.pk}))
        for p in persons.select_related("customer").order_by("pk")[:LIMIT]
    ]
    found += [
        Candidate(
            c.name, " · ".join(filter(None, (c.number, c.city))), "building", urlencode({"customer": c.pk})
        )
        for c in customers.order_by("pk")[:LIMIT]
    ]
    before = caller_before(actor, text) if not found else None
    if before is not None and before.customer is not None:
        query = urlencode(
            {"customer": before.customer_id, "caller_name": before.caller_name, "phone": before.phone}
        )
        found.append(Candidate(before.who, f"{before.customer} · {before.phone}", "phone", query))
    return found


def _one(rows: Any, pk: Any) -> Any:
    return rows.filter(pk=pk).first() if str(pk or "").isdecimal() else None


def _first(wanted: Any, rows: list[Any]) -> list[Any]:
    """The one asked about stands first, whether or not it is recent."""
    return rows if wanted is None else [wanted, *(row for row in rows if row.pk != wanted.pk)][:LIMIT]
