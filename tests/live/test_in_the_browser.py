"""Live pages in a real browser on a real server: the caller's card while it rings, a chat of two sides."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.timezone import now
from playwright.sync_api import Browser, Page, Route, expect

from kept.desk.actions.telephoning import Heard, hear_signal
from kept.desk.models import Call, Chat, ChatLine
from kept.people.models import Person
from tests.desk.calls import a_centre
from tests.factories import HOUSE, a_customer, staff
from tests.served import session_of

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread of the test

SOON = 12_000
"""A busy machine is slow; but a page that hears nothing looks again by itself after 15 seconds."""
expect.set_options(timeout=SOON)
pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, served: str) -> Iterator[Open]:
    """`opened(path, person)`: a browser of their own for somebody, or for nobody in particular."""
    contexts, faults = [], []

    def go(path: str, person: Person | None = None, width: int = 1440) -> Page:
        context = browser.new_context(base_url=served, viewport={"width": width, "height": 844})
        contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: "en"}
        if person is not None:
            name, _, value = session_of(person)["Cookie"].partition("=")
            cookies[name] = value
        context.add_cookies([{"name": n, "value": v, "url": served} for n, v in cookies.items()])
        context.set_default_timeout(SOON)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert faults == []


def signal(kind: str, *, ago: float, **said: str) -> Call:
    heard = Heard(call="c1", kind=kind, happened_at=now() - timedelta(seconds=ago), **said)
    return hear_signal(heard=heard, by=HOUSE, at=now())


@pytest.mark.spec("R266")
def test_the_callers_card_comes_up_while_it_rings_and_leads_to_the_form(opened: Open) -> None:
    clerk = staff("clerk")
    a_centre(clerk)
    a_customer(name="宏达电子有限公司", phone="021-58881234")
    page = opened("/desk/", clerk)
    page.wait_for_timeout(1500)  # the stream opens

    signal("ringing", ago=3, phone="+86 21 5888 1234", agent="8001")
    card = page.locator(".pop")
    expect(card).to_contain_text("宏达电子有限公司")
    call = signal("answered", ago=1, agent="8001")

    page.wait_for_url("**/contacts/new/**")
    expect(page.locator("#intake input[name=call]")).to_have_value(str(call.pk))
    expect(page.locator("#id_phone")).to_have_value("+86 21 5888 1234")


def a_chat_between(
    opened: Open, before_taking: Callable[[Page], None] = lambda desk: None
) -> tuple[Page, Page]:
    """A visitor who asked something and the clerk who took it, each at their page."""
    clerk = staff("clerk", name="Lin Jing")
    desk = opened("/chats/", clerk)
    visitor = opened("/chat/", width=390)
    visitor.fill("[name=name]", "Zhou Jie")
    visitor.fill("[name=phone]", "13900010188")
    visitor.fill("[name=text]", "Where is my cargo?")
    visitor.click("button.main")
    expect(visitor.locator("#conversation")).to_contain_text("Your place in the line: 1")

    desk.click(".chat-entry >> text=Zhou Jie")
    desk.wait_for_url("**/chats/CH-*/")
    desk.wait_for_load_state()
    before_taking(desk)
    desk.keyboard.press("t")
    expect(visitor.locator("#conversation")).to_contain_text("Lin Jing answers you.")
    return desk, visitor


def test_both_sides_of_a_chat_read_and_see_each_other_type_without_reloading(opened: Open) -> None:
    desk, visitor = a_chat_between(opened)

    desk.locator("[data-line]").press_sequentially("Tonight")
    expect(visitor.locator("[data-typing-now]")).to_be_visible()
    desk.locator("[data-line]").press("Enter")
    expect(visitor.locator("#conversation")).to_contain_text("Tonight")
    expect(desk.locator("[data-line]")).to_have_value("")
    visitor.locator("[data-line]").fill("one\ntwo")
    visitor.locator("[data-line]").press("Enter")

    expect(desk.locator("#conversation")).to_contain_text("two")
    assert visitor.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert Chat.objects.get().lines.count() == 4


def test_a_chat_passed_on_can_be_answered_where_it_stands_open_however_long_it_is(opened: Open) -> None:
    desk, _visitor = a_chat_between(opened)
    colleague, chat = staff("clerk", name="Chen Li"), Chat.objects.get()
    said = [ChatLine(chat=chat, side="visitor", text=f"line {n}", at=chat.began_at) for n in range(60)]
    ChatLine.objects.bulk_create(said)
    other = opened(f"/chats/{chat.number}/", colleague)
    expect(other.locator("#conversation")).to_contain_text("line 59")
    expect(other.locator("[data-line]")).to_have_count(0)

    desk.reload()
    desk.click("summary >> text=Pass on to a colleague")
    desk.select_option("[name=to]", str(colleague.pk))
    desk.get_by_role("button", name="Pass on", exact=True).click()

    expect(other.locator("[data-line]")).to_be_visible()
    other.wait_for_function("document.documentElement.scrollHeight <= window.innerHeight")


NOTHING_FADES = (
    "(() => { const wait = setTimeout; window.setTimeout = (act, ms) => ms === 5000 ? 0 : wait(act, ms); })()"
)
LOOKS_AGAIN = """() => new Promise((tell) => {
    const typing = document.querySelector("[data-typing-now]");
    document.body.addEventListener("htmx:afterSwap", () => tell(typing.hidden), { once: true });
    htmx.trigger(document.body, "live-again");
})"""


def test_typing_is_seen_though_the_script_came_late_and_the_page_looked_again(opened: Open) -> None:
    late: list[Route] = []

    def hold_back(route: Route) -> None:
        late.append(route)

    desk, visitor = a_chat_between(opened, lambda desk: desk.route("**/desk/chat*.js", hold_back))
    visitor.evaluate(NOTHING_FADES)
    desk.locator("[data-line]").press_sequentially("Tonight")
    late.pop().continue_()
    expect(visitor.locator("[data-typing-now]")).to_be_visible()

    still_hidden = visitor.evaluate(LOOKS_AGAIN)
    assert still_hidden is False
