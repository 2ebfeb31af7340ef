"""The client: follows, orders and complains without calling anybody."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.scene import Scene
from tests.browser.walking import Walker


def the_client_looks_in(walker: Walker, scene: Scene, order: str, waybill: str) -> None:
    page = walker.page
    walker.become(scene.persons["client"])
    walker.go("/portal/")
    walker.stop("portal")
    walker.go(f"/portal/orders/{order}/")
    walker.stop("portal-order")
    page.locator(f"main a[href$='/shipments/{waybill}/']").first.click()
    page.wait_for_url(f"**/portal/shipments/{waybill}/")
    expect(page.locator("a[href^='/documents/']").first).to_be_visible()
    walker.stop("portal-shipment")
    walker.go("/portal/cases/")
    walker.sees("投诉", "Complaint")
    walker.stop("portal-cases")
    _orders(walker)
    _complains(walker, waybill)


def _orders(walker: Walker) -> None:
    page = walker.page
    walker.go("/portal/orders/new/")
    form = walker.form()
    walker.fill(
        form,
        origin_city="上海",
        origin_address="浦东新区冷库路1号",
        origin_name="毛敏",
        origin_phone="13900018888",
        destination_city="广州",
        destination_name="何芳",
        destination_phone="13700001111",
        destination_address="天河路9号",
    )
    for name, value in (("description", "速冻汤圆"), ("pieces", "6"), ("weight_kg", "72")):
        form.locator(f"[name$='-0-{name}']").fill(value)
    walker.stop("portal-order-form")
    form.locator("button.main[type=submit]").click()
    page.wait_for_url(re.compile(r"/portal/orders/SO-"))
    walker.sees("速冻汤圆", "速冻汤圆")
    walker.stop("portal-order-placed")


def _complains(walker: Walker, waybill: str) -> None:
    page = walker.page
    walker.go(f"/portal/cases/new/?about={waybill}")
    form = walker.form()
    walker.fill(form, kind="complaint", reason="送货晚了半天", demand="说明原因")
    walker.press(form)
    page.wait_for_url(re.compile(r"/portal/cases/CS-"))
    walker.sees("送货晚了半天", "送货晚了半天")
    walker.stop("portal-case")
