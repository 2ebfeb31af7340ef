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
from kept.parties.models import Customer

from ..models import Improvement, Inspection, Need, Standard
from ..queries.contact_plan import with_care
from ..rules.numbers import COUNT_DAYS
from .care_tables import contact_state

record_type("inspections.standard", model=Standard, permission="inspections.view")
record_type("inspections.inspection", model=Inspection, permission="inspections.view")
record_type("inspections.improvement", model=Improvement, permission="inspections.view")

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
