"""One cause, one case, every customer told before they ask."""

from datetime import timedelta

import pytest

from kept.comms.models import Message, Notice
from kept.desk.actions.answering import WhoWasTold, answer_case
from kept.desk.actions.exceptions import (
    ArrivalInThePast,
    NothingToTell,
    open_exception,
    set_forecast,
    tell_customer,
    tell_customers_by_mail,
)
from kept.desk.actions.linking import link_shipments, unlink_shipment
from kept.desk.enums import Impact
from kept.desk.models import Case
from kept.desk.queries.replies import notice_text, reply_text, with_trouble
from kept.kernel.events import Subject, emit
from kept.kernel.outbox import deliver_due
from kept.promises.models import Promise
from kept.transport.events import ExceptionSeen
from kept.transport.models import Shipment, ShipmentException
from tests.desk.scenes import a_case, a_shipment
from tests.factories import HOUSE, NOON, a_customer, staff

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def seen(shipment: Shipment, *, cause_key: str = "", kind: str = "weather") -> None:
    row = ShipmentException.objects.create(shipment=shipment, kind=kind, cause_key=cause_key, seen_at=NOON)
    fact = ExceptionSeen(
        subject=Subject.of(shipment),
        occurred_at=NOON,
        order_id=None,
        customer_id=shipment.customer_id,
        branch_id=None,
        carrier_id=None,
        exception_id=row.pk,
        kind=kind,
        cause_key=cause_key,
        reason="weather",
        place="秦岭",
    )
    emit(fact, by=HOUSE)
    deliver_due()


@pytest.mark.spec("R145")
def test_an_exception_seen_on_the_road_opens_a_case_with_its_notice_owed() -> None:
    shipment = a_shipment()

    seen(shipment)

    case = Case.objects.get()
    assert (case.kind, case.trouble, case.customer, case.shipment, case.cause) == (
        "exception",
        "weather",
        shipment.customer,
        shipment,
        "weather",
    )
    assert [(p.kind, p.due_at) for p in case.promises] == [("exception_notice", NOON + 30 * MINUTE)]


def test_shipments_of_one_cause_are_one_case_and_each_customer_is_owed_a_notice() -> None:
    acme, globex = a_customer(), a_customer()
    first, second, third = a_shipment(acme), a_shipment(acme), a_shipment(globex)

    for shipment in (first, second, third):
        seen(shipment, cause_key="snow-qinling")

    case = Case.objects.get()
    assert [link.shipment for link in case.shipments.all()] == [first, second, third]
    assert {promise.customer for promise in case.promises} == {acme, globex}
    assert (len(case.promises), case.customer) == (2, None)


def test_the_same_exception_told_twice_changes_nothing() -> None:
    shipment = a_shipment()
    seen(shipment)

    open_exception(trouble="weather", shipments=[shipment], by=HOUSE, at=NOON + MINUTE)

    assert (Case.objects.count(), Promise.objects.of_kind("exception_notice").count()) == (1, 1)


def test_a_cause_that_reaches_a_second_customer_weighs_for_many() -> None:
    acme = a_customer()
    seen(a_shipment(acme), cause_key="snow")
    seen(a_shipment(acme), cause_key="snow")
    alone = Case.objects.get().impact

    seen(a_shipment(), cause_key="snow")

    assert (alone, Case.objects.get().impact) == (Impact.ONE_SHIPMENT, Impact.MANY)


def test_nobody_is_told_of_an_arrival_in_the_past() -> None:
    case = open_exception(trouble="weather", shipments=[a_shipment()], by=HOUSE, at=NOON)

    with pytest.raises(ArrivalInThePast):
        set_forecast(case=case, new_eta=NOON - MINUTE, proposal="改走铁路", by=HOUSE, at=NOON)


def test_causes_apart_are_cases_apart() -> None:
    seen(a_shipment())
    seen(a_shipment())

    assert Case.objects.count() == 2


@pytest.mark.spec("R303")
def test_the_superior_hears_of_an_exception_at_once() -> None:
    manager = staff("service_manager")

    seen(a_shipment())
    deliver_due()

    assert [notice.person for notice in Notice.objects.filter(name="desk.case_opened")] == [manager]


@pytest.mark.spec("R145", "R147")
def test_telling_a_customer_keeps_the_notice_owed_to_that_customer_alone() -> None:
    acme, globex = a_customer(), a_customer()
    case = open_exception(
        trouble="weather", shipments=[a_shipment(acme), a_shipment(globex)], by=HOUSE, at=NOON
    )

    tell_customer(case=case, customer=acme, channel="phone", text="大雪封路", by=HOUSE, at=NOON + 10 * MINUTE)

    states = {p.customer: p.state for p in Promise.objects.about(case)}
    assert states == {acme: "kept", globex: "running"}
    assert case.contacts.get().customer == acme
    with pytest.raises(NothingToTell):
        tell_customer(
            case=case, customer=acme, channel="phone", text="再说一次", by=HOUSE, at=NOON + 11 * MINUTE
        )


