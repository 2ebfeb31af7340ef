"""The manager: what was felt, what was measured, what is done about it."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import localtime, now
from playwright.sync_api import expect

from kept.kernel.numbers import rule
from kept.scorecards.actions.scoring import refresh_scores
from kept.surveys.rules.numbers import LEAST_SECONDS
from tests.browser.scene import Scene, invitations_of
from tests.browser.walking import Walker


def from_answers_to_figures(walker: Walker, scene: Scene) -> None:
    _why_this_promise(walker, scene)
    _answer_the_survey(walker, scene)
    refresh_scores(at=now())
    walker.become(scene.persons["general_manager"])
    walker.go("/matrix/")
    walker.sees("一定要提高", "Must improve")
    walker.stop("matrix")
    _figures_with_their_records(walker, "/scorecards/?indicator=on_time_rate", "scorecard")
    walker.go("/scorecards/promises-kept/")
    walker.sees("答复投诉", "Answer a complaint")
    walker.stop("promises-kept")
    _figures_with_their_records(walker, "/service-level/", "service-level")


def _why_this_promise(walker: Walker, scene: Scene) -> None:
    walker.become(scene.persons["general_manager"])
    assert scene.broken is not None
    walker.go(f"/cases/{scene.broken.number}/")
    walker.page.locator(".signs a.sign, .signs a").first.click()
    walker.page.wait_for_url("**/promises/*/")
    walker.sees("为什么有此承诺？", "Why this promise?")
    walker.stop("why-this-promise")


def _answer_the_survey(walker: Walker, scene: Scene) -> None:
    """The last of the asked answers on the page behind the link."""
    page = walker.page
    walker.leave()
    walker.go(invitations_of(scene)[0].address)
    walker.stop("survey")
    names = page.eval_on_selector_all(
        "form.questions input[type=radio]", "all => [...new Set(all.map(each => each.name))]"
    )
    for name in names:
        mark = "6" if name.startswith("importance") else "5"
        page.locator(f"[name='{name}'][value='{mark}']").check(force=True)
    page.wait_for_timeout(float(rule(LEAST_SECONDS)) * 1000)  # nobody answers faster than a person reads
    page.locator("form.questions button.main").click()
    walker.sees("谢谢", "Thank you")
    walker.stop("survey-thanks")


def _figures_with_their_records(walker: Walker, address: str, name: str) -> None:
    page = walker.page
    walker.go(address)
    expect(page.locator("main")).to_contain_text("95.0")  # the level that is set
    walker.stop(name)
    page.locator("main a:not(.chart-mark)[href^='/scorecards/records/']:visible").first.click()
    page.wait_for_url("**/scorecards/records/**")
    expect(page.locator("tbody tr").first).to_be_visible()
    walker.stop(f"{name}-records")


def from_a_gap_to_a_policy(walker: Walker) -> None:
    """A gap gets an action, the action a policy version; the page measures again and says what it can."""
    page = walker.page
    walker.go("/gaps/")
    walker.press(walker.form("/gaps/search/"))
    walker.stop("gaps")
    page.locator("tbody a[href^='/gaps/']:visible").first.click()
    page.wait_for_url("**/gaps/*/")
    walker.stop("gap")
    page.locator("a[href$='/actions/new/']").click()
    form = walker.form()
    owner = form.locator("[name=owner] option:not([value=''])").first.get_attribute("value") or ""
    due = localtime(now()) + timedelta(days=30)
    walker.fill(form, title="晚点前两小时预警", owner=owner, due_on=f"{due:%Y-%m-%d}", cost="12000")
    walker.stop("action-form")
    walker.press(form)
    walker.press(walker.form("/agreement/"))
    page.locator("a[href$='/policy/']").click()
    form = walker.form()
    if form.locator("[name=policy]").locator("option[selected]").count() == 0:
        form.locator("[name=policy]").select_option(index=0)
    walker.fill(form, amount="2", unit="days", why="晚点太多")
    walker.stop("policy-form")
    walker.press(form)
    expect(page.locator("main a[href^='/policies/']").first).to_be_visible()
    walker.press(walker.form("/measurement/"))
    walker.sees("数据不足", "Not enough data", "#result")
    walker.stop("action-measured")
