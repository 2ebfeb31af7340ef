"""What reports show on other rooms' pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel
from kept.parties.models import Customer

from ..enums import About
from ..models import Review
from ..queries.asking import reaches
from ..queries.kinds import kinds_for


@panel("parties.customer", title=_("Reports and reviews"), order=75, permission="reports.view")
def of_customer(request: HttpRequest, record: Customer) -> tuple[str, dict[str, Any]]:
    """The reports that this reader may make about the customer, and the reviews there are."""
    actor = Actor.of(request)
    offered = [
        kind
        for kind in kinds_for(actor)
        if kind.about == About.CUSTOMER and reaches(actor, kind.needs, record)
    ]
    rows = Review.objects.permitted(actor, "reports.review").filter(customer=record).defer("frozen")
    shown = {"customer": record, "kinds": offered, "reviews": rows.select_related("customer")[:4]}
    return "reports/parts/panel.html", {**shown, "may_review": reaches(actor, "reports.review", record)}
