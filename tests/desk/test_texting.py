"""An SMS from the desk goes out once, in order, when its channel works; and answers come back."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from kept.comms.actions import send_waiting
from kept.comms.actions.accounts import add_account
from kept.comms.actions.keeping import keep_raw
from kept.comms.actions.reading import read_waiting
from kept.comms.models import Message
from kept.desk.actions.answering import answer_case
from kept.desk.actions.contacting import answer_contact
from kept.desk.actions.exceptions import open_exception, tell_customer
from kept.desk.actions.texting import NoMobile, TextTooLong
from kept.desk.models import Contact
from kept.kernel.outbox import deliver_due
from kept.parties.models import ContactPerson
from tests.comms.servers import a_free_port, a_gateway, an_sms_account
from tests.desk.scenes import a_call, a_case, a_shipment
from tests.factories import HOUSE, NOON, a_customer, staff

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def signed_in(client: Client, role: str = "clerk") -> None:
    client.force_login(staff(role))


def comes_in(text: str, *, phone: str, number: str, at: Any) -> Contact:
    """What a gateway posts to a signed webhook."""
    hook = add_account(details={"kind": "hook", "name": f"短信网关{number}"}, by=HOUSE, at=NOON)
    told = {"channel": "sms", "id": number, "from": phone, "phone": phone, "text": text}
    message, _ = keep_raw(account=hook, raw=json.dumps(told).encode(), control=number, received_at=at, at=at)
    read_waiting(at=at)
    deliver_due()
    message.refresh_from_db()
    return Contact.objects.get(pk=message.about_id)


@pytest.mark.spec("R295")
def test_a_clerk_answers_a_case_by_sms_and_sees_that_it_went(client: Client) -> None:
    signed_in(client)
    case = a_case("question", phone="+86 138-0000-1111", at=now())
    address = reverse("desk:case_sms", args=[case.number])
    assert address in client.get(case.get_absolute_url()).content.decode()

    with a_gateway() as (got, port):
        an_sms_account(port)
        form = client.get(address).content.decode()
        client.post(address, {"phone": case.phone, "text": "明天上午送到。"})
        waiting = client.get(case.get_absolute_url()).content.decode()
        send_waiting(at=now())
        send_waiting(at=now())

    assert "Send the SMS" in form and case.number in form
    assert [(path, said["message"]) for path, said in got] == [("/sms/13800001111", "明天上午送到。")]
    [promise] = case.promises
    assert promise.state == "kept"
    assert "Waiting" in waiting
    assert "sending-state" in client.get(case.get_absolute_url()).content.decode()


def test_while_the_channel_is_down_they_wait_and_then_go_out_once_in_their_order(client: Client) -> None:
    port = a_free_port()
    account = an_sms_account(port)
    contacts = [a_call(phone=f"1380000111{n}") for n in range(3)]
    for n, contact in enumerate(contacts):
        answer_contact(contact=contact, channel="sms", text=f"第{n}条", by=HOUSE, at=NOON + n * MINUTE)

    down = send_waiting(at=NOON + 4 * MINUTE)
    account.refresh_from_db()
    signed_in(client)
    page = client.get(reverse("desk:contact_sms", args=[contacts[0].number])).content.decode()
    with a_gateway(port) as (got, _):
        sent = [send_waiting(at=NOON + timedelta(hours=hours)) for hours in (2, 3)]

    assert (down, sent) == (0, [3, 0])
    assert account.out_down_since is not None
    assert "does not work just now" in page
    assert [said["message"] for _, said in got] == ["第0条", "第1条", "第2条"]


def test_without_a_channel_it_is_recorded_and_nothing_waits(client: Client) -> None:
    signed_in(client)
    contact = a_call(at=now())

    page = client.get(reverse("desk:contact_sms", args=[contact.number])).content.decode()
    answer_contact(contact=contact, channel="sms", text="好的", by=HOUSE, at=now())

    assert "No SMS channel is set up" in page
    assert not Message.objects.exists()
    assert Contact.objects.get(pk=contact.pk).answered_at is not None


@pytest.mark.parametrize("phone", ["021-58881234", "8001", ""])
def test_what_is_no_mobile_number_is_refused_and_nothing_is_written(client: Client, phone: str) -> None:
    an_sms_account(a_free_port())
    case = a_case("question", phone=phone)
    signed_in(client)

    with pytest.raises(NoMobile):
        answer_case(case=case, channel="sms", text="好的", by=HOUSE, at=NOON)
    said = client.post(reverse("desk:case_sms", args=[case.number]), {"phone": phone or "1", "text": "好"})

    assert said.status_code == 422
    assert not Contact.objects.filter(direction="out").exists()


def test_a_text_beyond_the_limit_is_refused() -> None:
    an_sms_account(a_free_port())

    with pytest.raises(TextTooLong):
        answer_contact(contact=a_call(), channel="sms", text="长" * 501, by=HOUSE, at=NOON)


def test_a_customer_who_wants_sms_hears_of_an_exception_by_sms() -> None:
    customer = a_customer(phone="13700001234")
    case = open_exception(trouble="weather", shipments=[a_shipment(customer)], by=HOUSE, at=NOON)

    with a_gateway() as (got, port):
        an_sms_account(port)
        tell_customer(
            case=case, customer=customer, channel="sms", text="大雪封路", by=HOUSE, at=NOON + MINUTE
        )
        send_waiting(at=NOON + MINUTE)

    assert [path for path, _ in got] == ["/sms/13700001234"]


@pytest.mark.spec("R295")
def test_an_sms_back_belongs_to_the_case_that_we_texted_about_while_it_is_open() -> None:
    customer = a_customer()
    case = a_case("complaint", customer=customer, phone="13800001111")
    answer_case(case=case, channel="sms", text="一小时内回复您", by=HOUSE, at=NOON + MINUTE)

    first = comes_in("还没回复？", phone="+8613800001111", number="s1", at=NOON + 5 * MINUTE)
    other = comes_in("查一下货", phone="13900009999", number="s2", at=NOON + 6 * MINUTE)

    case.refresh_from_db()
    assert (first.channel, first.case, first.customer, first.is_chaser) == ("sms", case, customer, True)
    assert case.chasers == 1
    assert other.case is None
    assert [promise.kind for promise in other.promises] == ["call_answer"]


def test_a_clerk_sees_in_the_case_that_the_channel_does_not_work_until_it_does(client: Client) -> None:
    signed_in(client)
    case = a_case("question", phone="13800001111", at=now())
    port = a_free_port()
    an_sms_account(port)
    for text in ("一", "二"):
        answer_case(case=case, channel="sms", text=text, by=HOUSE, at=now())

    send_waiting(at=now())
    down = client.get(case.get_absolute_url()).content.decode()
    with a_gateway(port) as (got, _port):
        send_waiting(at=now() + timedelta(hours=1))
    up = client.get(case.get_absolute_url()).content.decode()

    assert (down.count("The channel does not work since"), "The channel does not work" in up) == (2, False)
    assert [body["message"] for _path, body in got] == ["一", "二"]


def test_an_sms_is_offered_to_a_mobile_and_not_to_the_fixed_line_of_the_firm(client: Client) -> None:
    signed_in(client)
    customer = a_customer(phone="021-55550101")
    person = ContactPerson.objects.create(customer=customer, name="周洁", phone="13900010188")
    case = a_case("question", customer=customer, contact_person=person, at=now())

    page = client.get(reverse("desk:case_sms", args=[case.number]))

    assert page.context["form"].initial["phone"] == "13900010188"
