"""Who writes while nobody works hears so, once in a closed period, and no machine ever does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from kept.comms.actions import send_waiting
from kept.comms.actions.keeping import keep_raw
from kept.comms.actions.reading import read_waiting, replay_message
from kept.comms.models import Account, Incoming, Message
from kept.comms.rules.letters import message_id_of
from kept.desk.actions.chatting import begin_chat, take_chat
from kept.desk.actions.closing_hours import tell_closed
from kept.desk.actions.queues import save_queue
from kept.desk.models import Chat, ClosedNotice, Contact, Queue
from kept.desk.queries.chats import closed_now
from kept.desk.queries.routing import hours_of
from kept.kernel.actor import Actor
from kept.kernel.outbox import deliver_due
from kept.methods.clock import WorkingCalendar
from kept.people.actions.rule_numbers import set_rule
from kept.people.queries import actor_of
from kept.promises.actions.calendars import publish_calendar
from kept.promises.models import Promise, ServiceCalendar
from tests.comms.servers import a_free_port, a_mail, a_mail_account, an_sms_account
from tests.desk.calls import a_missed_call
from tests.desk.scenes import a_call
from tests.desk.test_texting import comes_in
from tests.factories import HOUSE, NOON, staff

pytestmark = pytest.mark.django_db

NIGHT = NOON.replace(hour=22)
MORNING = NOON.replace(day=3, hour=9)
OUTSIDE = Actor.link("chat")
WORDS = {"zh-hans": "现在是下班时间。", "en": "Nobody works now."}
Clock = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every queue is served from 9 to 18 on weekdays and says so; it is ten at night."""
    calendar = ServiceCalendar.objects.create(code="desk", words={"en": "Desk"})
    hours = WorkingCalendar("Asia/Shanghai", dict.fromkeys(range(5), ((540, 1080),)))
    publish_calendar(calendar=calendar, working=hours, by=HOUSE, at=NOON)
    for queue in Queue.objects.all():
        queue.calendar, queue.notices = calendar, {"all": WORDS}
        save_queue(queue=queue, by=HOUSE, at=NOON)
    monkeypatch.setattr("kept.desk.handlers.now", lambda: NIGHT)


@pytest.fixture
def it_is(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return lambda moment: monkeypatch.setattr("kept.desk.handlers.now", lambda: moment)


def told() -> None:
    while deliver_due():
        pass


def arrives(text: str = "货到哪里了？", at: datetime = NIGHT, **headers: str) -> Incoming:
    account = Account.objects.first() or a_mail_account()
    raw = a_mail(text, **headers)
    message, _ = keep_raw(account=account, raw=raw, control=message_id_of(raw), received_at=at, at=at)
    read_waiting(at=at)
    told()
    message.refresh_from_db()
    return message


def a_chat(at: datetime = NIGHT, **said: Any) -> Chat:
    given = {"name": "周洁", "phone": "13900010188", "text": "货到哪里了？", **said}
    return begin_chat(**given, by=OUTSIDE, at=at)


def test_a_mail_at_night_is_told_once_when_we_are_back() -> None:
    message = arrives()

    [notice] = ClosedNotice.objects.all()
    [sent] = Message.objects.all()
    assert notice.opens_at == MORNING
    assert notice.text == "现在是下班时间。\n\n我们将于 2026-03-03 周二 09:00 (UTC+08:00) 恢复服务。"
    assert (sent.to, sent.is_automatic, sent.references[-1]) == (message.sender, True, message.control)
    assert sent.body.startswith(notice.text)


def test_the_notice_says_that_a_machine_wrote_it_and_is_no_answer() -> None:
    message = arrives()

    send_waiting(at=NIGHT)

    contact = Contact.objects.get(pk=message.about_id)
    assert contact.is_waiting
    assert not contact.answered_by.exists()
    assert Promise.objects.about(contact).running().exists()
    assert [m.extra_headers["Auto-Submitted"] for m in mail.outbox] == ["auto-replied"]


def test_who_writes_english_is_answered_in_english() -> None:
    arrives("Where is my cargo?")

    text = ClosedNotice.objects.get().text
    assert text == "Nobody works now.\n\nWe are back on 2026-03-03 Tuesday 09:00 (UTC+08:00)."


def test_a_second_mail_of_the_same_night_is_not_answered_and_one_of_the_next_is(it_is: Clock) -> None:
    for minutes in (0, 5, 600):
        it_is(NIGHT + timedelta(minutes=minutes))
        arrives(at=NIGHT + timedelta(minutes=minutes))
    once = ClosedNotice.objects.count()

    it_is(NIGHT + timedelta(days=1))
    arrives(at=NIGHT + timedelta(days=1))

    assert (once, Message.objects.count()) == (1, 2)
    assert [row.opens_at for row in ClosedNotice.objects.order_by("pk")] == [
        MORNING,
        MORNING + timedelta(days=1),
    ]


def test_a_weekend_is_one_closed_period(it_is: Clock) -> None:
    friday = NOON.replace(day=6, hour=19)
    for hours in (0, 20, 60):
        it_is(friday + timedelta(hours=hours))
        arrives(at=friday + timedelta(hours=hours))

    assert [row.opens_at for row in ClosedNotice.objects.all()] == [NOON.replace(day=9, hour=9)]


def test_two_senders_are_told_each() -> None:
    arrives(From="one@hongda.example")
    arrives(From="two@hongda.example")

    assert {row.sender for row in ClosedNotice.objects.all()} == {"one@hongda.example", "two@hongda.example"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Subject": "自动回复：外出"},
        {"List_Id": "news.example"},
    ],
)
def test_no_machine_is_answered_even_when_it_is_taken_in(headers: dict[str, str]) -> None:
    message = arrives(**headers)
    replay_message(message=message, as_person=True, by=HOUSE, at=NIGHT)
    read_waiting(at=NIGHT)
    told()

    message.refresh_from_db()
    assert message.about_id is not None
    assert not Message.objects.exists()


