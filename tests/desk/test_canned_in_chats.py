"""Canned replies in a chat: put into the line, filled by what is known, sent by the clerk."""

from __future__ import annotations

import pytest
from django.test import Client

from kept.desk.actions.chatting import begin_chat, open_case_of_chat, take_chat
from kept.desk.models import CannedReply, Chat
from kept.kernel.actor import Actor
from kept.people.models import Person, Team
from kept.people.queries import actor_of
from tests.factories import NOON, a_branch, staff

pytestmark = pytest.mark.django_db
TEXT = "{{customer}}您好，我是{{clerk}}，{{number}} 正在核查，预计 {{eta}}。"


def a_reply(**details: object) -> CannedReply:
    given = {"name": "正在核查", "texts": {"zh-hans": TEXT}, "changed_at": NOON, **details}
    return CannedReply.objects.create(**given)


@pytest.fixture
def clerk(client: Client) -> Person:
    client.cookies["django_language"] = "zh-hans"
    person = staff("clerk", name="王敏")
    client.force_login(person)
    return person


def a_taken_chat(clerk: Person) -> Chat:
    outside = Actor.link("chat")
    chat = begin_chat(name="周洁", phone="13900010188", text="货到哪里了？", by=outside, at=NOON)
    return take_chat(chat=chat, by=actor_of(clerk, NOON), at=NOON)


def test_it_is_filled_by_what_the_chat_tells(client: Client, clerk: Person) -> None:
    reply, chat = a_reply(), a_taken_chat(clerk)
    address = f"{chat.get_absolute_url()}?canned={reply.pk}"
    assert address in client.get(chat.get_absolute_url()).content.decode()

    page = client.get(address).content.decode()

    assert f"周洁您好，我是王敏，{chat.number} 正在核查，预计 尚不清楚。" in page
    assert chat.lines.filter(side="clerk").count() == 0


def test_with_a_case_it_is_filled_by_the_case(client: Client, clerk: Person) -> None:
    reply, chat = a_reply(), a_taken_chat(clerk)
    case = open_case_of_chat(chat=chat, kind="question", by=actor_of(clerk, NOON), at=NOON)

    page = client.get(f"{chat.get_absolute_url()}?canned={reply.pk}").content.decode()

    assert f"{case.number} 正在核查" in page


def test_what_is_offered_to_another_team_or_made_up_is_not_put_in(client: Client, clerk: Person) -> None:
    team = Team.objects.create(name="夜班", branch=a_branch())
    reply, chat = a_reply(team=team), a_taken_chat(clerk)

    for asked in (str(reply.pk), "0", "x", "9" * 40):
        page = client.get(chat.get_absolute_url(), {"canned": asked})
        assert (page.status_code, "正在核查" in page.content.decode()) == (200, False)
