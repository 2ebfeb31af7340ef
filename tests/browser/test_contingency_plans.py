"""A plan is written, put to work and ended, by keyboard and phone alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kept.knowledge.models import Activation
from tests.browser.conftest import SignIn
from tests.factories import staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.mark.spec("R007")
def test_a_plan_is_written_activated_and_ended(
    page: Page,
    sign_in: SignIn,
    in_every_light: Callable[[Callable[[], None]], None],
    everybody_can_use: Callable[[], None],
) -> None:
    sign_in(staff("service_manager", name="王敏"))
    page.goto("/contingency-plans/")
    in_every_light(everybody_can_use)
    page.goto("/contingency-plans/new/")
    in_every_light(everybody_can_use)
    page.fill("#id_name", "台风停运")
    page.fill("#id_steps", "一、列出在途票。\n二、通知客户。")
    page.locator("main form button.main").click()
    page.wait_for_url("**/contingency-plans/CP-*/")

    page.fill("#id_reason", "台风登陆")
    page.locator("form[action$='/activation/'] button").click()
    expect(page.locator("#id_outcome")).to_be_visible()
    in_every_light(everybody_can_use)
    page.fill("#id_outcome", "改走内陆")
    page.locator("form[action$='/end/'] button").click()

    expect(page.locator("#id_reason")).to_be_visible()
    activation = Activation.objects.get()
    assert (activation.reason, activation.outcome, activation.ended_at is None) == (
        "台风登陆",
        "改走内陆",
        False,
    )
    page.goto("/contingency-plans/")
    in_every_light(everybody_can_use)