def test_a_sender_who_shows_another_address_is_not_answered() -> None:
    arrives(From='"boss@customer.example" <somebody@elsewhere.example>')

    assert not Message.objects.exists()


@pytest.mark.parametrize("moment", [NOON, MORNING])
def test_nothing_is_said_within_the_hours_or_when_the_worker_was_late(moment: datetime, it_is: Clock) -> None:
    it_is(moment)
    arrives(at=NIGHT if moment == MORNING else NOON)

    assert not Message.objects.exists()


def test_a_queue_without_words_says_nothing() -> None:
    Queue.objects.update(notices={})

    arrives()

    assert not ClosedNotice.objects.exists()


def test_a_calendar_that_never_opens_again_gives_no_moment() -> None:
    calendar = ServiceCalendar.objects.get(code="desk")
    publish_calendar(calendar=calendar, working=WorkingCalendar("Asia/Shanghai", {}), by=HOUSE, at=NOON)

    arrives()

    assert ClosedNotice.objects.get().text == "现在是下班时间。"


def test_a_chat_at_night_hears_it_as_a_line_of_the_house(client: Client) -> None:
    chat = a_chat()

    told()

    [line] = chat.lines.filter(side="house")
    assert line.text == ClosedNotice.objects.get().text
    assert "现在是下班时间。" in client.get(reverse("portal:chat", args=[chat.token])).content.decode()
    client.force_login(staff("clerk"))
    lines = client.get(f"/api/v1/desk/chats/{chat.number}").json()["lines"]
    assert [(row["side"], row["by"]) for row in lines] == [("visitor", "周洁"), ("house", "")]


def test_a_visitor_who_was_told_that_nobody_works_is_not_promised_somebody_at_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = a_chat()
    told()

    def page_at(at: datetime) -> str:
        monkeypatch.setattr("kept.portal.ui.chat_views.now", lambda: at)
        return client.get(
            reverse("portal:chat", args=[chat.token]), headers={"Accept-Language": "en"}
        ).content.decode()

    assert "A colleague comes at once." not in page_at(NIGHT)
    assert "A colleague comes at once." in page_at(MORNING + timedelta(hours=1))


def test_a_second_chat_of_the_same_visitor_is_not_told_again() -> None:
    for minutes in (0, 10):
        a_chat(at=NIGHT + timedelta(minutes=minutes))
        told()

    assert ClosedNotice.objects.count() == 1


def test_a_second_chat_of_the_night_is_not_promised_somebody_at_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for minutes in (0, 10):
        chat = a_chat(at=NIGHT + timedelta(minutes=minutes))
        told()

    def page_at(at: datetime) -> str:
        monkeypatch.setattr("kept.portal.ui.chat_views.now", lambda: at)
        return client.get(
            reverse("portal:chat", args=[chat.token]), headers={"Accept-Language": "en"}
        ).content.decode()

    at_night, by_day = page_at(NIGHT + timedelta(minutes=11)), page_at(MORNING + timedelta(hours=1))
    assert "A colleague comes at once." not in at_night
    assert "We are back:" in at_night
    assert "A colleague comes at once." in by_day


def test_a_chat_that_the_worker_has_not_placed_yet_knows_the_hours_of_its_queue() -> None:
    chat = a_chat()

    closed = closed_now(chat, NIGHT)

    assert closed is not None
    assert closed.opens_at == MORNING
    assert closed_now(chat, MORNING) is None


