"""Claims and disputed charges on the pages of cases and subcontractors."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kept.billing.models import ChargeHold
from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel, record_type
from kept.parties.models import Customer, Partner

from ..models import Case, Claim, PreventiveAction

record_type("desk.claim", model=Claim, permission="desk.view")
record_type("desk.preventiveaction", model=PreventiveAction, permission="desk.view")

MOST = 8
Shown = tuple[str, dict[str, Any]]


@panel("desk.case", title=_("Claims"), order=14, permission="desk.view")
def claims_of_case(request: HttpRequest, case: Case) -> Shown:
    return _claims(request, {"case": case}, case=case)


@panel("parties.partner", title=_("Claims against them"), order=63, permission="desk.view")
def claims_against_partner(request: HttpRequest, partner: Partner) -> Shown:
    return _claims(request, {"partner": partner})


@panel("parties.customer", title=_("Claims"), order=17, permission="desk.view")
def claims_of_customer(request: HttpRequest, customer: Customer) -> Shown:
    return _claims(request, {"case__customer": customer})


@panel("desk.case", title=_("Disputed charges"), order=15, permission="billing.hold")
def disputed_charges_of_case(request: HttpRequest, case: Case) -> Shown:
    rows = ChargeHold.objects.permitted(Actor.of(request), "billing.hold").of_matter(case.number)
    return "billing/parts/holds.html", {"holds": list(rows.shown().order_by("-pk")), "case": case}


@panel("desk.case", title=_("Prevention"), order=11, permission="desk.view")
def preventions_of_case(request: HttpRequest, case: Case) -> Shown:
    rows = PreventiveAction.objects.permitted(Actor.of(request), "desk.view").filter(case=case).shown()
    return "desk/parts/preventions.html", {"preventions": list(rows.order_by("-pk")), "case": case}


def _claims(request: HttpRequest, of: dict[str, Any], *, case: Case | None = None) -> Shown:
    rows = Claim.objects.permitted(Actor.of(request), "desk.view").filter(**of).shown()
    return "desk/parts/claims.html", {"claims": list(rows.order_by("-pk")[:MOST]), "case": case}
