"""A client reads the reviews that were handed over to their company."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from kept.kernel.actor import Actor
from kept.kernel.web.doors import needs
from kept.reports.enums import ReviewState
from kept.reports.models import Review
from kept.reports.queries.writing import period_words

from ..permissions import CLIENT
from .shell import page

SHOWN = 50


@require_GET
@needs(CLIENT)
def reviews(request: HttpRequest) -> HttpResponse:
    """What was handed over, the newest quarter first; what is being prepared is nobody else's yet."""
    rows = Review.objects.permitted(Actor.of(request), CLIENT).filter(state=ReviewState.HANDED)
    handed = rows.defer("frozen").select_related("customer", "pdf", "book").order_by("-last", "-version")
    return page(
        request,
        "portal/reviews.html",
        reviews=[(period_words(review.period), review) for review in handed[:SHOWN]],
    )
