"""Whom a contact or case serves: the client itself, or the client's customer in the client's name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, TypedDict

from django.db.models import Count, Q, Value

from kept.kernel.actor import Actor
from kept.methods.phones import key_of, writings_of
from kept.parties.models import Consignee, ContactPerson, Customer

from ..enums import CaseKind, Channel, Served
from ..models import Case, Contact
from .queue import contacts_in

SHOWN_DAYS = timedelta(days=365)


class Figures(TypedDict):
    client: int
    behalf: int
    unknown: int


def served_by(matter: Contact | Case) -> str:
    """What is known of who called where; empty when nobody can tell. One statement at most."""
    if is_inside(matter) or matter.customer is None:
        return ""
    person = matter.contact_person
    if person is not None and person.customer_id == matter.customer_id:
        return Served.CLIENT
    if isinstance(matter, Contact) and matter.channel == Channel.PORTAL:
        return Served.CLIENT
    if matter.email and matter.email.lower() == matter.customer.email.lower():
        return Served.CLIENT
    return _by_phone(matter, matter.customer)


def is_inside(matter: Contact | Case) -> bool:
    """A colleague asks: no client is served."""
    return matter.is_internal if isinstance(matter, Contact) else matter.kind == CaseKind.INTERNAL


def figures_of(actor: Actor, customer: Customer, today: date) -> dict[str, Figures]:
    """How many contacts and cases of a year served whom; two statements."""
    since = today - SHOWN_DAYS
    contacts = contacts_in(actor).filter(customer=customer, is_internal=False, at__date__gte=since)
    cases = Case.objects.permitted(actor, "desk.view").filter(customer=customer, opened_at__date__gte=since)
    return {"contacts": _count(contacts), "cases": _count(cases.exclude(kind=CaseKind.INTERNAL))}


def _by_phone(matter: Contact | Case, customer: Customer) -> str:
    """A number of the client's, or of somebody who receives its goods; both or neither tells nothing."""
    phone = key_of(matter.phone)
    if not phone:
        return ""
    goods = [
        matter.shipment.consignee_phone if matter.shipment else "",
        matter.order.destination_phone if matter.order else "",
    ]
    parties = {Served.CLIENT} if phone == key_of(customer.phone) else set()
    parties |= {Served.BEHALF} if phone in map(key_of, goods) else set()
    if not parties:
        written = {matter.phone, *writings_of(phone)}
        people = ContactPerson.objects.filter(customer=customer, phone__in=written)
        receivers = Consignee.objects.filter(customer=customer, phone__in=written)
        found: Any = (
            people.order_by()
            .values_list(Value(Served.CLIENT.value))
            .union(receivers.order_by().values_list(Value(Served.BEHALF.value)))
        )
        parties = {Served(party) for (party,) in found}
    return parties.pop() if len(parties) == 1 else ""


def _count(rows: Any) -> Figures:
    parties = {"client": Q(served=Served.CLIENT), "behalf": Q(served=Served.BEHALF), "unknown": Q(served="")}
    told: Figures = rows.order_by().aggregate(**{n: Count("pk", filter=q) for n, q in parties.items()})
    return told
