"""A step is checked on the page of its order, which comes back with the answer, wide and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from kept.inspections.actions.stepping import add_requirement
from kept.inspections.models import StepAnswer
from tests.browser.conftest import NARROW, SignIn
from tests.factories import HOUSE, NOON, staff
from tests.fulfillment.test_carrying import a_released_order

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.mark.spec("R028")
def test_a_step_is_checked_on_the_page_of_its_order(
    page: Page,
    sign_in: SignIn,
    in_every_light: Callable[[Callable[[], None]], None],
    everybody_can_use: Callable[[], None],
) -> None:
    order, shipment = a_released_order()
    for step, text in (("packing", "易碎品加缓冲，箱外贴轻放标识。"), ("delivery", "先核对后卸货。")):
        add_requirement(step=step, text=text, responsible="warehouse", by=HOUSE, at=NOON)
    sign_in(staff("clerk", name="王敏"))
    page.goto(order.get_absolute_url())
    step = page.locator(f"#step-order-{order.pk}-packing")
    expect(step).to_have_attribute("open", "")
    in_every_light(everybody_can_use)

    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    step.locator("summary", has_text="检查此环节").click()
    step.get_by_label("未做到", exact=True).check()
    step.get_by_role("button", name="登记检查结果").click()
    expect(page.get_by_text("请说明哪里未做到。")).to_be_visible()
    in_every_light(everybody_can_use)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.get_by_label("备注").first.fill("漏放缓冲")
    page.get_by_role("button", name="登记检查结果").first.click()

    page.wait_for_url(f"**{order.get_absolute_url()}")
    expect(page.locator(f"#step-order-{order.pk}-packing")).to_contain_text("漏放缓冲")
    assert StepAnswer.objects.get().verdict == "not_kept"
    page.get_by_role("link", name="建立工单").click()
    in_every_light(everybody_can_use)
    for address in ("/step-requirements/", "/step-checks/", "/step-checks/figures/"):
        page.goto(address)
        in_every_light(everybody_can_use)
    page.goto(f"/operation/shipments/{shipment.number}/")
    in_every_light(everybody_can_use)
