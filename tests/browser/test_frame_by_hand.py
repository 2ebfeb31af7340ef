"""The frame of every page, used by hand: keys, quick find, filters, views, theme, drafts, live lists."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from kept.kernel.web.charts import LineChart, Point, Series
from kept.kernel.web.charts.drawing import draw
from kept.parties.actions.customers import change_customer
from kept.parties.models import Customer
from tests.factories import HOUSE, NOON, a_customer, staff

from .conftest import NARROW, SignIn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def customers(sign_in: SignIn) -> list[Customer]:
    """Three customers, the newest first in the list, and a manager who looks at them in Chinese."""
    sign_in(staff("general_manager"))
    return [a_customer(name=name) for name in ("宏达电子", "顺欣食品", "美家电器")]


def test_a_list_is_walked_and_opened_by_keys(page: Page, customers: list[Customer]) -> None:
    page.goto("/customers/")

    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(f"/customers/{customers[1].number}/$"))


def test_quick_find_opens_a_record_by_pinyin_initials(page: Page, customers: list[Customer]) -> None:
    page.goto("/customers/")

    page.keyboard.press("Control+k")
    page.keyboard.type("hddz")
    expect(page.locator("#hits .hit", has_text="宏达电子")).to_be_visible()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(f"/customers/{customers[0].number}/$"))


def test_quick_find_gives_the_focus_back(page: Page) -> None:
    page.goto("/customers/")

    page.locator("[data-open=find]").focus()
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")

    expect(page.locator("#find")).to_be_hidden()
    expect(page.locator("[data-open=find]")).to_be_focused()


def test_the_keys_of_the_page_are_shown(page: Page) -> None:
    page.goto("/customers/")

    page.keyboard.press("?")

    expect(page.locator("#keys")).to_contain_text("下一行、上一行")


def test_a_view_is_saved_and_stands_as_a_tab(page: Page) -> None:
    page.goto("/customers/?sort=-name")

    page.locator(".tools details").nth(1).click()
    page.fill("#view-name", "按名称")
    page.keyboard.press("Enter")

    expect(page.locator(".tab[aria-current]")).to_have_text("按名称")
    expect(page).to_have_url(re.compile(r"sort=-name"))
    expect(page.locator(".toast")).to_contain_text("视图已保存")


def test_the_theme_changes_at_once_and_stays(page: Page) -> None:
    page.goto("/customers/")

    page.locator(".top .who").click()
    with page.expect_response("**/display/"):
        page.locator("button[name=theme][value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_language_changes_on_the_page_one_is_on(page: Page) -> None:
    page.goto("/customers/?sort=name")

    page.locator(".top .who").click()
    page.locator("button[value=zh-hant]").click()

    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(page).to_have_url(re.compile(r"/customers/\?sort=name$"))


def test_what_was_typed_is_there_again(page: Page) -> None:
    page.goto("/customers/new/")
    page.fill("form[data-draft] [name=name]", "新客户")

    page.goto("/customers/")
    page.goto("/customers/new/")

    expect(page.locator("form[data-draft] [name=name]")).to_have_value("新客户")


def test_an_emptied_field_says_so_as_soon_as_it_is_left(page: Page) -> None:
    page.goto("/customers/new/")
    field = page.locator(".field", has=page.locator("[name=name]"))
    name = field.locator("input")

    name.focus()
    name.blur()
    expect(field).not_to_contain_text("请填写此项")
    name.fill("x")
    name.fill("")
    name.blur()

    expect(field).to_contain_text("请填写此项")


def test_a_figure_out_of_bounds_is_told_the_bounds_as_soon_as_it_is_left(page: Page) -> None:
    page.goto("/customers/new/")
    field = page.locator(".field", has=page.locator("[name=name]"))
    bounds = "(box) => Object.assign(box, {type: 'number', min: 1, max: 50})"
    field.locator("input").evaluate(bounds)

    field.locator("input").fill("90")
    field.locator("input").blur()

    expect(field).to_contain_text("应在 1 至 50 之间")


def test_a_press_counts_though_the_word_above_goes_with_it(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 2400})  # nothing scrolls, so that the button moves
    page.goto("/customers/new/")
    name = page.locator("form[data-check] [name=name]")
    stay = "(form) => form.addEventListener('submit', (e) => { e.preventDefault(); form.id = 'sent'; })"
    page.locator("form[data-check]").evaluate(stay)
    name.fill("x")
    name.fill("")
    name.blur()
    name.fill("新客户")

    page.locator("form[data-check] [type=submit]").last.hover()
    page.mouse.down()
    page.wait_for_timeout(150)
    page.mouse.up()

    expect(page.locator("form#sent")).to_be_visible()


def test_names_of_lines_end_within_the_chart_on_a_phone(page: Page) -> None:
    points = (Point("1", 1), Point("2", 3))
    drawn = draw(LineChart("t", (Series("四项全对率", points), Series("承诺兑现率", points))))
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.goto("/customers/")

    beyond = page.evaluate(
        """(html) => {
        document.querySelector("main").innerHTML = html;
        const edge = (node) => node.getBoundingClientRect().right;
        const chart = document.querySelector(".chart.lines");
        return [...chart.querySelectorAll(".chart-name")].map((name) => edge(name) <= edge(chart));
    }""",
        drawn,
    )

    assert beyond == [True, True]


def test_a_list_sends_its_rows_again_only_when_they_changed(page: Page, customers: list[Customer]) -> None:
    page.goto("/customers/")
    ask = """async (etag) => {
        const headers = {"HX-Request": "true", "If-None-Match": etag};
        const response = await fetch(location.href, {headers, cache: "no-store"});
        return [response.status, response.headers.get("ETag")];
    }"""

    _, etag = page.evaluate(ask, "")
    same, _ = page.evaluate(ask, etag)
    change_customer(customer=customers[0], changes={"name": "宏达科技"}, by=HOUSE, at=NOON)
    changed, _ = page.evaluate(ask, etag)

    assert (same, changed) == (304, 200)


def test_the_phone_has_a_bar_of_five_and_the_rest_behind_more(
    page: Page, everybody_can_use: Callable[[], None]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/customers/")

    expect(page.locator(".bottom > *")).to_have_count(5)
    page.locator(".bottom [data-open=more]").click()

    expect(page.locator("#more")).to_be_visible()
    everybody_can_use()


def test_without_script_quick_find_still_works(
    browser: Browser, context: BrowserContext, live_server: LiveServer
) -> None:
    state = context.storage_state()
    with browser.new_context(
        java_script_enabled=False, storage_state=state, base_url=live_server.url
    ) as plain:
        page = plain.new_page()

        page.goto("/find/?q=hddz")
        page.locator(".hit", has_text="宏达电子").click()

        expect(page.locator("h1")).to_contain_text("宏达电子")


def test_an_impatient_second_click_makes_no_second_record(page: Page) -> None:
    page.goto("/customers/new/")
    page.fill("[name=name]", "只登记一次")

    page.eval_on_selector(
        "main form button.main", "save => { save.click(); setTimeout(() => save.click(), 25); }"
    )
    expect(page).to_have_url(re.compile(r"/customers/C-\d+/$"))

    assert Customer.objects.filter(name="只登记一次").count() == 1


def test_half_a_moment_is_not_sent_as_none(page: Page) -> None:
    page.goto("/absences/new/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))

    moment = page.locator("main [type=datetime-local]").first
    moment.fill("")
    moment.press_sequentially("0601")
    page.locator("main button.main").click()

    expect(page.locator("main .field .error")).to_contain_text("请检查此值")
    assert "POST" not in sent


def test_a_refused_form_shows_its_first_refusal(page: Page) -> None:
    page.set_viewport_size(NARROW)
    page.goto("/orders/new/")

    page.locator("main button.main").click()

    expect(page.locator("main form .field [aria-invalid=true]").first).to_be_focused()
    expect(page.locator("main .field .error").first).to_be_in_viewport()
