"""Doors: who may come in. Every view wears exactly one of these."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django_htmx.middleware import HtmxDetails
from ninja.errors import HttpError

from kept.kernel.actor import Actor

from .htmx import wants_part

View = Callable[..., HttpResponseBase]

SIGNED_IN: Final = "*"
"""As a view's permission: any person with a login."""


def needs(permission: str) -> Callable[[View], View]:
    """Let in who has the permission somewhere; the view then loads through `permitted()`."""

    def guard(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = Actor.of(request)
            if not actor.is_known:
                return to_login(request)
            if permission != SIGNED_IN and not actor.may(permission):
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        door.permission = permission  # type: ignore[attr-defined]
        return door

    return guard


def allowed(request: HttpRequest, permission: str) -> Actor:
    """Whoever asks by program; 403 when they may not do this anywhere; records come through `permitted()`."""
    actor = Actor.of(request)
    if not actor.may(permission):
        raise HttpError(403, f"needs {permission}")
    return actor


def signed_in(view: View) -> View:
    """Let in everybody with a login: pages about oneself, or whose rights their parts check."""
    return needs(SIGNED_IN)(view)


def public(view: View) -> View:
    """Let in the whole world: pages behind an unguessable link, the login page, health."""
    view.public = True  # type: ignore[attr-defined]
    return view


def to_login(request: HttpRequest) -> HttpResponse:
    """The login page, and from there back to where the person wanted to go."""
    if wants_part(request):
        seen = HtmxDetails(request).current_url_abs_path
        return HttpResponse(
            headers={"HX-Redirect": redirect_to_login(seen).url if seen else resolve_url(settings.LOGIN_URL)}
        )
    return redirect_to_login(request.get_full_path())
