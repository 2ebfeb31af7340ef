"""A dialogue pasted out of WeChat or QQ: who said what, since when they wait, and what we answered there."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localtime, now

from kept.desk.actions.answering import chase_case
from kept.desk.actions.contacting import log_contact
from kept.desk.models import Case, Contact
from kept.documents.models import Document
from kept.people.queries import actor_of
from kept.promises.models import Promise
from tests.desk.scenes import a_case
from tests.factories import HOUSE, NOON, a_customer, staff

from .test_redress import PNG

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def stamp(moment: datetime) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M:%S}"


def a_chat(*lines: tuple[str, datetime, str]) -> str:
    """As WeChat on a PC copies it."""
    return "\n".join(f"{who} {stamp(at)}\n{text}\n" for who, at, text in lines)


def seen_in(answer: Any) -> dict[str, Any]:
    """What the preview adds to the form."""
    shown = answer.content.decode().rpartition('id="dialogue"')[2].partition('id="papers"')[0]
    parts = re.findall(r"<input [^>]+>", shown)
    told: dict[str, Any] = {"speaker": []}
    for part in parts:
        at = dict(re.findall(r'(\w+)="([^"]*)"', part))
        if at["name"] == "speaker":
            told["speaker"].append(at["value"])
        elif at["name"] != "csrfmiddlewaretoken" and (at["type"] == "hidden" or "checked" in part):
            told[at["name"]] = at["value"]
    return told


def clock(record: Any, kind: str) -> Promise:
    return Promise.objects.about(record).of_kind(kind).get()


@pytest.mark.spec("R295")
def test_a_pasted_chat_is_read_line_by_line_and_its_answer_counts_when_it_was_written(client: Client) -> None:
    clerk, customer = staff("clerk", name="王敏"), a_customer()
    at = now().replace(microsecond=0)
    text = a_chat(
        ("周洁", at - 30 * MINUTE, "货到哪里了？"),
        ("周洁", at - 29 * MINUTE, "急用"),
        ("王敏", at - 27 * MINUTE, "在济南，明早到"),
    )
    client.force_login(clerk)

    picture = SimpleUploadedFile("chat.png", PNG)
    told = {"channel": "wechat", "direction": "in", "customer": customer.pk, "summary": text}
    seen = seen_in(client.post("/contacts/new/dialogue/", told, headers={"HX-Request": "true"}))
    client.post("/contacts/new/", {**told, **seen, "kind": "cargo_query", "papers": [picture]})

    contact, reply = Contact.objects.incoming().get(), Contact.objects.get(direction="out")
    case = Case.objects.get()
    assert [(line["who"], line["text"], line["ours"]) for line in contact.lines] == [
        ("周洁", "货到哪里了？", False),
        ("周洁", "急用", False),
        ("王敏", "在济南，明早到", True),
    ]
    assert (contact.at, contact.caller_name, contact.heading) == (at - 30 * MINUTE, "周洁", "货到哪里了？")
    assert (reply.at, reply.summary, reply.answers) == (at - 27 * MINUTE, "在济南，明早到", contact)
    assert case.reason == "货到哪里了？\n急用"
    assert (clock(contact, "call_answer").state, clock(case, "question_answer").state) == ("kept", "kept")
    assert Document.objects.about(contact).count() == 1
    page = client.get(contact.get_absolute_url()).content.decode()
    assert page.count('class="is-ours"') == 1 and "在济南，明早到" in page


def test_who_wrote_last_and_has_no_answer_waits_since_they_asked() -> None:
    clerk = staff("clerk", name="王敏")
    text = a_chat(
        ("周洁", NOON - 50 * MINUTE, "在吗"),
        ("王敏", NOON - 49 * MINUTE, "在"),
        ("周洁", NOON - 10 * MINUTE, "货到哪里了？"),
        ("周洁", NOON - 2 * MINUTE, "？？"),
    )

    contact = log_contact(channel="qq", summary=text, by=actor_of(clerk, NOON), at=NOON)

    assert contact.at == NOON - 10 * MINUTE
    assert contact.is_waiting
    assert clock(contact, "call_answer").due_at == NOON - 5 * MINUTE


@pytest.mark.spec("R295")
def test_pasted_about_an_open_case_it_counts_as_asking_again() -> None:
    clerk = staff("clerk", name="王敏")
    case = a_case("complaint", at=NOON - 60 * MINUTE)
    text = a_chat(("周洁", NOON - 3 * MINUTE, "有结果了吗"), ("王敏", NOON - MINUTE, "下午答复您"))

    contact = chase_case(case=case, channel="wechat", summary=text, by=actor_of(clerk, NOON), at=NOON)

    case.refresh_from_db()
    assert (case.chasers, contact.is_chaser) == (1, True)
    assert clock(contact, "call_answer").state == "kept"
    assert clock(case, "complaint_answer").met_at is None  # a word in a chat does not answer a complaint


def test_whose_lines_are_ours_is_not_guessed_but_a_known_caller_tells_it() -> None:
    by = actor_of(staff("clerk", name="王敏"), NOON)
    text = a_chat(("小周", NOON - 20 * MINUTE, "到哪里了"), ("客服小王", NOON - 9 * MINUTE, "在济南"))

    unknown = log_contact(channel="wechat", summary=text, by=by, at=NOON)
    known = log_contact(channel="wechat", caller_name="小周", summary=text, by=by, at=NOON)

    assert (unknown.at, unknown.is_waiting, [line["ours"] for line in unknown.lines]) == (
        NOON,
        True,
        [False, False],
    )
    known.refresh_from_db()
    assert (known.at, known.answered_at) == (NOON - 20 * MINUTE, NOON - 9 * MINUTE)


@pytest.mark.parametrize("text", ["货到哪里了？\n急用", "客户说 18:00 前要到\n地址：建国路8号"])
def test_an_unknown_layout_is_kept_whole_as_a_text(text: str) -> None:
    by = actor_of(staff("clerk"), NOON)

    contact = log_contact(channel="wechat", summary=text, by=by, at=NOON)

    assert (contact.lines, contact.summary, contact.at) == ([], text, NOON)


def test_a_message_from_outside_is_never_read_as_a_dialogue_of_ours() -> None:
    staff("clerk", name="王敏")
    text = a_chat(("周洁", NOON - 3 * MINUTE, "退款"), ("王敏", NOON - MINUTE, "同意"))

    contact = log_contact(channel="wechat", summary=text, by=HOUSE, at=NOON)

    assert (contact.lines, contact.is_waiting) == ([], True)


def test_programs_read_the_lines(client: Client) -> None:
    client.force_login(staff("clerk", name="王敏"))
    at = now() - 2 * MINUTE
    told = {"channel": "qq", "caller_name": "周洁", "summary": a_chat(("周洁", at, "到了吗"))}

    made = client.post("/api/v1/desk/contacts", told, content_type="application/json")

    assert made.status_code == 201, made.content
    assert [(line["who"], line["text"]) for line in made.json()["lines"]] == [("周洁", "到了吗")]


@pytest.fixture
def form(client: Client) -> Any:
    """The intake with a chat of three lines in it, whose sides nobody knows."""
    client.force_login(staff("clerk", name="王敏"))
    at = now().replace(microsecond=0)
    text = a_chat(
        ("小周", at - 30 * MINUTE, "货到哪里了？"),
        ("客服小王", at - 20 * MINUTE, "在济南"),
        ("小周", at - 10 * MINUTE, "谢谢"),
    )
    return {"channel": "wechat", "direction": "in", "summary": text}


def preview(client: Client, told: dict[str, Any]) -> Any:
    return client.post("/contacts/new/dialogue/", told, headers={"HX-Request": "true"})


@pytest.mark.spec("R295")
def test_a_pasted_chat_is_logged_only_after_it_was_looked_at(client: Client, form: Any) -> None:
    unseen = client.post("/contacts/new/", form)

    assert unseen.status_code == 422 and not Contact.objects.exists()
    page = unseen.content.decode()
    assert all(line in page for line in ("货到哪里了？", "在济南", "谢谢"))
    assert 'name="seen"' in page

    changed = {**form, **seen_in(unseen), "summary": form["summary"] + "\n还有一件"}
    assert client.post("/contacts/new/", changed).status_code == 422

    assert client.post("/contacts/new/", {**form, **seen_in(unseen)}).status_code == 302
    assert Contact.objects.count() == 1


def test_the_clerk_says_whose_lines_are_ours_and_swaps_them(client: Client, form: Any) -> None:
    form |= {"speaker": ["小周", "客服小王"], "side-0": "theirs"}
    right = seen_in(preview(client, form))
    swapped = seen_in(preview(client, {**form, **right, "swap": "1"}))

    assert (right["side-0"], right["side-1"]) == ("theirs", "ours")
    assert (swapped["side-0"], swapped["side-1"]) == ("ours", "theirs")

    client.post("/contacts/new/", {**form, **swapped, "swap": "1"})
    assert not Contact.objects.exists()
    client.post("/contacts/new/", {**form, **swapped})

    contact, reply = Contact.objects.incoming().get(), Contact.objects.get(direction="out")
    assert (contact.caller_name, reply.summary, reply.answers) == ("客服小王", "谢谢", contact)
    assert [line["ours"] for line in contact.lines] == [True, False, True]


def test_who_of_two_on_their_side_called_is_chosen(client: Client, form: Any) -> None:
    form |= {"speaker": ["小周", "客服小王"], "side-0": "theirs", "side-1": "theirs", "caller": "客服小王"}

    client.post("/contacts/new/", {**form, **seen_in(preview(client, form))})

    contact = Contact.objects.get()
    assert (contact.caller_name, contact.is_waiting) == ("客服小王", True)


def test_lines_that_are_all_ours_are_refused_and_nothing_is_lost(client: Client, form: Any) -> None:
    sides = {"speaker": ["小周", "客服小王"], "side-0": "ours", "side-1": "ours"}

    refused = client.post("/contacts/new/", {**form, **seen_in(preview(client, form)), **sides})

    assert refused.status_code == 422 and not Contact.objects.exists()
    page = refused.content.decode()
    assert "Say which lines the customer wrote" in page and "货到哪里了？" in page


@pytest.mark.parametrize("chosen", [{"as_text": "1"}, {"summary": "客户说货没到\n急用"}])
def test_a_text_that_is_not_read_as_a_chat_is_kept_as_it_is_and_the_page_says_so(
    client: Client, form: Any, chosen: dict[str, str]
) -> None:
    told = {**form, **chosen}
    shown = preview(client, told).content.decode()

    client.post("/contacts/new/", {**told, **seen_in(preview(client, told))})

    contact = Contact.objects.get()
    assert 'class="dialogue inside"' not in shown and '<p class="quiet">' in shown
    assert (contact.lines, contact.summary.splitlines()) == ([], told["summary"].strip().splitlines())


def test_asking_again_by_a_pasted_chat_is_looked_at_too(client: Client, form: Any) -> None:
    case = a_case("complaint", at=now() - 60 * MINUTE)
    address = f"/cases/{case.number}/chaser/"

    unseen = client.post(address, form)
    assert (unseen.status_code, Contact.objects.filter(is_chaser=True).count()) == (422, 0)
    client.post(address, {**form, **seen_in(unseen)})

    assert Contact.objects.get(is_chaser=True).case == case


def test_programs_look_at_a_chat_and_say_how_to_read_it(client: Client, form: Any) -> None:
    as_json = {"content_type": "application/json"}
    reading = {"ours": ["客服小王"]}

    plain = client.post("/api/v1/desk/contacts/dialogue", {"text": "到了吗"}, **as_json).json()
    read = client.post("/api/v1/desk/contacts/dialogue", {"text": form["summary"]}, **as_json).json()
    made = client.post(
        "/api/v1/desk/contacts",
        {"channel": "wechat", "summary": form["summary"], "reading": reading},
        **as_json,
    )
    refused = client.post(
        "/api/v1/desk/contacts/dialogue",
        {"text": form["summary"], "reading": {"ours": ["客服小王", "小周"]}},
        **as_json,
    )

    assert (plain["is_read"], read["is_read"], read["is_sure"], len(read["lines"])) == (False, True, False, 3)
    assert [line["ours"] for line in made.json()["lines"]] == [False, True, False]
    assert refused.status_code == 409
    assert Contact.objects.count() == 1


def test_who_does_not_work_at_the_desk_reads_no_chat(client: Client, form: Any) -> None:
    client.force_login(staff("client"))

    assert preview(client, form).status_code == 403
    asked = {"text": form["summary"]}
    assert client.post("/api/v1/desk/contacts/dialogue", asked, "application/json").status_code == 403
