"""An SMS and a pasted dialogue on their pages: usable by everybody, wide and narrow, in light and dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, Route, expect

from kept.desk.actions.chatting import take_chat
from kept.desk.models import Contact
from kept.documents.models import Document
from kept.people.queries import actor_of
from tests.browser.conftest import SignIn
from tests.comms.servers import a_free_port, an_sms_account
from tests.desk.scenes import a_case
from tests.desk.test_canned_in_chats import a_reply, a_taken_chat
from tests.desk.test_dialogues import MINUTE, a_chat
from tests.desk.test_redress import PNG
from tests.factories import a_customer, staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
}"""


def test_a_pasted_chat_and_its_answer_by_sms(
    page: Page,
    sign_in: SignIn,
    in_every_light: Callable[[Callable[[], None]], None],
    everybody_can_use: Callable[[], None],
) -> None:
    sign_in(staff("clerk", name="王敏"))
    customer = a_customer(phone="13800001111")
    at = now()
    text = a_chat(("周洁", at - 3 * MINUTE, "到哪里了"), ("王敏", at - 2 * MINUTE, "在济南"))

    page.goto(f"/contacts/new/?customer={customer.pk}")
    page.evaluate(PASTE, text)
    expect(page.locator("#id_channel")).to_have_value("wechat")
    held: list[Route] = []  # the preview of the picture alone comes late, while the text is being written
    page.route(
        "**/contacts/new/dialogue/", lambda route: route.continue_() if held else held.append(route), times=1
    )
    with page.expect_request("**/contacts/new/dialogue/"):
        page.locator("#id_papers").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": PNG})
    page.fill("#id_summary", text)
    held[0].continue_()
    expect(page.locator(".dialogue-preview .is-ours")).to_contain_text("在济南")
    in_every_light(everybody_can_use)
    page.get_by_role("button", name="互换双方").click()
    expect(page.locator(".dialogue-preview .is-ours")).to_contain_text("到哪里了")
    page.get_by_role("button", name="互换双方").click()
    expect(page.locator(".dialogue-preview .is-ours")).to_contain_text("在济南")
    page.fill("#id_email", "nobody")
    page.locator("[data-submit]").click()
    expect(page.locator("#id_email_error")).to_be_visible()
    page.fill("#id_email", "")
    page.locator("[data-submit]").click()
    page.wait_for_url("**/contacts/CO-*/")
    expect(page.locator(".dialogue li.is-ours")).to_contain_text("在济南")
    in_every_light(everybody_can_use)
    contact = Contact.objects.incoming().get()
    assert contact.answered_at is not None
    assert Document.objects.about(contact).count() == 1  # the picture outlived the refusal

    an_sms_account(a_free_port())
    case = a_case("question", customer=customer, phone="13800001111", at=now())
    page.goto(f"/cases/{case.number}/sms/")
    in_every_light(everybody_can_use)
    page.locator("main form button.main").click()
    page.wait_for_url(f"**/cases/{case.number}/")
    expect(page.locator(".sending-state")).to_contain_text("等待")
    in_every_light(everybody_can_use)


def test_sides_are_swapped_though_leaving_the_text_has_it_read_again(page: Page, sign_in: SignIn) -> None:
    sign_in(staff("clerk", name="王敏"))
    at = now()
    text = a_chat(("周洁", at - 3 * MINUTE, "到哪里了"), ("王敏", at - 2 * MINUTE, "在济南"))
    held: list[Route] = []

    def hold_the_swap(route: Route) -> None:
        is_swap = "swap" in (route.request.post_data or "")
        held.append(route) if is_swap else route.continue_()

    page.goto("/contacts/new/")
    page.evaluate(PASTE, text)
    expect(page.locator("#id_channel")).to_have_value("wechat")
    page.fill("#id_summary", text + "\n")
    expect(page.locator(".dialogue-preview .is-ours")).to_contain_text("在济南")
    page.route("**/contacts/new/dialogue/", hold_the_swap)
    with page.expect_request("**/contacts/new/dialogue/"):
        page.get_by_role("button", name="互换双方").click()
    page.wait_for_timeout(500)  # by now the text that was left asks to be read again
    held[0].continue_()

    expect(page.locator(".dialogue-preview .is-ours")).to_contain_text("到哪里了")
    page.wait_for_timeout(500)
    expect(page.locator(".dialogue-preview .is-ours")).to_contain_text("到哪里了")


def test_a_canned_reply_is_put_into_the_line_of_a_chat(
    page: Page,
    sign_in: SignIn,
    in_every_light: Callable[[Callable[[], None]], None],
    everybody_can_use: Callable[[], None],
) -> None:
    clerk = staff("clerk", name="王敏")
    a_reply()
    chat = a_taken_chat(clerk)
    sign_in(clerk)

    page.goto(chat.get_absolute_url())
    in_every_light(everybody_can_use)
    page.locator(".chat-send summary").click()
    everybody_can_use()
    page.locator(".chat-send a.item").click()

    expect(page.locator("[data-line]")).to_have_value(
        f"周洁您好，我是王敏，{chat.number} 正在核查，预计 尚不清楚。"
    )
    page.locator("[data-line]").press("Enter")
    expect(page.locator("#conversation")).to_contain_text("正在核查")


def test_what_is_typed_while_a_line_is_on_its_way_is_not_lost(page: Page, sign_in: SignIn) -> None:
    clerk = staff("clerk", name="王敏")
    chat = a_taken_chat(clerk)
    sign_in(clerk)
    page.goto(chat.get_absolute_url())
    box, held = page.locator("[data-line]"), list[Route]()
    page.route("**/lines/", lambda route: route.continue_() if held else held.append(route))

    box.fill("第一句")
    box.press("Enter")
    expect(box).to_have_value("")
    box.fill("第二句")
    held[0].continue_()

    expect(page.locator("#conversation")).to_contain_text("第一句")
    expect(box).to_have_value("第二句")
    box.press("Enter")
    expect(page.locator("#conversation")).to_contain_text("第二句")
    expect(box).to_have_value("")


def test_a_refused_line_stays_in_the_box_and_its_refusal_is_shown_once(page: Page, sign_in: SignIn) -> None:
    clerk = staff("clerk", name="王敏")
    chat = a_taken_chat(clerk)
    sign_in(clerk)
    page.goto(chat.get_absolute_url())
    take_chat(chat=chat, by=actor_of(staff("clerk", name="何军"), now()), at=now())
    box = page.locator("[data-line]")

    box.fill("我来查")
    for _ in range(3):
        with page.expect_response("**/lines/"):
            box.press("Enter")

    expect(box).to_have_value("我来查")
    expect(page.locator("#toasts [data-toast]")).to_have_count(1)


def test_what_is_wrong_with_a_note_stands_in_lines_and_not_one_sign_below_another(
    page: Page, sign_in: SignIn
) -> None:
    sign_in(staff("clerk"))
    page.goto(a_case(at=now()).get_absolute_url())

    with page.expect_response(lambda told: told.status == 422):
        page.get_by_role("button", name="记下").click()
    said = page.locator(".note-line .error")

    expect(said).to_have_text("请填写此项。")
    box = said.bounding_box()
    assert box is not None
    assert box["height"] < 2 * 18
