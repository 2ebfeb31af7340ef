"""Chats by their verbs: clocks, who may speak, floods, what becomes of what was said."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kept.comms.models import Notice
from kept.desk.actions.call_centres import keep_call_centre
from kept.desk.actions.chatting import (
    ChatIsOver,
    HowToReachYou,
    NothingSaid,
    NotYours,
    TooFast,
    TooLong,
    TooMany,
    begin_chat,
    end_chat,
    end_idle_chats,
    note_typing,
    open_case_of_chat,
    pass_chat,
    say_in_chat,
    take_chat,
)
from kept.desk.models import Chat, ChatLine, Contact
from kept.desk.queries.chats import answer_promise, desk_of, is_resting, place_in_line
from kept.kernel.actor import Actor
from kept.kernel.models import Ping
from kept.kernel.outbox import deliver_due
from kept.people.models import Person
from kept.people.queries import actor_of
from kept.promises.models import Promise
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff

pytestmark = pytest.mark.django_db
OUTSIDE = Actor.link("chat")


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def a_chat(second: float = 0, **said: Any) -> Chat:
    given = {"name": "周洁", "phone": "13900010188", "text": "货到哪里了？", **said}
    return begin_chat(**given, by=OUTSIDE, at=after(second))


def a_talk(clerk: Person | None = None) -> tuple[Chat, Actor]:
    by = actor_of(clerk or staff("clerk"), NOON)
    return take_chat(chat=a_chat(), by=by, at=after(20)), by


def promised(chat: Chat) -> dict[str, str]:
    assert chat.contact is not None
    return {p.kind: p.state for p in Promise.objects.about(chat.contact)}


@pytest.mark.spec("R295")
def test_the_first_question_starts_the_clock_and_the_clerks_first_line_stops_it() -> None:
    chat, clerk = a_talk()
    assert (chat.contact.channel, promised(chat)) == ("chat", {"call_answer": "running"})  # type: ignore[union-attr]

    say_in_chat(chat=chat, side="visitor", text="运单 WB-1", by=OUTSIDE, at=after(30))
    assert promised(chat) == {"call_answer": "running"}
    say_in_chat(chat=chat, side="clerk", text="今晚到。", by=clerk, at=after(40))
    say_in_chat(chat=chat, side="clerk", text="请放心。", by=clerk, at=after(50))

    answer = Contact.objects.get(direction="out")
    assert (answer.answers, answer.summary, answer.channel) == (chat.contact, "今晚到。", "chat")
    assert promised(chat) == {"call_answer": "kept"}
    assert Chat.objects.get().answered_at == after(40)


def test_taking_a_chat_is_no_answer() -> None:
    chat, _clerk = a_talk()

    assert promised(chat) == {"call_answer": "running"}


def test_what_was_said_becomes_the_text_of_the_contact() -> None:
    clerk = staff("clerk", name="林静")
    chat, by = a_talk(clerk)
    say_in_chat(chat=chat, side="clerk", text="今晚到。", by=by, at=after(40))

    end_chat(chat=chat, by=by, at=after(60))

    contact = Contact.objects.incoming().get()
    assert contact.summary == "周洁: 货到哪里了？\n林静: 今晚到。"
    assert contact.person == clerk
    with pytest.raises(ChatIsOver):
        say_in_chat(chat=chat, side="visitor", text="还有", by=OUTSIDE, at=after(70))


def test_a_visitor_who_leaves_unanswered_is_still_owed_an_answer() -> None:
    chat = end_chat(chat=a_chat(), by=OUTSIDE, at=after(60))

    assert promised(chat) == {"call_answer": "running"}
    assert Contact.objects.waiting().count() == 1


def test_only_who_has_the_chat_answers_it() -> None:
    first, second = staff("clerk"), staff("clerk")
    chat, one = a_talk(first)
    two = actor_of(second, NOON)

    with pytest.raises(NotYours):
        say_in_chat(chat=chat, side="clerk", text="您好", by=two, at=after(30))

    pass_chat(chat=chat, to=second, by=one, at=after(40))
    say_in_chat(chat=chat, side="clerk", text="您好", by=two, at=after(50))
    assert Chat.objects.get().person == second
    assert list(ChatLine.objects.filter(side="house").values_list("person", flat=True)) == [
        first.pk,
        second.pk,
    ]


def test_people_new_to_the_work_take_no_chats() -> None:
    with pytest.raises(Exception, match="take no chats"):
        a_talk(staff("clerk", is_new=True))


def test_the_same_line_sent_twice_is_said_once() -> None:
    chat = a_chat()
    for _ in range(2):
        say_in_chat(chat=chat, side="visitor", text="在吗", key="k-1", by=OUTSIDE, at=after(5))

    assert chat.lines.filter(text="在吗").count() == 1


def test_floods_are_stopped_by_our_rule_numbers() -> None:
    chat = a_chat(origin="here")
    for place in range(19):
        say_in_chat(chat=chat, side="visitor", text=str(place), by=OUTSIDE, at=after(place))
    with pytest.raises(TooFast):
        say_in_chat(chat=chat, side="visitor", text="more", by=OUTSIDE, at=after(30))
    say_in_chat(chat=chat, side="visitor", text="later", by=OUTSIDE, at=after(90))

    for place in range(5):
        a_chat(place, origin="here")
    with pytest.raises(TooMany):
        a_chat(60, origin="here")
    a_chat(60, origin="elsewhere")
    a_chat(3700, origin="here")


@pytest.mark.parametrize(
    ("said", "why"),
    [({"text": "  "}, NothingSaid), ({"text": "x" * 2001}, TooLong), ({"phone": ""}, HowToReachYou)],
)
def test_what_makes_no_chat_is_refused_and_leaves_nothing(said: dict[str, str], why: type[Exception]) -> None:
    with pytest.raises(why):
        a_chat(**said)

    assert Chat.objects.count() == Contact.objects.count() == 0


def test_a_chat_becomes_a_case_of_the_customer_once() -> None:
    customer = a_customer()
    chat = a_chat(customer=customer)

    case = open_case_of_chat(chat=chat, kind="complaint", by=HOUSE, at=after(60))

    assert (case.customer, case.kind, case.reason) == (customer, "complaint", "周洁: 货到哪里了？")
    assert open_case_of_chat(chat=chat, by=HOUSE, at=after(70)) == case


def test_who_waits_knows_their_place() -> None:
    chats = [a_chat(second) for second in (0, 1, 2)]
    assert [place_in_line(chat) for chat in chats] == [1, 2, 3]

    taken = take_chat(chat=chats[0], by=actor_of(staff("clerk"), NOON), at=after(10))

    assert [place_in_line(chat) for chat in (taken, chats[1], chats[2])] == [0, 1, 2]


@pytest.mark.spec("R293", "R294")
def test_the_answer_clock_runs_day_and_night_unless_a_policy_says_otherwise() -> None:
    night = NOON.replace(hour=23)
    chat = begin_chat(name="周洁", phone="13900010188", text="在吗", by=OUTSIDE, at=night)
    promise = answer_promise(chat)

    assert promise is not None and promise.due_at == night + timedelta(minutes=5)
    assert not is_resting(promise, night)


def test_silent_chats_are_over_after_a_while() -> None:
    a_chat()
    talk = a_chat(1000)

    assert end_idle_chats(idle_for=timedelta(minutes=30), by=HOUSE, at=after(2000)) == 1
    assert list(Chat.objects.unfinished()) == [talk]


def test_the_desk_sees_waiting_own_and_others_chats() -> None:
    me, other = staff("clerk"), staff("clerk")
    waiting = a_chat()
    mine, _by = a_talk(me)
    theirs, _by = a_talk(other)

    desk = desk_of(actor_of(me, NOON))

    assert (desk.waiting, desk.mine, desk.others, desk.over) == ([waiting], [mine], [theirs], [])


def test_the_chosen_chat_stays_marked_when_the_list_comes_anew(client: Client) -> None:
    chat = a_chat()
    client.force_login(staff("clerk"))
    again = f"{reverse('desk:chats')}?chosen={chat.number}"

    page = client.get(chat.get_absolute_url()).content.decode()
    anew = client.get(again, headers={"HX-Request": "true"}).content.decode()

    assert f'hx-get="{again}"' in page
    assert page.count('aria-current="true"') == anew.count('aria-current="true"') == 1


def test_a_visitor_nobody_knows_waits_where_the_hotline_is_answered() -> None:
    a_branch(is_headquarters=True)
    hotline = a_branch(code="SH", name="上海分公司")
    clerk = actor_of(staff("clerk", branch=hotline), NOON)
    a_chat(phone="13900010177")
    assert desk_of(clerk).waiting == []

    keep_call_centre(name="客服热线", branch=hotline, line="4008009900", by=HOUSE, at=NOON)
    chat = a_chat(60)

    assert (chat.branch, chat.contact and chat.contact.branch) == (hotline, hotline)
    assert desk_of(clerk).waiting == [chat]


def test_typing_is_told_to_the_other_side_and_kept_nowhere() -> None:
    clerk = staff("clerk")
    chat, _by = a_talk(clerk)
    Ping.objects.all().delete()

    note_typing(chat=chat, side="visitor", at=NOON)
    note_typing(chat=chat, side="clerk", at=NOON)

    assert list(Ping.objects.values_list("topic", "person_id", "key")) == [
        ("typing", clerk.pk, ""),
        ("typing", None, chat.key),
    ]


def test_a_colleague_is_told_that_a_chat_was_passed_on_to_them() -> None:
    one, second = staff("clerk"), staff("clerk")
    chat = take_chat(chat=a_chat(), by=actor_of(one, NOON), at=after(10))

    pass_chat(chat=chat, to=second, by=actor_of(one, NOON), at=after(40))
    deliver_due()

    [told] = Notice.objects.filter(name="desk.chat_passed_on")
    assert (told.person, told.url) == (second, chat.get_absolute_url())
