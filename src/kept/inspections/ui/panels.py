"""Records of this room with a page of their own, and what it shows on the pages of customers."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.web.panels import panel, record_type
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.transport.models import Shipment

from ..models import Improvement, Inspection, Need, Requirement, Standard
from ..queries.contact_plan import with_care
from ..queries.steps import stages_of
from ..rules.numbers import COUNT_DAYS
from .care_tables import contact_state
from .requirement_tables import placed
from .steps import context_of, shown

record_type("inspections.standard", model=Standard, permission="inspections.view")
record_type("inspections.inspection", model=Inspection, permission="inspections.view")
record_type("inspections.improvement", model=Improvement, permission="inspections.view")
record_type("inspections.requirement", model=Requirement, permission="inspections.steps")

Shown = tuple[str, dict[str, Any]]


@panel("parties.customer", title=_("Contact plan"), order=16, permission="inspections.care")
def contact_plan(request: HttpRequest, customer: Customer) -> Shown:
    rows = Customer.objects.permitted(Actor.of(request), "inspections.care").filter(pk=customer.pk)
    row = with_care(rows, at=now()).get()
    values = {"row": row, "state": contact_state(row), "days": int(rule(COUNT_DAYS))}
    return "inspections/parts/contact_panel.html", values


@panel("parties.customer", title=_("Needs"), order=18, permission="inspections.care")
def needs_of_customer(request: HttpRequest, customer: Customer) -> Shown:
    """Grouped, the most important of each group first."""
    rows = Need.objects.permitted(Actor.of(request), "inspections.care").lasting().filter(customer=customer)
    found = rows.order_by("group", "-importance", "pk")
    grouped = groupby(found, key=lambda need: need.get_group_display())
    groups = [(group, list(needs)) for group, needs in grouped]
    return "inspections/parts/needs_panel.html", {"groups": groups, "customer": customer}


@panel("orders.order", title=_("Service along the operation"), order=12, permission="inspections.steps")
def steps_of_order(request: HttpRequest, order: Order) -> Shown:
    return _operation(request, order)


@panel("transport.shipment", title=_("Service along the operation"), order=12, permission="inspections.steps")
def steps_of_shipment(request: HttpRequest, shipment: Shipment) -> Shown:
    return _operation(request, shipment)


@panel("parties.customer", title=_("Required at steps"), order=19, permission="inspections.steps")
def requirements_of_customer(request: HttpRequest, customer: Customer) -> Shown:
    """What counts for this customer alone."""
    return _required(request, customer=customer)


@panel("inspections.standard", title=_("Required at steps"), order=10, permission="inspections.steps")
def requirements_of_standard(request: HttpRequest, standard: Standard) -> Shown:
    return _required(request, standard=standard)


def _operation(request: HttpRequest, subject: Order | Shipment) -> Shown:
    steps = shown(stages_of(subject, actor=Actor.of(request)))
    return "inspections/parts/operation.html", context_of(request, steps, subject)


def _required(request: HttpRequest, **of: Any) -> Shown:
    rows = placed(Requirement.objects.permitted(Actor.of(request), "inspections.steps").in_force())
    found = list(rows.filter(**of).shown().order_by("place", "pk"))
    return "inspections/parts/required.html", {"requirements": found, "customer": of.get("customer")}
