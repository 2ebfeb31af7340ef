"""A real browser: Debian's Chromium, driven by Playwright against the live server."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from kept.people.models import Person
from scripts.pages import walk
from tests.browser.looking import found_by_axe, sticking_out
from tests.factories import a_branch, a_customer, a_partner, staff

expect.set_options(timeout=20_000)
"""What a page asks the server for may be slow beside other work; what never comes fails all the same."""

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread of the test

WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
MANY_PAGES = 100
"""A walk that sees no more than this has lost its way."""

Size = dict[str, int]
SignIn = Callable[..., None]
FaultsOfPages = Callable[[str, Size], str]


class InFlight:
    """How many requests the live server answers just now."""

    def __init__(self) -> None:
        self.count = 0
        self.changed = threading.Condition()

    def begin(self, **_said: object) -> None:
        self._add(1)

    def end(self, **_said: object) -> None:
        self._add(-1)

    def wait(self, seconds: float = 20) -> None:
        with self.changed:
            self.changed.wait_for(lambda: self.count <= 0, timeout=seconds)

    def _add(self, step: int) -> None:
        with self.changed:
            self.count += step
            self.changed.notify_all()


@pytest.fixture
def in_flight() -> Iterator[InFlight]:
    counted = InFlight()
    request_started.connect(counted.begin, sender=WSGIHandler)
    request_finished.connect(counted.end, sender=WSGIHandler)
    yield counted
    request_started.disconnect(counted.begin, sender=WSGIHandler)
    request_finished.disconnect(counted.end, sender=WSGIHandler)


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, in_flight: InFlight) -> Iterator[BrowserContext]:
    """A browser of its own. What its last page still asked for is answered before the tables are emptied:
    PostgreSQL would find the two in each other's way, and the next tests the rows of this one."""
    opened = browser.new_context(
        base_url=live_server.url,
        viewport=WIDE,  # type: ignore[arg-type]
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()
    in_flight.wait()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test when a script breaks or the browser refuses something."""
    faults: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: _note(message, faults))
    yield opened
    assert faults == []


NO_FAULTS = "status of 4", "htmx:sendAbort", "htmx:afterRequest"
"""A refusal is an answer; and whoever leaves a page breaks off what it was asking for. What fails to be sent
or answered is told by other names as well."""


def _note(message: ConsoleMessage, faults: list[str]) -> None:
    if message.type == "error" and not any(each in message.text for each in NO_FAULTS):
        faults.append(message.text)


@pytest.fixture
def sign_in(context: BrowserContext, live_server: LiveServer) -> SignIn:
    """`sign_in(person)` or `sign_in(person, language="en")`: as if through the login page."""

    def enter(person: AbstractBaseUser, *, language: str = "zh-hans") -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        context.add_cookies(
            [
                {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url},
                {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url},
            ]
        )

    return enter


@pytest.fixture
def in_every_light(page: Page) -> Callable[[Callable[[], None]], None]:
    """`in_every_light(look)`: look at the page wide and narrow, in light and in dark."""

    def turn(look: Callable[[], None], *, sizes: Sequence[Size] = (WIDE, NARROW)) -> None:
        for size in sizes:
            page.set_viewport_size(size)  # type: ignore[arg-type]
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                look()
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        page.emulate_media(color_scheme="light")

    return turn


@pytest.fixture
def everybody_can_use(page: Page) -> Callable[[], None]:
    """`everybody_can_use()`: axe finds nothing on this page, and nothing sticks out sideways."""

    def check() -> None:
        faults = found_by_axe(page)
        assert faults == [], f"{page.url}\n" + "\n".join(faults)
        out = sticking_out(page)
        assert not out, f"{page.url}: {out}"

    return check


@pytest.fixture
def manager(transactional_db: None) -> Person:
    """A general manager in a company with a few records."""
    a_branch()
    a_customer()
    a_partner()
    return staff("general_manager", name="张建国")


@pytest.fixture
def faults_of_pages(
    page: Page, in_every_light: Callable[..., None], everybody_can_use: Callable[[], None]
) -> FaultsOfPages:
    """`faults_of_pages(origin, size)`: what is wrong, light or dark, with the pages that links lead to."""

    def walked(origin: str, size: Size) -> str:
        seen, faults = set[str](), list[str]()
        for found in walk(page, origin=origin):
            seen.add(found.view)
            try:
                in_every_light(everybody_can_use, sizes=[size])
            except AssertionError as fault:
                faults.append(str(fault))
        assert len(seen) > MANY_PAGES
        return "\n\n".join(faults)

    return walked
