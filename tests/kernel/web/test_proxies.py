"""Who asks, with and without proxies before the house."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from kept.kernel.web.middleware import ProxyMiddleware

FORGED = "6.6.6.6, 203.0.113.7, 10.0.0.2"


@pytest.mark.parametrize(
    ("proxies", "header", "asks"),
    [
        (0, FORGED, "127.0.0.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, FORGED, "10.0.0.2"),
        (2, FORGED, "203.0.113.7"),
        (2, "203.0.113.7", "127.0.0.1"),
        (1, "not an address", "127.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_what_our_own_proxies_heard_counts(
    proxies: int, header: str, asks: str, settings: Settings
) -> None:
    settings.PROXIES = proxies
    seen: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    ProxyMiddleware(answer)(RequestFactory().get("/", headers={"X-Forwarded-For": header}))

    assert seen == [asks]
