"""What surveys show on other rooms' pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.models import EventRecord
from kept.kernel.web.panels import panel, record_type
from kept.kernel.web.stories import strand
from kept.parties.models import Customer
from kept.transport.models import Shipment

from ..events import LowAnswer, SurveyAnswered
from ..models import Response, Survey
from ..queries.concerned import parties_of_response
from ..queries.of_customer import felt_by

LAST = 10
"""Answers that the story of a customer tells."""

record_type("surveys.survey", model=Survey, permission="surveys.view")
record_type("surveys.response", model=Response, permission="surveys.answers")


@panel("surveys.response", title=_("Parties concerned"), order=10, permission="surveys.answers")
def concerned(request: HttpRequest, response: Response) -> tuple[str, dict[str, Any]]:
    parties = parties_of_response(Actor.of(request), response)
    return "transport/parts/concerned.html", {"parties": parties}


@panel("parties.customer", title=_("What this customer said"), order=60, permission="surveys.answers")
def said(request: HttpRequest, customer: Customer) -> tuple[str, dict[str, Any]]:
    rows = Response.objects.permitted(Actor.of(request), "surveys.answers").filter(customer=customer)
    asking = Survey.objects.permitted(Actor.of(request), "surveys.enter").open_at(now())[:5]
    return "surveys/parts/said.html", {"felt": felt_by(rows), "customer": customer, "asking": asking}


@panel("transport.shipment", title=_("Ask about this delivery"), order=80, permission="surveys.enter")
def slips(request: HttpRequest, shipment: Shipment) -> tuple[str, dict[str, Any]]:
    asking = Survey.objects.permitted(Actor.of(request), "surveys.enter").open_at(now())
    return "surveys/parts/slips.html", {"shipment": shipment, "asking": asking.filter(trigger="delivery")[:3]}


@strand("parties.customer", SurveyAnswered, LowAnswer, permission="surveys.answers")
def answers_told(actor: Actor, customer: Customer) -> QuerySet[EventRecord]:
    """A survey tells of all its answers: those of this customer are found by their moment."""
    rows = Response.objects.permitted(actor, "surveys.answers").filter(customer=customer)
    newest = rows.order_by("-answered_at")[:LAST]
    return EventRecord.objects.filter(
        subject_type=Survey._meta.label_lower,
        subject_id__in=newest.values("survey"),
        occurred_at__in=newest.values("answered_at"),
        data__customer_id=customer.pk,
    )
