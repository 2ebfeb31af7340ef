"""The visitor's side of a chat, and the clerk's pages that answer it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kept.desk.models import Chat, ChatLine, Contact
from kept.people.models import Person
from tests.factories import a_branch, a_customer, staff

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


@pytest.fixture
def visitor() -> Client:
    return Client()


def begin(visitor: Client, **said: Any) -> Chat:
    told = {"name": "周洁", "phone": "13900010188", "text": "货到哪里了？", **said}
    answer = visitor.post("/chat/", told)
    assert answer.status_code == 302, answer.content.decode()
    return Chat.objects.latest("pk")


def clerk_at(client: Client, **where: Any) -> Person:
    person = staff("clerk", **where)
    client.force_login(person)
    return person


def test_anybody_chats_without_a_login(visitor: Client) -> None:
    chat = begin(visitor)
    page = visitor.get(f"/chat/{chat.token}/").content.decode()

    assert "货到哪里了？" in page and "Your place in the line: 1" in page
    assert f'data-listen="/live/?token={chat.token}"' in page
    assert chat.visitor is None and chat.customer is None and len(chat.origin) == 32


def test_a_signed_in_client_is_asked_only_the_question(visitor: Client) -> None:
    customer = a_customer()
    person = staff("client", customer=customer, name="周洁")
    visitor.force_login(person)
    form = visitor.get("/chat/").content.decode()

    visitor.post("/chat/", {"text": "几点到？"})

    chat = Chat.objects.get()
    assert 'name="phone"' not in form
    assert (chat.customer, chat.visitor, chat.visitor_name) == (customer, person, "周洁")
    assert "/chat/" in visitor.get("/portal/").content.decode()


def test_both_sides_read_what_is_said_and_who_answers(visitor: Client, client: Client) -> None:
    clerk = clerk_at(client, name="林静")
    chat = begin(visitor)
    assert "周洁" in client.get("/chats/").content.decode()

    client.post(f"/chats/{chat.number}/taking/")
    mine = client.post(f"/chats/{chat.number}/lines/", {"text": "今晚到。", "key": "a"}, headers=PART)
    theirs = visitor.get(f"/chat/{chat.token}/", headers=PART).content.decode()
    said = visitor.post(f"/chat/{chat.token}/lines/", {"text": "谢谢", "key": "b"}, headers=PART)

    assert "今晚到。" in mine.content.decode() and "<html" not in mine.content.decode()
    assert "今晚到。" in theirs and "林静 answers you." in theirs
    assert "谢谢" in said.content.decode()
    page = client.get(f"/chats/{chat.number}/").content.decode()
    assert "谢谢" in page and "data-line-form" in page
    assert Contact.objects.get(direction="out").person == clerk


def test_without_script_a_line_leads_back_to_the_chat(visitor: Client) -> None:
    chat = begin(visitor)

    answer = visitor.post(f"/chat/{chat.token}/lines/", {"text": "在吗"})

    assert (answer.status_code, answer["Location"]) == (302, f"/chat/{chat.token}/")


def test_scripts_and_marks_are_only_text(visitor: Client, client: Client) -> None:
    clerk_at(client)
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    chat = begin(visitor, name="<b>周</b>", text=evil)

    for page in (
        visitor.get(f"/chat/{chat.token}/"),
        client.get(f"/chats/{chat.number}/"),
        client.get("/chats/"),
    ):
        text = page.content.decode()
        assert "<script>alert" not in text and "<img src=x" not in text and "<b>周" not in text
    assert "&lt;script&gt;" in visitor.get(f"/chat/{chat.token}/").content.decode()


def test_files_are_judged_by_content_and_opened_by_this_chat_alone(visitor: Client, client: Client) -> None:
    clerk_at(client)
    chat, other = begin(visitor), begin(visitor)
    send = f"/chat/{chat.token}/lines/"

    taken = visitor.post(send, {"text": "", "upload": SimpleUploadedFile("外箱.png", PNG)}, headers=PART)
    refused = visitor.post(
        send, {"text": "", "upload": SimpleUploadedFile("x.png", b"MZ\x90\x00")}, headers=PART
    )

    line = ChatLine.objects.get(document__isnull=False)
    path = re.search(r"/chat/[^\"]*/files/\d+/", taken.content.decode())
    assert path is not None and refused.status_code == 409
    assert visitor.get(path.group())["Content-Type"] == "image/png"
    assert visitor.get(f"/chat/{other.token}/files/{line.pk}/").status_code == 404
    assert "外箱.png" in client.get(f"/chats/{chat.number}/").content.decode()


def test_a_wrong_address_opens_nothing(visitor: Client) -> None:
    for path in ("/chat/made-up/", "/chat/made-up/files/1/"):
        assert visitor.get(path).status_code == 404
    for path in ("lines", "typing", "end"):
        assert visitor.post(f"/chat/made-up/{path}/", {"text": "x"}).status_code == 404


def test_a_refusal_keeps_what_was_typed(visitor: Client) -> None:
    answer = visitor.post("/chat/", {"name": "周洁", "text": "货到哪里了？"})

    assert answer.status_code == 422
    assert (
        "货到哪里了？" in answer.content.decode()
        and "phone number or a mail address" in answer.content.decode()
    )


def test_a_chat_is_for_the_branch_that_has_it(visitor: Client, client: Client) -> None:
    here, there = a_branch(), a_branch()
    visitor.force_login(staff("client", customer=a_customer(branch=here)))
    chat = begin(visitor)

    clerk_at(client, branch=there)
    assert client.get(f"/chats/{chat.number}/").status_code == 404
    assert chat.visitor_name not in client.get("/chats/").content.decode()
    clerk_at(client, branch=here)
    assert client.get(f"/chats/{chat.number}/").status_code == 200


def test_a_case_in_one_click_a_colleague_and_the_end(visitor: Client, client: Client) -> None:
    clerk_at(client)
    other = staff("clerk")
    chat = begin(visitor)
    client.post(f"/chats/{chat.number}/taking/")

    client.post(f"/chats/{chat.number}/case/", {"kind": "cargo_query"})
    client.post(f"/chats/{chat.number}/passing/", {"to": other.pk})
    client.force_login(other)
    client.post(f"/chats/{chat.number}/end/")

    chat.refresh_from_db()
    assert chat.contact is not None and chat.contact.case is not None
    assert (chat.contact.case.kind, chat.person, chat.state) == ("cargo_query", other, "ended")
    assert "The chat is over." in visitor.get(f"/chat/{chat.token}/").content.decode()


def test_the_workspace_costs_the_same_with_one_chat_and_with_three(
    visitor: Client, client: Client, django_assert_num_queries: Any
) -> None:
    clerk_at(client)
    begin(visitor)
    client.get("/chats/")
    with django_assert_num_queries(4):
        client.get("/chats/")
    begin(visitor)
    begin(visitor)
    with django_assert_num_queries(4):
        client.get("/chats/")


def test_programs_read_what_was_said(visitor: Client, client: Client) -> None:
    chat = begin(visitor)
    clerk_at(client)

    listed = client.get("/api/v1/desk/chats?state=waiting").json()
    one = client.get(f"/api/v1/desk/chats/{chat.number}").json()

    assert [each["number"] for each in listed] == [chat.number]
    assert [(line["side"], line["by"], line["text"]) for line in one["lines"]] == [
        ("visitor", "周洁", "货到哪里了？")
    ]
    assert visitor.get("/api/v1/desk/chats").status_code == 401