def test_an_answer_to_an_exception_of_several_customers_names_the_one_who_was_told() -> None:
    case = open_exception(trouble="weather", shipments=[a_shipment(), a_shipment()], by=HOUSE, at=NOON)

    with pytest.raises(WhoWasTold):
        answer_case(case=case, channel="phone", text="大雪封路", by=HOUSE, at=NOON)


@pytest.mark.spec("R025")
def test_all_customers_with_an_address_are_told_by_one_act() -> None:
    acme, globex = a_customer(email="acme@example.com"), a_customer()
    case = open_exception(
        trouble="weather", shipments=[a_shipment(acme), a_shipment(globex)], by=HOUSE, at=NOON
    )

    told, to_call = tell_customers_by_mail(cases=[case], by=HOUSE, at=NOON + MINUTE)

    assert (told, to_call) == (1, [globex])
    assert [mail.to for mail in Message.objects.all()] == ["acme@example.com"]


@pytest.mark.spec("R140", "R147")
def test_the_notice_says_what_why_when_and_what_we_propose_in_the_readers_language() -> None:
    shipment = a_shipment(a_customer(name="宏达电子"), number="WB-1", customer_reference="PO-7")
    case = open_exception(
        trouble="weather", shipments=[shipment], reason="weather", place="秦岭", by=HOUSE, at=NOON
    )
    eta = NOON + timedelta(days=1)
    case = set_forecast(case=case, new_eta=eta, proposal="改走铁路", by=HOUSE, at=NOON)

    text = notice_text(case, shipment.customer, [shipment], language="en")

    assert text.splitlines() == [
        "Dear 宏达电子,",
        "we have to tell you of an exception: Weather · 秦岭.",
        "Concerned: WB-1 (PO-7).",
        "Expected arrival: 2026-03-03 Tue 12:00.",
        "Reason: Weather or disaster.",
        "Our proposal: 改走铁路",
        f"We are sorry and keep you informed. Our reference: {case.number}.",
    ]


@pytest.mark.spec("R140")
def test_the_reply_to_a_cargo_query_says_state_place_and_expected_arrival() -> None:
    shipment = a_shipment(number="WB-9", last_place="西安", eta_at=NOON + timedelta(hours=30))
    case = a_case("cargo_query", shipments=[shipment], caller_name="王女士")

    assert reply_text(case, shipment, language="en").splitlines() == [
        "Dear 王女士,",
        "Waybill WB-9: In transit, last seen at 西安.",
        "Expected arrival: 2026-03-03 Tue 18:00.",
        f"Our reference: {case.number}.",
    ]


def test_the_reply_says_why_when_something_is_wrong_on_the_way() -> None:
    shipment = a_shipment(number="WB-9", eta_at=NOON + timedelta(hours=30))
    ShipmentException.objects.create(shipment=shipment, kind="weather", seen_at=NOON)
    case = with_trouble(Case.objects.filter(pk=a_case("cargo_query", shipments=[shipment]).pk)).get()

    text = reply_text(case, shipment, language="en", trouble=case.shipment_trouble)

    assert "Reason: Weather." in text.splitlines()


def test_the_reply_to_a_complaint_does_not_tell_who_is_to_blame() -> None:
    case = a_case("complaint", cause="staffing", liable_tier="us")

    assert "Reason" not in reply_text(case, None, language="en")


def test_the_reply_to_a_settled_matter_says_what_came_of_it() -> None:
    case = a_case("complaint", caller_name="王女士", solved_at=NOON, result="已补发一箱")

    assert reply_text(case, None, language="zh-hans").splitlines()[1:] == [
        "处理结果：已补发一箱",
        f"工单号：{case.number}。",
    ]


def test_a_shipment_taken_off_owes_its_customer_no_notice() -> None:
    acme, globex = a_customer(), a_customer()
    first, second = a_shipment(acme), a_shipment(globex)
    case = open_exception(trouble="weather", shipments=[first, second], by=HOUSE, at=NOON)

    unlink_shipment(case=case, shipment=second, by=HOUSE, at=NOON + MINUTE)

    assert {p.customer: p.state for p in Promise.objects.about(case)} == {acme: "running", globex: "waived"}


def test_a_complaint_takes_only_shipments_of_its_customer() -> None:
    from kept.desk.actions.contacting import OtherCustomer

    case = a_case(shipments=[a_shipment()])

    with pytest.raises(OtherCustomer):
        link_shipments(case=case, shipments=[a_shipment()], by=HOUSE, at=NOON)
