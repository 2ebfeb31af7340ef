"""What the desk shows on the pages of customers, orders and shipments."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel, record_type
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.people.models import Team
from kept.transport.models import Shipment

from ..enums import Served
from ..models import Call, Case, Contact, FollowUp
from ..queries.clerks import clerks_at
from ..queries.concerned import parties_of_case
from ..queries.escalation import way_up_of
from ..queries.queue import cases_in, contacts_in
from ..queries.routing import places_of, reason_words
from ..queries.served import SHOWN_DAYS, figures_of
from .routing_forms import MoveForm

record_type("desk.case", model=Case, permission="desk.view")
record_type("desk.contact", model=Contact, permission="desk.view")
record_type("desk.call", model=Call, permission="desk.calls")

MOST = 6
Shown = tuple[str, dict[str, Any]]


@panel("parties.customer", title=_("Open cases"), order=12, permission="desk.view")
def open_cases(request: HttpRequest, customer: Customer) -> Shown:
    rows = cases_in(Actor.of(request)).unfinished().filter(customer=customer)
    return _cases(rows.soonest(), customer=customer)


@panel("parties.customer", title=_("Recent contacts"), order=14, permission="desk.view")
def recent_contacts(request: HttpRequest, customer: Customer) -> Shown:
    rows = contacts_in(Actor.of(request)).filter(customer=customer).order_by("-at", "-pk")
    return "desk/parts/contacts.html", {"contacts": list(rows[:MOST]), "customer": customer}


@panel("parties.customer", title=_("Whom we served"), order=15, permission="desk.view")
def served_of_customer(request: HttpRequest, customer: Customer) -> Shown:
    """The client itself, or its customers in its name: contacts and cases of a year."""
    today = localdate()
    figures = figures_of(Actor.of(request), customer, today)
    sorts = [*Served.choices, ("unknown", _("not known"))]
    rows = [(code, words, figures["contacts"][code], figures["cases"][code]) for code, words in sorts]  # type: ignore[literal-required]
    return "desk/parts/served.html", {"rows": rows, "customer": customer, "since": today - SHOWN_DAYS}


@panel("orders.order", title=_("Cases"), order=40, permission="desk.view")
def order_cases(request: HttpRequest, order: Order) -> Shown:
    return _cases(cases_in(Actor.of(request)).filter(order=order).order_by("-pk"), order=order)


@panel("transport.shipment", title=_("Cases"), order=40, permission="desk.view")
def shipment_cases(request: HttpRequest, shipment: Shipment) -> Shown:
    rows = cases_in(Actor.of(request)).about_shipment(shipment)
    return _cases(rows.order_by("-pk"), shipment=shipment)


@panel("desk.case", title=_("Parties concerned"), order=10, permission="desk.view")
def concerned_by_case(request: HttpRequest, case: Case) -> Shown:
    return "transport/parts/concerned.html", {"parties": parties_of_case(Actor.of(request), case)}


@panel("desk.case", title=_("Why in this queue"), order=30, permission="desk.view")
def queue_of_case(request: HttpRequest, case: Case) -> Shown:
    return _places(request, case)


@panel("desk.case", title=_("Way up"), order=20, permission="desk.view")
def way_up_of_case(request: HttpRequest, case: Case) -> Shown:
    return "desk/parts/way_up.html", {"way": way_up_of(case)}


@panel("desk.contact", title=_("Why in this queue"), order=30, permission="desk.view")
def queue_of_contact(request: HttpRequest, contact: Contact) -> Shown:
    return _places(request, contact)


def _places(request: HttpRequest, matter: Case | Contact) -> Shown:
    places = [(place, reason_words(place.matched)) for place in places_of(matter)]
    waits = any(place.left_at is None for place, _why in places)
    form = MoveForm() if waits and Actor.of(request).may("desk.work") else None
    return "desk/parts/places.html", {"places": places, "form": form, "matter": matter}


@panel("parties.customer", title=_("Follow-ups"), order=13, permission="desk.view")
def follow_ups_of_customer(request: HttpRequest, customer: Customer) -> Shown:
    return _follow_ups(request, "customer", customer, customer=customer)


@panel("transport.shipment", title=_("Follow-ups"), order=41, permission="desk.view")
def follow_ups_of_shipment(request: HttpRequest, shipment: Shipment) -> Shown:
    about = {"subject_type": "transport.shipment", "subject_id": shipment.pk}
    return _follow_ups(request, "shipment", shipment, **about)


def _follow_ups(request: HttpRequest, name: str, record: Any, **of: Any) -> Shown:
    rows = FollowUp.objects.permitted(Actor.of(request), "desk.view").filter(**of).open()
    shown = {"follow_ups": list(rows.shown().soonest()[:MOST]), "name": name, "record": record}
    return "desk/parts/follow_ups.html", shown


@panel("people.team", title=_("In hands now"), order=10, permission="desk.view")
def loads_of_team(request: HttpRequest, team: Team) -> Shown:
    """How much each of a team who may work at the desk holds, the fullest first."""
    clerks = [clerk for clerk in clerks_at(now()) if team.pk in clerk.teams]
    return "desk/parts/loads.html", {"clerks": sorted(clerks, key=lambda clerk: -clerk.load)}


def _cases(rows: Any, **about: Any) -> Shown:
    """Two statements: the cases and their promises."""
    return "desk/parts/cases.html", {"cases": list(rows[:MOST]), **about}
