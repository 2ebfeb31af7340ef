"""Receivers are told that they can collect their goods, with proof of who was told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kept.comms.models import Message
from kept.kernel.models import EventRecord
from kept.promises.models import Promise
from kept.transport.actions.noticing import see_standstill
from kept.transport.actions.pickup_notices import (
    BeforeArrival,
    NoSmsService,
    NotWaiting,
    NotYet,
    NumberMissing,
    SexMissing,
    WhoMissing,
    note_attempt,
    send_notice,
    set_pickup,
)
from kept.transport.actions.watching import see_delays, see_silence, see_uncollected
from kept.transport.models import NoticeAttempt, PickupNotice
from kept.transport.queries.pickup_words import points_of, text_of
from tests.factories import HOUSE, NOON, a_branch, staff
from tests.transport.shipments import a_shipment
from tests.transport.test_api import Program
from tests.transport.test_delivering import hand_over
from tests.transport.test_tracking import news, tell
from tests.transport.test_watching import HOUR, kinds

pytestmark = pytest.mark.django_db


def arrived(hours: float = 1, **details: Any) -> PickupNotice:
    given = {"is_collected": True, "promised_at": NOON + 72 * HOUR, **details}
    shipment = a_shipment(**given)
    tell(news(shipment, "picked_up", 0), news(shipment, "arrived_hub", hours, place="武汉汉口北站"))
    return PickupNotice.objects.get(shipment=shipment)


def call(notice: PickupNotice, result: str = "told", hours: float = 2, **details: Any) -> NoticeAttempt:
    who = {"answered_by": "张三的妻子", "sex": "female"} if result in ("told", "refused") else {}
    given = {"dialled": "13812340000", "tried_at": NOON + hours * HOUR, **who, **details}
    return note_attempt(notice=notice, result=result, **given, by=HOUSE, at=NOON + 72 * HOUR)


def promise_of(notice: PickupNotice) -> Promise:
    return Promise.objects.about(notice.shipment).of_kind("pickup_notice").get()


@pytest.mark.spec("R281")
def test_goods_that_their_receiver_collects_start_the_notice_when_they_arrive() -> None:
    notice = arrived()
    brought = a_shipment()
    tell(news(brought, "arrived_hub", 1, place="武汉"))
    elsewhere = a_shipment(is_collected=True)
    tell(news(elsewhere, "arrived_hub", 1, place="郑州"))

    assert list(PickupNotice.objects.all()) == [notice]
    assert (notice.place, notice.arrived_at, notice.next_at) == ("武汉汉口北站", NOON + HOUR, NOON + HOUR)
    assert promise_of(notice).due_at == NOON + 3 * HOUR
    assert notice.promise == promise_of(notice)


def test_a_carrier_may_say_outright_that_goods_wait_for_pickup() -> None:
    shipment = a_shipment()
    tell(news(shipment, "ready_for_pickup", 1, place="汉口北 3 号库"))
    tell(news(shipment, "ready_for_pickup", 2, place="汉口北 4 号库"))

    notice = PickupNotice.objects.get(shipment=shipment)
    assert notice.place == "汉口北 3 号库"
    assert notice.shipment.state == "in_transit"


@pytest.mark.spec("R281", "R261")
def test_the_card_says_origin_pieces_money_papers_place_hours_and_storage_in_the_listeners_language() -> None:
    notice = arrived(cod_amount=120_000, payment="freight_collect")
    said = {p.label: p for p in points_of(notice, language="en", at=NOON)}
    assert said["Money to bring"].is_missing
    assert said["Opening hours"].is_missing

    notice = set_pickup(notice=notice, place="汉口北 3 号库", hours="8:00–20:00", freight_due=8_050)
    said = {p.label: p for p in points_of(notice, language="en", at=NOON)}

    assert said["Sent from"].words == "上海"
    assert said["Pieces"].words == "10 pieces"
    assert said["Money to bring"].words == "for the goods ¥1,200.00, freight ¥80.50, together ¥1,280.50"
    assert "identity card" in said["Bring along"].words
    assert said["Place of pick-up"].words == "汉口北 3 号库"
    assert said["Opening hours"].words == "8:00–20:00"
    assert said["Storage"].words.startswith("Free for 3 days, until 2026-03-05")
    assert "发站" in text_of(notice, language="zh-hans", at=NOON)
    assert "提貨" in text_of(notice, language="zh-hant", at=NOON)


@pytest.mark.spec("R282")
def test_a_call_is_kept_with_when_who_answered_and_sex_and_keeps_the_promise() -> None:
    notice = arrived()

    call(notice, hours=2)

    kept = NoticeAttempt.objects.get()
    assert (kept.tried_at, kept.dialled, kept.answered_by, kept.sex) == (
        NOON + 2 * HOUR,
        "13812340000",
        "张三的妻子",
        "female",
    )
    assert promise_of(notice).state == "kept"
    notice.refresh_from_db()
    assert (notice.told_at, notice.next_at, notice.tries) == (NOON + 2 * HOUR, None, 1)
    line = EventRecord.objects.get(name="transport.pickup_notice_tried")
    assert (line.subject_number, line.data["result"]) == (notice.number, "told")
    assert "张三" not in str(line.data)


@pytest.mark.spec("R282")
def test_no_proof_without_number_name_and_sex_and_none_from_another_time() -> None:
    notice = arrived()

    for wrong, refusal in (
        ({"dialled": " "}, NumberMissing),
        ({"answered_by": ""}, WhoMissing),
        ({"sex": ""}, SexMissing),
        ({"hours": 0.5}, BeforeArrival),
        ({"hours": 80}, NotYet),
    ):
        with pytest.raises(refusal):
            call(notice, **wrong)  # type: ignore[arg-type]

    assert not NoticeAttempt.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeAttempt.objects.create(
            notice=notice, tried_at=NOON, recorded_at=NOON, dialled="1", result="told", answered_by="甲"
        )


def test_who_did_not_answer_is_called_again_and_a_wrong_number_needs_another_at_once() -> None:
    notice = arrived()

    call(notice, "no_answer", hours=2)
    notice.refresh_from_db()
    assert notice.next_at == NOON + 4 * HOUR
    assert promise_of(notice).state == "running"

    call(notice, "wrong_number", hours=2.5)
    notice.refresh_from_db()
    assert (notice.next_at, notice.last_result) == (NOON + 2.5 * HOUR, "wrong_number")


def test_the_same_call_told_twice_is_one_attempt() -> None:
    notice = arrived()

    assert call(notice) == call(notice)

    notice.refresh_from_db()
    assert notice.tries == 1


def test_goods_that_wait_are_neither_late_nor_still_nor_silent_and_the_receivers_time_is_not_ours() -> None:
    notice = arrived()
    call(notice)
    later = NOON + 100 * HOUR

    assert [see(by=HOUSE, at=later) for see in (see_delays, see_silence, see_standstill)] == [0, 0, 0]
    delivery = Promise.objects.about(notice.shipment).of_kind("delivery").get()
    assert (delivery.state, delivery.pause_reason) == ("paused", "waiting_customer")

    hand_over(notice.shipment, 5)
    delivery.refresh_from_db()
    assert delivery.time_state == "kept"


def test_what_was_late_before_it_arrived_stays_broken() -> None:
    notice = arrived(promised_at=NOON + 1.5 * HOUR)
    call(notice, hours=2)

    delivery = Promise.objects.about(notice.shipment).of_kind("delivery").get()

    assert delivery.state == "running"
    assert delivery.is_overdue(NOON + 3 * HOUR)


def test_goods_that_nobody_collects_are_an_exception_until_they_are_collected() -> None:
    notice = arrived()
    call(notice)
    week = NOON + timedelta(days=7)

    assert see_uncollected(by=HOUSE, at=week) == 0
    assert see_uncollected(by=HOUSE, at=week + 2 * HOUR) == 1
    assert kinds() == {(notice.number, "uncollected")}

    hand_over(notice.shipment, 8)
    assert kinds() == set()


def test_a_receiver_who_does_not_want_the_goods_is_an_exception_at_once() -> None:
    notice = arrived()

    call(notice, "refused")

    assert kinds() == {(notice.number, "refusal")}
    assert promise_of(notice).state == "kept"


def test_nobody_is_told_of_goods_that_were_collected() -> None:
    notice = arrived()
    hand_over(notice.shipment, 2)

    with pytest.raises(NotWaiting):
        call(notice, hours=4)


def test_a_mail_is_queued_and_noted_but_proves_nothing() -> None:
    notice = arrived()

    given: dict[str, Any] = {"notice": notice, "text": "请来提货", "by": HOUSE, "at": NOON + 2 * HOUR}
    with pytest.raises(NoSmsService):
        send_notice(channel="sms", to="13812340000", **given)
    send_notice(channel="email", to="a@b.cn", **given)

    message = Message.objects.get()
    assert (message.to, message.body, message.about_number) == ("a@b.cn", "请来提货", notice.number)
    attempt = NoticeAttempt.objects.get()
    assert (attempt.result, attempt.message) == ("sent", message)
    assert promise_of(notice).state == "running"


def enter(role: str = "clerk", **where: Any) -> Client:
    client = Client()
    client.force_login(staff(role, **where))
    return client


@pytest.mark.spec("R281", "R282")
def test_the_clerk_reads_the_card_and_records_who_answered() -> None:
    notice = arrived(cod_amount=50_000)
    client = enter()
    assert notice.number in client.get("/pickup-notices/").content.decode()
    card = client.get(f"/pickup-notices/{notice.number}/?language=en").content.decode()
    assert "for the goods ¥500.00" in card

    told = {"result": "told", "dialled": "13800001111", "channel": "phone", "tried_at": "2026-03-02T14:00"}
    refused = client.post(f"/pickup-notices/{notice.number}/", told)
    assert refused.status_code == 422
    assert refused.content.decode().count('class="error"') == 2
    nothing = client.post(f"/pickup-notices/{notice.number}/", {**told, "dialled": " ", "tried_at": ""})
    assert nothing.content.decode().count('class="error"') == 4
    assert card.count("needed when somebody was reached") == 2
    assert card.count("needed for a call") == 1
    told |= {"answered_by": "门卫", "sex": "male"}
    assert client.post(f"/pickup-notices/{notice.number}/", told).status_code == 302

    assert notice.number not in client.get("/pickup-notices/").content.decode()
    told_file = client.get("/pickup-notices/?which=told&export=csv")
    assert notice.number in b"".join(told_file).decode("utf-8-sig")  # type: ignore[arg-type]
    page = client.get(f"/shipments/{notice.number}/").content.decode()
    assert "门卫" in page
    assert "13800001111" in page


def test_place_hours_and_freight_are_written_down_and_known_for_the_next_goods_there() -> None:
    notice = arrived(payment="freight_collect")
    given = {"place": "汉口北 3 号库", "hours": "8:00–20:00", "freight": "80.5"}

    assert enter().post(f"/pickup-notices/{notice.number}/details/", given).status_code == 302

    notice.refresh_from_db()
    assert (notice.place, notice.hours, notice.freight_due) == ("汉口北 3 号库", "8:00–20:00", 8050)
    other = a_shipment(is_collected=True)
    tell(news(other, "ready_for_pickup", 1, place="汉口北 3 号库"))
    assert PickupNotice.objects.get(shipment=other).hours == "8:00–20:00"


def test_the_message_stands_ready_in_the_language_of_the_listener() -> None:
    notice = arrived()
    client = enter()

    form = client.get(f"/pickup-notices/{notice.number}/message/?language=en").content.decode()
    assert "Your goods have arrived" in form
    sent = {"channel": "email", "to": "a@b.cn", "text": "Come."}
    assert client.post(f"/pickup-notices/{notice.number}/message/", sent).status_code == 302
    assert Message.objects.get().to == "a@b.cn"


def test_a_branch_tells_of_its_own_goods_only_and_a_carrier_of_none() -> None:
    notice = arrived()
    stranger = enter("clerk", branch=a_branch())

    for part in ("", "details/", "message/"):
        assert stranger.get(f"/pickup-notices/{notice.number}/{part}").status_code == 404
    assert notice.number not in stranger.get("/pickup-notices/").content.decode()


def test_the_worklist_takes_as_many_statements_for_ten_rows_as_for_one() -> None:
    client = enter()
    arrived()
    client.get("/pickup-notices/")
    counted = []
    for more in (0, 9):
        for _n in range(more):
            arrived()
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/pickup-notices/").status_code == 200
        counted.append(len(seen))

    assert counted[0] == counted[1]


def test_the_number_of_statements_does_not_grow_with_what_arrives_at_once() -> None:
    counted = []
    for n in (1, 5):
        shipments = [a_shipment(is_collected=True) for _ in range(n)]
        told = [news(shipment, "ready_for_pickup", 1, place="汉口北") for shipment in shipments]
        with CaptureQueriesContext(connection) as seen:
            tell(*told)
        counted.append(len(seen))

    assert counted[0] == counted[1]


@pytest.mark.spec("R282")
def test_a_program_lists_who_is_to_be_told_and_tells_what_came_of_it() -> None:
    notice = arrived(cod_amount=50_000)
    program = Program(staff("clerk"))

    status, listed = program.get("pickup-notices")
    assert status == 200
    assert [(row["number"], row["cod_amount"], row["attempts"]) for row in listed] == [
        (notice.number, 50_000, [])
    ]

    given = {"tried_at": (NOON + 2 * HOUR).isoformat(), "result": "told", "dialled": "1381"}
    assert program.post(f"pickup-notices/{notice.number}/attempts", given)[0] == 409
    told = {**given, "answered_by": "王五", "sex": "unknown"}
    status, made = program.post(f"pickup-notices/{notice.number}/attempts", told)
    assert (status, made["answered_by"], made["sex"]) == (201, "王五", "unknown")
    assert program.get("pickup-notices")[1] == []
    (attempt,) = program.get("pickup-notices?state=told")[1][0]["attempts"]
    assert attempt == {**made, "tried_at": "2026-03-02T06:00:00Z"}
    assert Program(staff("finance")).get("pickup-notices")[0] == 403
    naive = {**told, "tried_at": "2026-03-02T15:00:00"}
    assert program.post(f"pickup-notices/{notice.number}/attempts", naive)[0] == 422
