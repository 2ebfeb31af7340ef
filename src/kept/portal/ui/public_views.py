"""The receiver's page: one shipment, no login."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from kept.kernel.web.answers import answer
from kept.kernel.web.doors import public

from ..queries.public import shipment_of_link, tracked


@public
@require_GET
def tracking(request: HttpRequest, token: str) -> HttpResponse:
    """Where the goods are. A link that nobody gave out, or that is over, answers with the same page."""
    shipment = shipment_of_link(token, now())
    response = answer(
        request,
        "portal/tracking.html",
        status=200 if shipment else 404,
        tracked=tracked(shipment) if shipment else None,
    )
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "private, no-store"
    return response
