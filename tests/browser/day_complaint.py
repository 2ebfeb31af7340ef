"""A complaint by mail: answered, passed up, made good within authority, decided, closed and judged."""

from __future__ import annotations

from email.header import decode_header, make_header

from playwright.sync_api import Locator, expect

from tests.browser.day import MAIL, Day
from tests.browser.walking import Walker
from tests.comms.servers import a_mail


def a_mail_complains(day: Day) -> str:
    """It stands at the desk by itself, becomes a complaint, and is answered by mail within the hour."""
    page, walker = day.walker.page, day.walker
    text = f"运单 {day.shipment.number} 的外箱压坏了三箱，要求赔偿 1000 元。"
    walker.become(day.scene.persons["clerk"])
    walker.go("/desk/")
    day.mail(a_mail(text, From=f"毛敏 <{MAIL}>", To="cs@kept.example", Subject="投诉：外箱破损"))
    day.pass_by(seconds=15)
    row = page.locator("#rows tbody tr", has_text=day.shipment.number)
    row.locator("a[href*='/contacts/CO-']").first.click()
    page.wait_for_url("**/contacts/CO-*/")
    walker.sees(day.scene.customer.short_name, day.scene.customer.short_name, ".record-head")
    form = walker.form("/case/")
    walker.fill(form, kind="complaint", title="外箱压坏三箱")
    walker.press(form)
    page.wait_for_url("**/cases/CS-*/")
    number = walker.number()
    walker.sees("答复投诉", "Answer a complaint", ".signs")
    ready = page.locator("#reply [name=text]").input_value()
    assert day.shipment.number in ready, ready
    walker.stop("day-complaint")

    day.pass_by(minutes=20)
    page.locator("a.button.main[href$='/mail/']").click()
    page.wait_for_url("**/mail/")
    form = walker.form()
    expect(form.locator("[name=to]")).to_have_value(MAIL)
    walker.fill(form, text="已收到，今天内核实破损情况并答复赔偿方案。")
    walker.stop("day-mail")
    walker.press(form)
    expect(page.locator(".signs .is-kept").first).to_be_visible()
    day.pass_by(seconds=30)
    [sent] = day.post.mails
    assert sent["To"] == MAIL
    assert number in str(make_header(decode_header(str(sent["Subject"]))))
    return number


def passed_up_and_made_good(day: Day, number: str) -> None:
    """The clerk decides small sums; a larger one goes to the manager, and finance credits it."""
    page, walker = day.walker.page, day.walker
    walker.go(f"/cases/{number}/")
    page.locator("a[href$='/escalation/']").first.click()
    form = page.locator(".act-form form")
    walker.fill(form, why="赔偿金额超出权限", to=str(day.scene.persons["manager"].pk))
    walker.press(form)
    walker.sees("经理", "Manager", ".record-head")

    small = _offer(day, number, kind="gift", amount="60", why="破损致歉")
    walker.sees("已批准", "Approved", ".record-head")
    _says_yes(walker)
    large = _offer(day, number, kind="credit", amount="900", why="按声明价值赔偿三箱")
    assert small != large
    walker.sees("经理", "Manager", ".record-head")
    walker.stop("day-above-authority")

    day.pass_by(seconds=30)
    walker.become(day.scene.persons["manager"])
    walker.go("/")
    page.locator("header a[href$='/notices/']").first.click()
    page.locator(".notices-told a").first.click()
    page.wait_for_url(f"**/compensations/{large}/")
    form = page.locator("form[action$='/decision/']")
    form.locator("[name=approve][value=yes]").check(force=True)
    walker.fill(form, note="照片属实")
    walker.press(form)

    walker.become(day.scene.persons["clerk"])
    walker.go(f"/compensations/{large}/")
    _says_yes(walker)
    walker.become(day.scene.persons["finance"])
    walker.go(f"/compensations/{large}/")
    form = page.locator("form[action$='/completion/']")
    walker.fill(form, proof="冲抵十一月运费")
    walker.press(form)
    walker.sees("已兑现", "Made good", ".record-head")
    walker.stop("day-made-good")


