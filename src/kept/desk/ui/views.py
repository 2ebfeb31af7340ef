"""The morning page."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import now

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer
from kept.kernel.web.doors import signed_in
from kept.kernel.web.menu import menu_for

from ..queries.morning import MOST
from ..queries.morning import morning as read_morning
from .links import matter_of


@signed_in
def morning(request: HttpRequest) -> HttpResponseBase:
    """The first page of the day. Who has no part in it goes to their own first page."""
    actor = Actor.of(request)
    if not actor.may("desk.view"):
        own = next((item.address for item in menu_for(actor) if item.address != request.path), "")
        if not own:
            raise PermissionDenied("desk.view")
        return redirect(own)
    at = now()
    found = read_morning(actor, at)
    return answer(
        request,
        "desk/morning.html",
        morning=found,
        broken=[(promise, matter_of(promise)) for promise in found.broken],
        at_risk=[(promise, matter_of(promise)) for promise in found.at_risk],
        at=at,
        most=MOST,
    )
