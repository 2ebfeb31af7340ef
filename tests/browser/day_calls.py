"""The telephone of the day: a caller's card that comes up by itself, and a call that nobody picked up."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.day import Day
from tests.browser.scene import PHONE


def the_phone_rings(day: Day) -> None:
    """The card stands on the open page; picked up, the form opens; the question is answered in time."""
    page, walker = day.walker.page, day.walker
    walker.become(day.scene.persons["clerk"])
    walker.go("/desk/")
    day.phone("c1", "ringing", phone=PHONE, line="02150001234", agent="8001", queue="查货")
    day.pass_by(seconds=15)
    card = page.locator(".pop")
    for words in (day.scene.customer.name, day.scene.customer.special_requirements, day.shipment.number):
        expect(card).to_contain_text(words)
    walker.stop("day-ringing")
    day.phone("c1", "answered", agent="8001")
    day.pass_by(seconds=15)

    page.wait_for_url("**/contacts/new/**")
    expect(page.locator("#id_phone")).to_have_value(PHONE)
    page.locator(".choice", has_text=day.shipment.number).locator("input").check()
    form = page.locator("form#intake")
    form.locator("[name=kind][value=cargo_query]").check(force=True)
    walker.fill(form, summary="问货到哪里了", answer="已从上海冷库发出，后天中午到")
    walker.stop("day-call")
    day.pass_by(minutes=2)
    page.locator("[data-submit]").click()

    page.wait_for_url("**/cases/*/")
    walker.sees("答复咨询", "Answer a question", ".signs")
    expect(page.locator(".signs .is-kept").first).to_be_visible()
    expect(page.locator(".signs .is-broken")).to_have_count(0)
    day.phone("c1", "ended")
    walker.stop("day-query-answered")


def nobody_picks_up(day: Day) -> None:
    """A missed call is owed a call-back; it turns red, and calling back does not make it good again."""
    page, walker = day.walker.page, day.walker
    day.pass_by(hours=1)  # nothing is owed over lunch
    day.phone("c2", "ringing", phone=PHONE, line="02150001234")
    day.pass_by(seconds=25)
    day.phone("c2", "ended")
    walker.become(day.scene.persons["clerk"])
    walker.go("/desk/")
    row = page.locator("#rows tbody tr", has_text="毛敏").filter(has_text=re.compile("未接来电|Missed call"))
    expect(row.locator(".is-running, .is-soon").first).to_be_visible()
    day.pass_by(minutes=31)
    expect(row.locator(".is-broken").first).to_be_visible()
    walker.stop("day-missed")

    row.locator("a[href*='/contacts/CO-']").first.click()
    page.wait_for_url("**/contacts/CO-*/")
    walker.sees("未接来电", "Missed call")
    for event in ("ringing", "answered", "ended"):
        day.phone("c3", event, phone=PHONE, direction="out", agent="8001")
    page.reload()
    walker.sees("回电", "Call back", ".signs")
    expect(page.locator(".signs .is-broken").first).to_be_visible()
    expect(page.locator("body")).not_to_contain_text(re.compile("不需要答复|No answer is needed"))
    walker.stop("day-called-back")


def the_month_is_told(day: Day) -> None:
    """Next month the head reads what was complained about, and how many call-backs came too late."""
    walker = day.walker
    day.pass_by(days=7)
    walker.become(day.scene.persons["general_manager"])
    walker.go("/desk-figures/complaints/")
    walker.sees("2026-11", "2026-11", ".report, main")
    row = walker.page.locator("tbody tr", has_text=day.scene.branch.name)
    expect(row.locator("[data-figure=callbacks]")).to_have_text("1")
    expect(row.locator("[data-figure=callbacks-late]")).to_have_text("1")
    walker.stop("day-month")