def who_is_liable(day: Day, number: str) -> None:
    """Most of it is the subcontractor's."""
    walker = day.walker
    walker.become(day.scene.persons["manager"])
    walker.go(f"/cases/{number}/")
    _more(walker, "/liability/")
    form = walker.form()
    walker.fill(
        form,
        **{
            "form-0-tier": "subcontractor",
            "form-0-share": "70",
            "form-0-partner": str(day.scene.partner.pk),
            "form-1-tier": "us",
            "form-1-share": "30",
            "cause": "handling",
            "why": "装车照片完好，卸车照片压坏",
        },
    )
    walker.stop("day-liability")
    walker.press(form)
    walker.sees(day.scene.partner.name, day.scene.partner.name)


def borne_by_the_subcontractor(day: Day) -> None:
    """Their share stands in their portal; what they contest is looked into, and stays."""
    page, walker = day.walker.page, day.walker
    day.pass_by(seconds=30)
    walker.become(day.scene.persons["subcontractor"])
    walker.go("/carrier/")
    page.locator("a[href$='/carrier/recharges/']").first.click()
    page.wait_for_url("**/carrier/recharges/")
    row = page.locator("#rows tbody tr", has_text="630.00")
    row.locator("a").first.click()
    page.wait_for_url("**/carrier/recharges/*/")
    number = walker.number()
    form = walker.form()
    walker.fill(form, why="装车时外箱已有压痕")
    walker.press(form)
    walker.stop("day-contested")

    walker.become(day.scene.persons["finance"])
    walker.go(f"/recharges/{number}/")
    form = walker.form("/decision/")
    form.locator("[name=upheld][value=yes]").check(force=True)
    walker.fill(form, note="照片显示装车前完好")
    walker.press(form)
    walker.sees("维持", "Upheld", ".record-head")
    walker.stop("day-recharge-upheld")


def closed_and_judged(day: Day, number: str) -> None:
    """Cause, measure and prevention; then the customer's word, without login."""
    page, walker = day.walker.page, day.walker
    walker.become(day.scene.persons["clerk"])
    walker.go(f"/cases/{number}/")
    page.locator("a[href$='/solution/']").first.click()
    form = page.locator(".act-form form")
    walker.fill(form, result="已赔偿 900 元并致歉")
    walker.press(form)
    page.locator("a[href$='/closing/']").first.click()
    form = page.locator(".act-form form")
    expect(form.locator("[name=cause]")).to_have_value("handling")
    expect(form.locator("[name=liable_tier]")).to_have_value("subcontractor")
    walker.fill(form, measure="赔偿并赠券", prevention="重货不压轻货，装车拍照")
    walker.press(form)
    walker.stop("day-closed")
    link = page.locator("#opinion-link").input_value()

    walker.leave()
    walker.go(link)
    page.locator("[name=rating][value='5']").check(force=True)
    page.locator("[name=is_solved]").first.check(force=True)
    page.locator("[name=text]").fill("处理得很快")
    page.locator("form.opinion button.main").click()
    walker.sees("谢谢您", "Thank you")

    walker.become(day.scene.persons["clerk"])
    walker.go(f"/cases/{number}/")
    walker.sees("★★★★★", "★★★★★")


def _offer(day: Day, number: str, **said: str) -> str:
    """Propose something on the page of the case; its number."""
    walker = day.walker
    walker.go(f"/cases/{number}/")
    _more(walker, "/compensation/")
    form = walker.form()
    walker.fill(form, **said)
    walker.press(form)
    walker.page.wait_for_url("**/compensations/CP-*/")
    return walker.number()


def _says_yes(walker: Walker) -> None:
    form = walker.page.locator("form[action$='/reaction/']")
    form.locator("[name=accepts][value=yes]").check(force=True)
    walker.fill(form, words="可以接受")
    walker.press(form)


def _more(walker: Walker, act: str) -> None:
    """A step that stands in the menu of the case."""
    item: Locator = walker.page.locator(f"a.item[href$='{act}']")
    walker.page.locator("details[data-menu]", has=item).locator("summary").click()
    item.click()
