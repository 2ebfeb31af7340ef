"""Requests as the doors get them, without a login behind them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from kept.kernel.actor import Actor, Scope

Ask = Callable[..., HttpRequest]

CLERK = Actor(
    kind="person",
    name="王芳",
    person_id=7,
    scopes=(Scope(frozenset({"web.look", "web.act"})), Scope(frozenset(), "team", 3)),
)
NOBODY = Actor(kind="anonymous", name="")


@pytest.fixture(autouse=True)
def own_addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.kernel.web.urls"
    settings.LOGIN_URL = "/login/"


@pytest.fixture
def ask(rf: RequestFactory) -> Ask:
    """`ask("/ships/", {"q": "x"}, actor=CLERK, part=True)`: a GET, by script when `part`."""

    def make(
        path: str = "/",
        query: dict[str, Any] | None = None,
        *,
        actor: Actor = CLERK,
        part: bool = False,
        **headers: str,
    ) -> HttpRequest:
        request = rf.get(path, query or {}, headers={**({"HX-Request": "true"} if part else {}), **headers})
        request.actor = actor  # type: ignore[attr-defined]
        return request

    return make
