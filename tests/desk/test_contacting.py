"""Every call is written down, and only an outgoing contact stops its clock."""

from datetime import timedelta
from decimal import Decimal

import pytest
from pytest_django import Settings

from kept.comms.models import Message
from kept.desk.actions.answering import answer_case, chase_case
from kept.desk.actions.contacting import (
    NothingToLog,
    NotYet,
    OtherCustomer,
    answer_contact,
    let_go_contact,
    log_contact,
    promise_callback,
)
from kept.desk.actions.tending import note_case, pause_case
from kept.desk.models import Contact
from kept.people.actions.rule_numbers import set_rule
from kept.promises.models import Promise
from tests.desk.scenes import a_call, a_case, a_shipment
from tests.factories import HOUSE, NOON, a_customer, actor, staff

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def clock_of(record: object, kind: str) -> Promise:
    return Promise.objects.about(record).of_kind(kind).get()  # type: ignore[arg-type]


@pytest.mark.spec("R273")
def test_every_call_is_logged_whoever_calls() -> None:
    stranger = a_call(caller_name="", phone="02112345678", summary="")
    customer = a_call(customer=a_customer())
    colleague = a_call(is_internal=True, caller_name="调度小李")

    assert [contact.number for contact in (stranger, customer, colleague)] == [
        "CO-2603-00001",
        "CO-2603-00002",
        "CO-2603-00003",
    ]
    assert Contact.objects.incoming().count() == 3


@pytest.mark.spec("R274")
def test_an_incoming_call_is_owed_an_answer_within_five_minutes() -> None:
    call = a_call()

    promise = clock_of(call, "call_answer")
    assert promise.due_at == NOON + 5 * MINUTE
    assert promise.state_at(NOON + 5 * MINUTE) == "running"
    assert promise.state_at(NOON + 6 * MINUTE) == "broken"


@pytest.mark.spec("R275")
def test_an_internal_call_is_owed_an_answer_within_half_an_hour_of_office_time() -> None:
    call = a_call(is_internal=True, at=NOON.replace(hour=10))

    assert [p.kind for p in call.promises] == ["internal_call_answer"]
    assert clock_of(call, "internal_call_answer").due_at == NOON.replace(hour=10) + 30 * MINUTE


@pytest.mark.spec("R274")
def test_an_outgoing_contact_stops_the_answer_clock() -> None:
    call = a_call()

    answer = answer_contact(contact=call, text="今晚到成都", by=HOUSE, at=NOON + 3 * MINUTE)

    call.refresh_from_db()
    promise = clock_of(call, "call_answer")
    assert (promise.state, promise.met_at) == ("kept", NOON + 3 * MINUTE)
    assert (answer.direction, answer.answers, call.answered_at) == ("out", call, NOON + 3 * MINUTE)


def test_a_note_stops_no_answer_clock() -> None:
    case = a_case(kind="question")

    note_case(case=case, text="已回复客户", by=HOUSE, at=NOON + MINUTE)

    assert clock_of(case, "question_answer").met_at is None


@pytest.mark.spec("R274")
def test_a_late_answer_stays_broken() -> None:
    call = a_call()

    answer_contact(contact=call, text="抱歉", by=HOUSE, at=NOON + 9 * MINUTE)

    promise = clock_of(call, "call_answer")
    assert (promise.state, promise.lateness) == ("broken", 4 * MINUTE)


def test_an_answer_to_a_case_answers_everybody_who_waits_in_it() -> None:
    case = a_case(kind="question")
    first = a_call(case=case, customer=case.customer)
    second = a_call(case=case, customer=case.customer, at=NOON + MINUTE)

    answer_case(case=case, channel="phone", text="明早到", by=HOUSE, at=NOON + 2 * MINUTE)

    kept = [
        clock_of(record, kind).state
        for record, kind in ((case, "question_answer"), (first, "call_answer"), (second, "call_answer"))
    ]
    assert kept == ["kept", "kept", "kept"]
    assert Contact.objects.waiting().count() == 0


def test_answering_the_call_leaves_the_clock_of_its_complaint_running() -> None:
    call = a_call()
    case = a_case(contact=call, customer=None)

    answer_contact(contact=call, text="一小时内回复您", by=HOUSE, at=NOON + MINUTE)

    assert clock_of(call, "call_answer").state == "kept"
    assert clock_of(case, "complaint_answer").met_at is None


def test_asking_again_about_an_open_case_is_counted() -> None:
    case = a_case()

    chase_case(case=case, channel="phone", summary="有结果了吗？", by=HOUSE, at=NOON + 20 * MINUTE)
    second = log_contact(channel="wechat", case=case, summary="？？", by=HOUSE, at=NOON + 30 * MINUTE)

    case.refresh_from_db()
    assert (case.chasers, second.is_chaser) == (2, True)


def test_what_we_waited_for_is_no_chaser_and_lets_the_clock_run_again() -> None:
    case = a_case()
    pause_case(case=case, reason="waiting_customer", by=HOUSE, at=NOON + 10 * MINUTE)

    reply = log_contact(channel="email", case=case, summary="照片见附件", by=HOUSE, at=NOON + 70 * MINUTE)

    case.refresh_from_db()
    assert (case.chasers, reply.is_chaser) == (0, False)
    assert clock_of(case, "complaint_answer").due_at == NOON + 120 * MINUTE


def test_a_wrong_number_is_let_go_with_a_reason() -> None:
    call = a_call()

    let_go_contact(contact=call, why="打错了", by=HOUSE, at=NOON + MINUTE)

    assert (Contact.objects.waiting().count(), clock_of(call, "call_answer").state) == (0, "waived")


