"""What was decided and made good, on the pages of cases, shipments and charges."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kept.billing.models import Recharge
from kept.documents.models import Document
from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel, record_type
from kept.parties.models import Customer
from kept.transport.models import Shipment

from ..models import Case, Compensation, LiabilityDecision

record_type("desk.compensation", model=Compensation, permission="desk.view")

MOST = 8
Shown = tuple[str, dict[str, Any]]


@panel("desk.case", title=_("Who is liable"), order=10, permission="desk.view")
def liability_of_case(request: HttpRequest, case: Case) -> Shown:
    rows = LiabilityDecision.objects.permitted(Actor.of(request), "desk.view").filter(case=case)
    return _decisions(case, list(rows.select_related("decided_by", "case").prefetch_related(*SHARED)))


@panel("transport.shipment", title=_("Who is liable"), order=42, permission="desk.view")
def liability_of_shipment(request: HttpRequest, shipment: Shipment) -> Shown:
    rows = LiabilityDecision.objects.permitted(Actor.of(request), "desk.view").in_force()
    about = rows.filter(case__in=shipment.case_links.values("case"))
    return _decisions(None, list(about.select_related("decided_by", "case").prefetch_related(*SHARED)[:MOST]))


@panel("desk.case", title=_("Made good"), order=12, permission="desk.view")
def compensations_of_case(request: HttpRequest, case: Case) -> Shown:
    rows = Compensation.objects.permitted(Actor.of(request), "desk.view").filter(case=case).shown()
    return "desk/parts/compensations.html", {"compensations": list(rows.order_by("-pk")), "case": case}


@panel("desk.case", title=_("Recharged"), order=13, permission="billing.recharges")
def recharges_of_case(request: HttpRequest, case: Case) -> Shown:
    rows = Recharge.objects.permitted(Actor.of(request), "billing.recharges").of_matter(case.number)
    return "billing/parts/recharges.html", {"recharges": list(rows.shown().order_by("-pk"))}


@panel("desk.compensation", title=_("Recharged"), order=13, permission="billing.recharges")
def recharges_of_compensation(request: HttpRequest, compensation: Compensation) -> Shown:
    rows = Recharge.objects.permitted(Actor.of(request), "billing.recharges").filter(loss=compensation.number)
    return "billing/parts/recharges.html", {"recharges": list(rows.shown().order_by("-pk"))}


@panel("parties.customer", title=_("Made good"), order=16, permission="desk.view")
def compensations_of_customer(request: HttpRequest, customer: Customer) -> Shown:
    rows = Compensation.objects.permitted(Actor.of(request), "desk.view").filter(customer=customer)
    shown = list(rows.shown().order_by("-pk")[:MOST])
    return "desk/parts/compensations.html", {"compensations": shown, "customer": customer}


SHARED = ("shares__person", "shares__partner", "shares__branch")


def _decisions(case: Case | None, decisions: list[LiabilityDecision]) -> Shown:
    """Three statements more: shares, names, papers."""
    papers = Document.objects.filter(
        subject_type=LiabilityDecision._meta.label_lower, subject_id__in=[row.pk for row in decisions]
    )
    by_decision: dict[int, list[Document]] = {}
    for paper in papers.order_by("pk"):
        by_decision.setdefault(paper.subject_id, []).append(paper)
    rows = [(decision, by_decision.get(decision.pk, [])) for decision in decisions]
    return "desk/parts/liability.html", {"rows": rows, "case": case}