def test_a_chat_that_somebody_took_is_not_told_that_nobody_works() -> None:
    chat = a_chat()
    take_chat(chat=chat, by=actor_of(staff("clerk"), NIGHT), at=NIGHT)

    told()

    assert not ClosedNotice.objects.exists()


def test_a_call_that_a_clerk_writes_down_is_not_answered_by_itself() -> None:
    calls = [a_call(at=NIGHT), a_call(channel="email", email="wang@hongda.example", at=NIGHT)]
    told()

    assert [tell_closed(contact=call, by=HOUSE, at=NIGHT) for call in calls] == [None, None]


def test_the_contact_and_its_place_say_what_was_told(client: Client) -> None:
    client.force_login(staff("service_manager"))
    contact = Contact.objects.get(pk=arrives().about_id)

    page = client.get(contact.get_absolute_url()).content.decode()
    places = client.get(f"{reverse('desk:places')}?columns=matter&columns=notice&export=csv")

    assert "恢复服务" in page
    assert "Told that we are closed" in page
    assert f"{NIGHT:%Y-%m-%d %H:%M}" in places.getvalue().decode()


@pytest.mark.parametrize(
    ("at", "is_open", "opens_at"),
    [(NOON, True, None), (NIGHT, False, MORNING), (NOON.replace(hour=18), False, MORNING)],
)
def test_a_queue_knows_when_it_opens_next(at: datetime, is_open: bool, opens_at: datetime | None) -> None:
    hours = hours_of(Queue.objects.get(code="general"), at)

    assert (hours.is_open, hours.opens_at) == (is_open, opens_at)


@pytest.fixture
def gateway() -> Account:
    return an_sms_account(a_free_port())


def an_sms_arrives(at: datetime = NIGHT) -> Contact:
    phone = "+86 139-0001-0188"
    contact = comes_in("货到哪里了？", phone=phone, number=f"{phone}{at}", at=at)
    told()
    return contact


def a_night_call(phone: str = "13900010188", at: datetime = NIGHT) -> Contact:
    call = a_missed_call((at - NOON).total_seconds(), rings=20, phone=phone)
    told()
    assert call.contact is not None
    return call.contact


def calls_are_answered() -> None:
    set_rule(key="desk.sms_to_missed_calls", value=Decimal(1), by=HOUSE, at=NOON)


def test_an_sms_at_night_is_answered_by_sms_and_its_clock_runs_on(gateway: Account) -> None:
    contact = an_sms_arrives()

    [sent] = Message.objects.all()
    assert (sent.account, sent.medium, sent.to, sent.about_id) == (gateway, "sms", "13900010188", contact.pk)
    assert sent.body == ClosedNotice.objects.get().text
    assert "2026-03-03" in sent.body
    contact.refresh_from_db()
    assert contact.is_waiting and not contact.answered_by.exists()


def test_a_missed_call_of_a_mobile_is_answered_where_the_company_wants_it(gateway: Account) -> None:
    a_night_call()
    assert not Message.objects.exists()

    calls_are_answered()
    a_night_call("13900010199")
    a_night_call("021-58881234")

    assert [sent.to for sent in Message.objects.all()] == ["13900010199"]


def test_one_person_is_told_once_by_whatever_way_they_come(gateway: Account, it_is: Clock) -> None:
    calls_are_answered()
    an_sms_arrives()
    an_sms_arrives(at=NIGHT + timedelta(minutes=5))
    a_night_call(at=NIGHT + timedelta(minutes=20))
    a_chat(phone="13900010188", at=NIGHT + timedelta(minutes=30))
    told()
    assert ClosedNotice.objects.count() == 1

    it_is(NIGHT + timedelta(days=1))
    an_sms_arrives(at=NIGHT + timedelta(days=1))

    assert [row.opens_at for row in ClosedNotice.objects.order_by("pk")] == [
        MORNING,
        MORNING + timedelta(days=1),
    ]


def test_without_a_channel_for_sms_or_by_day_nothing_goes_out(it_is: Clock) -> None:
    an_sms_arrives()
    an_sms_account(a_free_port())
    it_is(NOON)
    an_sms_arrives(at=NOON)

    assert not ClosedNotice.objects.exists() and not Message.objects.exists()


def test_a_long_notice_keeps_the_moment_within_an_sms(gateway: Account) -> None:
    for queue in Queue.objects.all():
        queue.notices = {"all": {"zh-hans": "下班。" * 300}}
        save_queue(queue=queue, by=HOUSE, at=NOON)

    an_sms_arrives()

    text = Message.objects.get().body
    assert len(text) == 500 and "2026-03-03" in text
