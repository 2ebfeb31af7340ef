"""What surveys show on other rooms' pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel, record_type
from kept.parties.models import Customer
from kept.transport.models import Shipment

from ..models import Response, Survey
from ..queries.of_customer import felt_by

record_type("surveys.survey", model=Survey, permission="surveys.view")


@panel("parties.customer", title=_("What this customer said"), order=60, permission="surveys.answers")
def said(request: HttpRequest, customer: Customer) -> tuple[str, dict[str, Any]]:
    rows = Response.objects.permitted(Actor.of(request), "surveys.answers").filter(customer=customer)
    asking = Survey.objects.permitted(Actor.of(request), "surveys.enter").open_at(now())[:5]
    return "surveys/parts/said.html", {"felt": felt_by(rows), "customer": customer, "asking": asking}


@panel("transport.shipment", title=_("Ask about this delivery"), order=80, permission="surveys.enter")
def slips(request: HttpRequest, shipment: Shipment) -> tuple[str, dict[str, Any]]:
    asking = Survey.objects.permitted(Actor.of(request), "surveys.enter").open_at(now())
    return "surveys/parts/slips.html", {"shipment": shipment, "asking": asking.filter(trigger="delivery")[:3]}
