"""The clerk: an inquiry becomes a quote, the quote an order, the order a shipment."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils.timezone import localtime, now
from playwright.sync_api import expect

from tests.browser.scene import PHONE, Scene
from tests.browser.walking import Walker


def from_inquiry_to_release(walker: Walker, scene: Scene) -> str:
    walker.become(scene.persons["clerk"])
    _take_the_inquiry(walker, scene)
    _send_the_quote(walker)
    _complete_the_draft(walker)
    return _place_and_release(walker)


def _take_the_inquiry(walker: Walker, scene: Scene) -> None:
    """All that is asked on the phone; the eight office hours run."""
    walker.go("/inquiries/new/")
    form = walker.form()
    walker.fill(
        form,
        company=scene.customer.name,
        customer=scene.customer.number,
        caller_name="毛敏",
        phone=PHONE,
        goods="冷冻水饺",
        goods_class="",
        volume="每周 10 箱",
        weight_kg="160",
        origin="上海",
        destination="北京",
        planned_on=f"{localtime(now()) + timedelta(days=3):%Y-%m-%d}",
        planned="上午提货",
        special="全程零下十八度",
        service=_transport(walker),
    )
    walker.stop("inquiry-form")
    walker.press(form)
    sign = walker.page.locator(".signs .sign.is-running")
    left = {"zh-hans": r"剩 (8 小时 00|7 小时 59) 分", "en": r"(8 h 00|7 h 59) min left"}
    expect(sign).to_contain_text(re.compile(left[walker.language]))
    walker.stop("inquiry")


def _send_the_quote(walker: Walker) -> None:
    """The price of the card, told to the customer: that keeps the promise."""
    page = walker.page
    page.locator(".record-story a[href^='/quotes/']").first.click()
    page.wait_for_url("**/quotes/*/")
    walker.sees("零担运价表", "零担运价表")
    form = walker.form("/sending/")
    walker.fill(form, channel="phone", words="含税七百零三元")
    walker.stop("quote")
    walker.press(form)
    expect(page.locator(".signs .is-kept")).to_have_count(1)
    walker.sees("已发出", "Sent", ".record-head")
    walker.press(walker.form("/acceptance/"))
    walker.stop("quote-accepted")
    page.locator("main a[href^='/orders/SO-']").first.click()
    page.wait_for_url("**/orders/*/")


def _complete_the_draft(walker: Walker) -> None:
    page, soon = walker.page, localtime(now()) + timedelta(hours=30)
    walker.sees("草稿", "Draft", ".record-head")
    page.locator("a[href$='/details/']").first.click()
    page.wait_for_url("**/details/")
    form = walker.form()
    walker.fill(
        form,
        customer_reference="HD-2611",
        origin_address="浦东新区冷库路1号",
        origin_name="毛敏",
        origin_phone=PHONE,
        destination_address="朝阳区建国路8号",
        destination_name="李建国",
        destination_phone="13911112222",
        wanted_pickup_at=f"{localtime(now()) + timedelta(hours=6):%Y-%m-%dT%H:%M}",
        wanted_delivery_at=f"{soon:%Y-%m-%dT%H:%M}",
        declared="8000",
        payment="monthly",
        delivery_mode="delivery",
        receipt_kind="original",
        receipt_copies="2",
    )
    form.locator("[name$='-0-pieces']").fill("10")
    walker.stop("order-form")
    walker.press(form)


def _place_and_release(walker: Walker) -> str:
    walker.press(walker.form("/placement/"))
    walker.sees("提货", "Pick up goods", ".signs")
    walker.sees("送货", "Deliver goods", ".signs")
    walker.stop("order-placed")
    walker.press(walker.form("/release/"))
    expect(walker.page.locator("main a[href^='/shipments/WB-']").first).to_be_visible()
    walker.stop("order-released")
    return walker.number()


def _transport(walker: Walker) -> str:
    """The value of the first service of the list, whatever its key."""
    chosen = walker.page.locator("[name=service] option:not([value=''])").first
    return chosen.get_attribute("value") or ""
