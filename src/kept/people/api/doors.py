"""Two ways into the API: `Authorization: Bearer kept_...`, or the browser's session with its CSRF token."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Schema
from ninja.security import HttpBearer, SessionAuth

from kept.kernel.actor import Actor

from ..queries import actor_of, person_by_key


class ByKey(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        person = person_by_key(token)
        if person is None:
            return None
        request.actor = actor_of(person, now())  # type: ignore[attr-defined]
        return Actor.of(request)


class BySession(SessionAuth):
    def __init__(self) -> None:
        super().__init__(csrf=True)

    def __call__(self, request: HttpRequest) -> Any:
        """Who has no session is asked for a key, not for a CSRF token."""
        return super().__call__(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return Actor.of(request) if request.user.is_authenticated else None


class Me(Schema):
    name: str
    language: str
    permissions: list[str]


router = Router(tags=["people"])


@router.get("me", response=Me)
def me(request: HttpRequest) -> Me:
    """Who this key or session is, and what it may do anywhere."""
    actor = Actor.of(request)
    held = sorted(set().union(*(scope.permissions for scope in actor.scopes)))
    return Me(name=actor.name, language=actor.language, permissions=held)
