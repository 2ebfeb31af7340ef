"""The desk: a call, a complaint, their promises, and what was learned."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from kept.desk.models import Case
from tests.browser.scene import PHONE, Scene
from tests.browser.walking import Walker


def call_and_complaint(walker: Walker, scene: Scene, waybill: str) -> str:
    walker.become(scene.persons["clerk"])
    _yesterday_shows_red(walker, scene)
    _log_the_call(walker, scene, waybill)
    return _open_the_complaint(walker, scene, waybill)


def _yesterday_shows_red(walker: Walker, scene: Scene) -> None:
    assert scene.broken is not None
    walker.go("/")
    walker.sees("昨日失约", "Broken yesterday")
    broken = walker.page.locator(".lines li", has_text=scene.broken.number)
    expect(broken.locator(".is-broken").first).to_be_visible()
    walker.stop("morning")


def _log_the_call(walker: Walker, scene: Scene, waybill: str) -> None:
    """The phone rings: the number finds the caller, the card opens, five minutes run."""
    page = walker.page
    _choose_the_caller(walker, scene)
    page.locator(".choice", has_text=waybill).locator("input").check()
    form = page.locator("form#intake")
    walker.fill(form, summary="问货到哪里了", ring_count="2")
    walker.stop("call")
    page.locator("[data-submit]").click()
    page.wait_for_url(re.compile(r"/contacts/(?!new).+/"))
    walker.sees("答复客户联系", "Answer a contact", ".signs")
    expect(page.locator(".signs .is-running").first).to_be_visible()
    walker.stop("contact")
    answer = walker.form("/answer/")
    walker.fill(answer, text="在济南堵车，明天晚上到", channel="phone")
    walker.press(answer)
    expect(page.locator(".signs .is-kept").first).to_be_visible()


def _open_the_complaint(walker: Walker, scene: Scene, waybill: str) -> str:
    """Linked to customer, order and shipment; the answer is ready to send with state, arrival and reason."""
    page = walker.page
    _choose_the_caller(walker, scene)
    page.locator(".choice", has_text=waybill).locator("input").check()
    form = page.locator("form#intake")
    walker.fill(form, summary="说好明天中午到，又晚了", ring_count="3")
    form.locator("[name=kind][value=complaint]").check(force=True)
    page.locator("[data-submit]").click()
    page.wait_for_url("**/cases/*/")
    number = walker.number()
    case = Case.objects.get(number=number)
    assert case.customer == scene.customer
    assert case.shipment is not None
    assert (case.shipment.number, case.order) == (waybill, case.shipment.order)
    walker.sees("答复投诉", "Answer a complaint", ".signs")
    walker.stop("case")
    _answer_with_the_ready_text(walker, waybill)
    return number


def _answer_with_the_ready_text(walker: Walker, waybill: str) -> None:
    page = walker.page
    ready = page.locator("#reply [name=text]").input_value()
    for zh, en in (
        ("已提货", "Picked up"),
        ("预计到达", "Expected arrival"),
        ("拥堵", "Congestion"),
    ):
        assert (zh if walker.language == "zh-hans" else en) in ready, ready
    assert waybill in ready
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#reply [data-copy]").click()
    assert page.evaluate("navigator.clipboard.readText()") == ready
    walker.press(page.locator("#reply form"))
    expect(page.locator(".signs .is-kept").first).to_be_visible()
    walker.stop("case-answered")


def closed_with_what_was_learned(walker: Walker, scene: Scene, number: str) -> None:
    """Cause, liable tier and measure; the customer's opinion comes by a page without login."""
    page = walker.page
    walker.become(scene.persons["clerk"])
    walker.go(f"/cases/{number}/solution/")
    form = walker.form()
    walker.fill(form, result="已送达，向客户致歉")
    walker.press(form)
    page.locator("a[href$='/closing/']").first.click()
    form = page.locator(".act-form form")
    walker.fill(
        form,
        result="已送达，向客户致歉",
        cause="traffic",
        liable_tier="external",
        measure="免收本次装卸费",
        prevention="晚点前两小时预警",
    )
    walker.stop("closing")
    walker.press(form)
    walker.sees("责任方", "Liable")
    walker.sees("免收本次装卸费", "免收本次装卸费")
    walker.stop("case-closed")
    link = page.locator("#opinion-link").input_value()

    walker.leave()
    walker.go(link)
    page.locator("[name=rating][value='4']").check(force=True)
    page.locator("[name=is_solved]").first.check(force=True)
    page.locator("[name=text]").fill("答复及时")
    walker.stop("opinion")
    page.locator("form.opinion button.main").click()
    walker.sees("谢谢您", "Thank you")

    walker.become(scene.persons["clerk"])
    walker.go(f"/cases/{number}/")
    walker.sees("★★★★☆", "★★★★☆")
    walker.sees("答复及时", "答复及时")


def _choose_the_caller(walker: Walker, scene: Scene) -> None:
    page = walker.page
    walker.go("/contacts/new/")
    page.locator("#who").press_sequentially(PHONE)
    page.locator("[data-candidate]").first.click()
    expect(page.locator("#card")).to_contain_text(scene.customer.name)
    expect(page.locator("#card")).to_contain_text(scene.customer.special_requirements)
    expect(page.locator("#id_phone")).to_have_value(PHONE)
