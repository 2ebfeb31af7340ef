"""A client sees which of our questions wait for an answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from kept.kernel.actor import Actor
from kept.kernel.web.doors import needs
from kept.surveys.models import Invitation

from ..permissions import CLIENT
from .shell import page


@require_GET
@needs(CLIENT)
def surveys(request: HttpRequest) -> HttpResponse:
    """Open surveys to which the client's people were invited; each is answered on its public page."""
    rows = Invitation.objects.permitted(Actor.of(request), CLIENT).waiting(now())
    waiting = rows.select_related("survey__questionnaire", "contact_person").order_by("-sent_at", "-pk")[:50]
    return page(request, "portal/surveys.html", invitations=waiting)
