"""Goods that will be late: the clock sees it, and the customer hears of it from us first."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import localtime, now
from playwright.sync_api import expect

from kept.desk.models import Contact
from tests.browser.day import Day


def told_before_they_ask(day: Day) -> None:
    """Four hours before the promised moment they are not out for delivery: an exception, by rule."""
    page, walker = day.walker.page, day.walker
    asked = Contact.objects.incoming().filter(shipment=day.late).count()
    walker.become(day.scene.persons["clerk"])
    walker.go("/exceptions/")
    rows = page.locator("#rows tbody tr")
    row = rows.filter(has_not_text=day.walker.word("破损", "Damage"))
    expect(rows).to_have_count(1)
    expect(row).to_have_count(0)
    day.pass_by(hours=3)
    expect(row).to_have_count(1)
    walker.stop("day-exceptions")
    row.locator("a[href*='/cases/CS-']").first.click()
    page.wait_for_url("**/cases/CS-*/")
    page.locator("a.main[href$='/notices/']").click()
    page.wait_for_url("**/notices/")

    new = localtime(now()) + timedelta(hours=20)
    form = walker.form("/forecast/")
    walker.fill(form, new_eta=f"{new:%Y-%m-%dT%H:%M}", cause="traffic", proposal="夜间加派车辆，次日上午送达")
    walker.press(form)
    text = page.locator("[name$='-text']").input_value()
    assert day.late.number in text and f"{new:%H:%M}" in text and "夜间加派车辆" in text, text
    walker.stop("day-notice")
    page.locator("[name$='-channel']").select_option("phone")
    walker.press(page.locator("form#tell .reply-line"))
    walker.sees("此异常涉及的客户均已告知", "Every customer of this exception has been told")
    assert Contact.objects.incoming().filter(shipment=day.late).count() == asked
    page.locator("nav.crumbs a").last.click()
    expect(page.locator(".signs .is-kept").first).to_be_visible()
    walker.stop("day-told")
