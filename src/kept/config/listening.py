"""Who listens at `/live/`."""

from __future__ import annotations

from io import BytesIO

from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.utils.timezone import now

from kept.kernel.live import Listener, keys_of
from kept.kernel.web.streams import Live, Scope
from kept.people.models import Person
from kept.people.queries import actor_of
from kept.people.ui.middleware import ANONYMOUS
from kept.portal.ui.fence import narrowed

MOST_TOKENS = 5


def listener_of(scope: Scope) -> Listener | None:
    """The person of the session, the bearer of a link's token, or both in one; else nobody."""
    request = ASGIRequest(scope, BytesIO())
    SessionMiddleware(lambda _: HttpResponse()).process_request(request)
    person, keys = get_user(request), keys_of(request.GET.getlist("token")[:MOST_TOKENS])
    if not isinstance(person, Person):
        return Listener(ANONYMOUS, keys) if keys else None
    actor = actor_of(person, now())
    return Listener(actor if person.is_staff_member else narrowed(actor), keys)


live = Live(listener_of)