@pytest.mark.spec("R271")
def test_a_call_back_has_a_clock_of_its_own() -> None:
    call = a_call(at=NOON.replace(hour=10))
    answer_contact(contact=call, text="查清后回电", by=HOUSE, at=NOON.replace(hour=10) + MINUTE)

    promise_callback(contact=call, by=HOUSE, at=NOON.replace(hour=10) + MINUTE)
    due = clock_of(call, "callback").due_at
    call.refresh_from_db()
    answer_contact(contact=call, text="已到", by=HOUSE, at=NOON.replace(hour=10) + 20 * MINUTE)

    assert due == NOON.replace(hour=10) + 31 * MINUTE
    assert clock_of(call, "callback").state == "kept"


@pytest.mark.spec("R279")
def test_a_call_does_not_land_on_somebody_new_to_the_work() -> None:
    new = actor("clerk", is_new=True)
    old = actor("clerk")

    business, internal = a_call(by=new), a_call(by=new, is_internal=True)

    assert (business.person, internal.person_id) == (None, new.person_id)
    assert a_call(by=old).person_id == old.person_id


def test_a_contact_takes_its_customer_from_the_shipment() -> None:
    shipment = a_shipment()

    assert a_call(shipment=shipment).customer == shipment.customer


def test_a_contact_about_somebody_elses_goods_is_refused() -> None:
    with pytest.raises(OtherCustomer):
        a_call(shipment=a_shipment(), customer=a_customer())


def test_an_empty_contact_is_refused() -> None:
    with pytest.raises(NothingToLog):
        log_contact(channel="phone", by=HOUSE, at=NOON)


def test_a_contact_cannot_lie_in_the_future() -> None:
    with pytest.raises(NotYet):
        a_call(happened_at=NOON + MINUTE)


@pytest.mark.spec("R295", "R296", "R297")
@pytest.mark.parametrize(
    "channel", ["phone", "email", "sms", "wechat", "qq", "chat", "social", "letter", "visit", "portal"]
)
def test_a_contact_carries_its_channel(channel: str) -> None:
    contact = a_call(channel=channel)

    assert str(Contact.objects.get(channel=channel).get_channel_display()) == contact.get_channel_display()


def test_the_contact_belongs_to_the_branch_of_the_one_who_took_it() -> None:
    from kept.people.queries import actor_of
    from tests.factories import a_branch

    branch = a_branch()
    person = staff("clerk", branch=branch)

    assert a_call(by=actor_of(person, NOON)).branch == branch


@pytest.mark.spec("R268")
@pytest.mark.parametrize(
    ("rings", "verdict"), [(0, "kept"), (2, "kept"), (3, "kept"), (4, "broken"), (7, "broken")]
)
def test_the_phone_is_picked_up_before_the_fourth_ring(rings: int, verdict: str) -> None:
    call = a_call(ring_count=rings)

    assert clock_of(call, "ring_answer").state == verdict


def test_how_many_seconds_a_ring_counts_is_a_rule_that_managers_change() -> None:
    set_rule(key="desk.ring_seconds", value=Decimal(3), why="新话机", by=HOUSE, at=NOON)

    assert clock_of(a_call(ring_count=6, at=NOON + MINUTE), "ring_answer").state == "kept"


def test_a_mail_has_no_rings() -> None:
    assert [p.kind for p in a_call(channel="email", ring_count=9).promises] == ["mail_answer"]


@pytest.mark.parametrize(("language", "words"), [("en", "What you asked us"), ("zh-hans", "关于您的来询")])
def test_a_mail_that_answers_a_call_says_what_it_is_about_in_the_customers_language(
    language: str, words: str
) -> None:
    call = a_call(customer=a_customer(email="a@b.cn", language=language))

    answer_contact(contact=call, channel="email", text="今晚到成都", by=HOUSE, at=NOON + MINUTE)

    sent = Message.objects.get()
    assert sent.subject.startswith(words) and sent.subject.endswith(call.number)


def test_a_mail_to_somebody_who_is_not_yet_a_customer_has_its_subject_in_our_language(
    settings: Settings,
) -> None:
    settings.LANGUAGE_CODE = "zh-hans"
    call = a_call(email="a@b.cn")

    answer_contact(contact=call, channel="email", text="今晚到成都", by=HOUSE, at=NOON + MINUTE)

    assert Message.objects.get().subject == f"关于您的来询 {call.number}"


@pytest.mark.parametrize(
    ("channel", "direction", "label"),
    [
        ("phone", "in", "Caller"),
        ("email", "in", "Sender"),
        ("visit", "in", "Visitor"),
        ("email", "out", "To whom"),
    ],
)
def test_who_wrote_is_named_by_what_came(channel: str, direction: str, label: str) -> None:
    assert Contact(channel=channel, direction=direction).who_label == label


def test_a_mail_to_another_address_is_not_told_as_sent_to_the_caller() -> None:
    case = a_case("question", caller_name="王敏", phone="13912345678", email="wang@example.com")
    told = {"case": case, "channel": "email", "direction": "out", "summary": "明早到", "by": HOUSE}

    theirs = log_contact(**told, email="Wang@example.com", at=NOON + MINUTE)
    others = log_contact(**told, email="warehouse@example.com", at=NOON + MINUTE)

    assert (theirs.caller_name, theirs.phone) == ("王敏", "13912345678")
    assert (others.caller_name, others.phone, others.email) == ("", "", "warehouse@example.com")
    assert list(Message.objects.order_by("id").values_list("to", flat=True)) == [
        "Wang@example.com",
        "warehouse@example.com",
    ]
