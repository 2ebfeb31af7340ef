"""On the road: assigned, reported by the subcontractor, proved at the door, seen by the receiver, charged."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from django.utils.timezone import localtime, now
from PIL import Image
from playwright.sync_api import FilePayload, expect

from kept.kernel.outbox import deliver_due
from kept.transport.models import Shipment
from tests.browser.scene import Scene
from tests.browser.walking import Walker


def onto_the_road(walker: Walker, scene: Scene, order: str) -> str:
    """The dispatcher chooses who drives; the subcontractor tells that it will be late, and why."""
    page = walker.page
    walker.become(scene.persons["dispatcher"])
    waybill = Shipment.objects.get(order__number=order).number
    walker.go("/dispatch/")
    row = page.locator("tbody tr", has=page.locator(f"a[href$='/{waybill}/']"))
    row.locator("input[type=checkbox]").check()
    page.locator("[name=carrier]").select_option(str(scene.partner.pk))
    walker.stop("dispatch")
    page.locator(
        "button[formaction$='/dispatch/carriers/'], form[action$='/dispatch/carriers/'] button"
    ).first.click()
    expect(page.locator(".toast").first).to_be_visible()

    walker.become(scene.persons["subcontractor"])
    walker.go("/carrier/")
    walker.stop("carrier-home")
    page.locator(f"main a[href$='/{waybill}/']").first.click()
    page.wait_for_url(f"**/carrier/shipments/{waybill}/")
    _tell(walker, code="picked_up", place="上海冷库")
    late = localtime(now()) + timedelta(hours=34)
    _tell(walker, code="delayed", place="济南", reason="traffic", eta_at=f"{late:%Y-%m-%dT%H:%M}")
    walker.sees("道路或拥堵", "Road or congestion")
    walker.stop("carrier-shipment")
    the_worker_does_what_waits()
    return waybill


def _tell(walker: Walker, **news: str) -> None:
    walker.page.locator("a[href$='/news/']").first.click()
    walker.page.wait_for_url("**/news/")
    form = walker.form()
    walker.fill(form, **news)
    walker.press(form)


def to_the_door(walker: Walker, scene: Scene, waybill: str) -> None:
    """The goods are handed over with proof; whoever has the link sees it, masked."""
    page = walker.page
    walker.become(scene.persons["subcontractor"])
    walker.go(f"/carrier/shipments/{waybill}/delivery/")
    form = walker.form()
    walker.fill(
        form,
        outcome="delivered",
        receiver_name="李建国",
        pieces_delivered="10",
        pieces_damaged="0",
        condition="good",
        papers_ok="true",
    )
    picture = FilePayload(name="door.png", mimeType="image/png", buffer=_picture())
    for name in ("photo", "signature"):
        form.locator(f"[name={name}]").set_input_files(picture)
    walker.stop("carrier-delivery-form")
    walker.press(form)
    walker.sees("已送达", "Delivered", ".record-head")
    expect(page.locator("a[href^='/documents/']").first).to_be_visible()
    walker.stop("carrier-proof")
    the_worker_does_what_waits()

    walker.leave()
    shipment = Shipment.objects.get(number=waybill)
    walker.go(f"/t/{shipment.public_token}/")
    walker.sees("由 李** 签收", "received by 李**")
    walker.sees("已送达", "Delivered")
    expect(page.locator("body")).not_to_contain_text("李建国")
    expect(page.locator("body")).not_to_contain_text("13911112222")
    walker.stop("public-tracking")


def charged_by_a_clause(walker: Walker, scene: Scene, order: str) -> None:
    """Finance sees what was charged and the clause of the rate card behind each line."""
    page = walker.page
    walker.become(scene.persons["finance"])
    walker.go(f"/orders/{order}/")
    charge = page.locator("main a[href^='/charges/']").first
    expect(charge).to_be_visible()
    walker.stop("order-charged")
    charge.click()
    page.wait_for_url("**/charges/*/")
    walker.sees("计价条款", "Clause")
    walker.sees("零担运价表", "零担运价表")
    walker.stop("charge")


def the_worker_does_what_waits() -> None:
    while deliver_due():
        pass


def _picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (160, 120), "steelblue").save(made, "PNG")
    return made.getvalue()
