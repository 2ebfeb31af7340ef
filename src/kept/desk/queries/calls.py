"""Who is calling, whose telephone it is, and what a clerk should see while it rings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from kept.kernel.actor import Actor
from kept.kernel.models import SearchToken
from kept.kernel.numbers import rule
from kept.methods.phones import key_of, local_parts, writings_of
from kept.orders.models import Order
from kept.parties.models import ContactPerson, Customer
from kept.people.models import Branch, Person
from kept.promises.models import Promise
from kept.transport.models import Shipment

from ..enums import CallState, Direction
from ..models import Call, CallCentre, Case, Contact, Extension
from ..models.calls import CallQuerySet
from ..rules import WRAP_UP_MINUTES
from .queue import contacts_in, queue

MOST = 4
MOST_CALLERS = 6


@dataclass(frozen=True)
class Caller:
    """Somebody whom a number may belong to."""

    customer: Customer
    person: ContactPerson | None = None

    @property
    def name(self) -> str:
        return self.person.name if self.person else str(self.customer)


@dataclass(frozen=True)
class Pop:
    """What comes up with a call."""

    call: Call
    callers: Sequence[Caller] = ()
    cases: Sequence[Case] = ()
    shipments: Sequence[Shipment] = ()
    orders: Sequence[Order] = ()
    contacts: Sequence[Contact] = field(default_factory=list)

    @property
    def customer(self) -> Customer | None:
        """The one customer it must be; None when several may be meant, or nobody is known."""
        return self.callers[0].customer if len({c.customer.pk for c in self.callers}) == 1 else None


def calls_in(actor: Actor) -> CallQuerySet:
    rows: CallQuerySet = Call.objects.permitted(actor, "desk.calls")
    return rows.shown()


def answered_late(rows: Any) -> Any:
    """Calls picked up after the moment that the policy promises, or never within it."""
    late = Promise.objects.filter(
        kind="ring_answer", state="broken", subject_type="desk.contact", subject_id=OuterRef("contact")
    )
    return rows.filter(Exists(late))


def calls_at(actor: Actor, at: datetime) -> list[Call]:
    """Calls at this person's telephone, and those that ring at nobody's in particular; newest first.

    One that is over stays for some minutes until it is written down.
    """
    mine = Q(rings_at=actor.person_id, person=None) | Q(person=actor.person_id, passed_to=None)
    mine |= Q(passed_to=actor.person_id)
    since = at - timedelta(minutes=int(rule(WRAP_UP_MINUTES, at=at)))
    unwritten = Q(state=CallState.ENDED, contact__summary="", ended_at__gte=since)
    now = Q(state__in=(CallState.RINGING, CallState.TALKING))
    ringing = Call.objects.permitted(actor, "desk.work").filter(
        state=CallState.RINGING, direction=Direction.IN, rings_at=None
    )
    rows = Call.objects.filter(mine & (now | unwritten) | Q(pk__in=ringing.values("pk")))
    return list(rows.select_related("customer", "contact_person", "contact").order_by("-began_at")[:MOST])


def pop_of(actor: Actor, call: Call) -> Pop:
    """The call with the card of its caller; a fixed number of statements."""
    pop = Pop(call=call, callers=who_calls(actor, call.phone_key))
    if pop.customer is None:
        return pop
    shipments = Shipment.objects.permitted(actor, "transport.view").filter(customer=pop.customer).open()
    orders = Order.objects.permitted(actor, "orders.view").filter(customer=pop.customer).open()
    signs = ("delivery_promise__calendar_version", "delivery_promise__policy_version")
    return Pop(
        call=call,
        callers=pop.callers,
        cases=list(queue(actor).filter(customer=pop.customer).soonest()[:MOST]),
        shipments=list(shipments.select_related(*signs).order_by("-pk")[:MOST]),
        orders=list(orders.select_related(*signs).order_by("-pk")[:MOST]),
        contacts=list(contacts_in(actor).filter(customer=pop.customer).order_by("-at", "-pk")[:MOST]),
    )


def who_calls(actor: Actor, phone: str) -> list[Caller]:
    """Customers and their people with this number, then those who called from it before."""
    key = key_of(phone)
    if not key:
        return []
    written = (*writings_of(key), *local_parts(key))
    found = _by_token(actor, key, written)
    if not found:
        contacts = Contact.objects.permitted(actor, "desk.view")
        before = contacts.filter(phone__in=written, customer__isnull=False)
        last = before.select_related("customer", "contact_person").order_by("-at").first()
        if last is not None and last.customer is not None:
            found = [Caller(last.customer, last.contact_person)]
    return found[:MOST_CALLERS]


def callback_waiting(key: str) -> Contact | None:
    """The missed call of this number that still waits to be called back."""
    if not key:
        return None
    rows = Contact.objects.select_for_update(of=("self",)).waiting()
    return rows.filter(is_missed=True, calls__phone_key=key).order_by("at").first()


def person_at(agent: str) -> Person | None:
    """Who sits at an extension; a login is understood as well."""
    if not agent:
        return None
    seat = Extension.objects.filter(number=agent).select_related("person").first()
    if seat is not None:
        return seat.person
    person: Person | None = Person.objects.staff().filter(login=agent).first()
    return person


def centre_of(*, line: str, agent: str) -> CallCentre | None:
    """The centre whose number was called, or whose telephone it is."""
    rows = CallCentre.objects.select_related("branch", "team")
    named = rows.filter(line=line).first() if line else None
    return named or (rows.filter(extensions__number=agent).first() if agent else None)


def branch_of_strangers() -> Branch | None:
    """Whoever nobody knows is answered where the hotline is: by the first call centre, else headquarters.

    Without headquarters the first branch does it: those bound to one branch see nothing that has none.
    """
    centre = CallCentre.objects.exclude(branch=None).select_related("branch").order_by("pk").first()
    return centre.branch if centre else Branch.objects.order_by("-is_headquarters", "code").first()


def is_extension(phone: str) -> bool:
    """Whether a colleague calls."""
    return bool(phone) and Extension.objects.filter(number=phone).exists()


def _by_token(actor: Actor, key: str, written: Sequence[str]) -> list[Caller]:
    """The index of words holds each number as digits; what it finds is compared in full."""
    tokens = SearchToken.objects.filter(token__in=written)
    ids: dict[str, list[int]] = {"parties.contactperson": [], "parties.customer": []}
    for kind, pk in tokens.filter(kind__in=ids).values_list("kind", "record_id")[:200]:
        ids[kind].append(pk)
    people = ContactPerson.objects.permitted(actor, "parties.view").filter(
        pk__in=ids["parties.contactperson"], customer__isnull=False
    )
    firms = Customer.objects.permitted(actor, "parties.view").filter(pk__in=ids["parties.customer"])
    same = {key, *local_parts(key)}
    found = [
        Caller(person.customer, person)
        for person in people.select_related("customer").order_by("pk")
        if person.customer is not None and key_of(person.phone) in same
    ]
    known = {caller.customer.pk for caller in found}
    found += [
        Caller(firm) for firm in firms.order_by("pk") if firm.pk not in known and key_of(firm.phone) in same
    ]
    return found
