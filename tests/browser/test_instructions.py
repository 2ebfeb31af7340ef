"""A customer's word is taken down and carried out in one go, by keyboard and phone alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from kept.fulfillment.models import Instruction
from kept.orders.actions.releasing import release_order
from tests.browser.conftest import SignIn
from tests.factories import HOUSE, NOON, staff
from tests.fulfillment.instructions import HOUR, an_instruction
from tests.orders.orders import placed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.mark.spec("R029")
def test_an_instruction_is_taken_down_from_the_order_and_carried_out(
    page: Page,
    sign_in: SignIn,
    in_every_light: Callable[[Callable[[], None]], None],
    everybody_can_use: Callable[[], None],
) -> None:
    order = release_order(order=placed(), by=HOUSE, at=NOON)
    an_instruction(kind="address", order=order, given_at=now() - 2 * HOUR, do_by=now() - HOUR, at=now())
    sign_in(staff("clerk", name="王敏"))
    page.goto(order.get_absolute_url())

    page.locator("a[href*='/instructions/new/']").click()
    page.wait_for_url("**/instructions/new/**")
    in_every_light(everybody_can_use)
    page.fill("#id_words", "先别送，等通知")
    page.fill("#id_given_by", "王芳")
    page.locator("main form button.main").click()
    page.wait_for_url("**/instructions/CI-*/")
    in_every_light(everybody_can_use)
    page.locator("form[action$='/deeds/hold/'] button").click()

    expect(page.locator(".state.is-kept")).to_be_visible()
    instruction = Instruction.objects.get(given_by="王芳", kind="hold", words="先别送，等通知")
    assert [row.name for row in instruction.actions.all()] == ["orders.held"]
    in_every_light(everybody_can_use)
    page.goto("/instructions/")
    expect(page.locator(".state.is-broken")).to_have_count(1)
    in_every_light(everybody_can_use)
    page.goto(order.get_absolute_url())
    expect(page.locator(f".timeline a[href$='{instruction.number}/']")).to_be_visible()
    in_every_light(everybody_can_use)
