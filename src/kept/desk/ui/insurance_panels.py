"""Reports to insurers on the pages of cases and shipments."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel
from kept.transport.models import Shipment

from ..models import Case, InsuranceReport

Shown = tuple[str, dict[str, Any]]
MOST = 8


@panel("desk.case", title=_("Insurance"), order=15, permission="desk.view")
def insurance_of_case(request: HttpRequest, case: Case) -> Shown:
    return _panel(request, case=case)


@panel("transport.shipment", title=_("Insurance"), order=44, permission="desk.view")
def insurance_of_shipment(request: HttpRequest, shipment: Shipment) -> Shown:
    return _panel(request, shipment=shipment)


def _panel(request: HttpRequest, **about: Any) -> Shown:
    rows = InsuranceReport.objects.permitted(Actor.of(request), "desk.view").filter(**about).shown()
    return "desk/parts/insurance.html", {"reports": list(rows.order_by("-pk")[:MOST])}
