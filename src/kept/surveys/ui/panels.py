"""What surveys show on other rooms' pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel, record_type
from kept.parties.models import Customer

from ..models import Response, Survey
from ..queries.of_customer import felt_by

record_type("surveys.survey", model=Survey, permission="surveys.view")


@panel("parties.customer", title=_("What this customer said"), order=60, permission="surveys.answers")
def said(request: HttpRequest, customer: Customer) -> tuple[str, dict[str, Any]]:
    rows = Response.objects.permitted(Actor.of(request), "surveys.answers").filter(customer=customer)
    return "surveys/parts/said.html", {"felt": felt_by(rows)}
