"""What every request passes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from kept.kernel.errors import Refused

from .htmx import wants_part


class ProxyMiddleware:
    """Who asks, where proxies of ours stand before Kept: each adds on the right whom it heard.

    With settings.PROXIES = 0 the header is nobody's word and is not read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        heard = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
        if settings.PROXIES and len(heard) >= settings.PROXIES:
            with suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ip_address(heard[-settings.PROXIES]))
        return self.get_response(request)


class RefusedMiddleware:
    """A rule that said no and that no form caught: 409 with its words, as a page or as a toast."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if wants_part(request):
            response = render(request, "kernel/parts/refused.html", {"refused": exception}, status=409)
            response["HX-Retarget"] = "#toasts"
            response["HX-Reswap"] = "beforeend"
            return response
        context = {"refused": exception, "way_back": _way_back(request)}
        return render(request, "kernel/409.html", context, status=409)


def _way_back(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    return came_from if ours else "/"
