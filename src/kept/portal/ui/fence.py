"""The fence: whoever is no staff of ours stays in the portal, whatever their role may read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from kept.kernel.actor import Actor, Scope
from kept.people.enums import PersonKind

PERMISSIONS: Final = frozenset(
    (
        "portal.client",
        "portal.carrier",
        "documents.view",
        "orders.place",
        "desk.follow",
        "desk.complain",
        "transport.track",
        "transport.deliver",
        "inspections.observe",
    )
)
"""What a person from outside may do in the browser. Their programs come by key and have the whole role."""

OPEN: Final = frozenset(
    (
        "kernel:find",
        "documents:document",
        "people:account",
        "people:password",
        "people:logout",
    )
)


class FenceMiddleware:
    """Every address outside the portal is not found; `/` leads home."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        user = request.user
        if not user.is_authenticated or user.kind == PersonKind.STAFF:
            return None
        actor = narrowed(Actor.of(request))
        request.actor = actor  # type: ignore[attr-defined]
        if request.path == "/":
            return HttpResponseRedirect(home_of(actor))
        if _is_open(request, view):
            return None
        raise Http404


def narrowed(actor: Actor) -> Actor:
    """The actor with what the portal needs and nothing more."""
    scopes = tuple(Scope(scope.permissions & PERMISSIONS, scope.kind, scope.id) for scope in actor.scopes)
    return Actor(
        kind=actor.kind,
        name=actor.name,
        person_id=actor.person_id,
        language=actor.language,
        scopes=scopes,
        branch_id=actor.branch_id,
    )


def home_of(actor: Actor) -> str:
    """Where a person from outside begins."""
    if actor.may("inspections.observe"):
        return reverse("portal:supervisor_home")
    return reverse("portal:carrier_home" if actor.may("portal.carrier") else "portal:home")


def _is_open(request: HttpRequest, view: Callable[..., Any]) -> bool:
    match = request.resolver_match
    if getattr(view, "public", False) or match is None:
        return True
    return match.app_name == "portal" or match.view_name in OPEN
