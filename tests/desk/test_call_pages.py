"""The telephone's pages: what comes up when it rings, the list of calls, the register of centres."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from kept.desk.actions.telephoning import Heard, hear_signal
from kept.desk.models import Call, CallCentre, Contact
from kept.kernel.models import RuleValue
from kept.parties.actions.belongings import add_contact_person
from kept.people.actions.persons import make_key
from kept.people.models import Person
from kept.promises.models import Promise
from tests.desk.calls import a_centre
from tests.desk.scenes import a_case, a_shipment
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


def ring(key: str, kind: str = "ringing", *, ago: float = 5, **said: Any) -> Call:
    at = now()
    given = {"phone": "13900010188", **said}
    heard = Heard(call=key, kind=kind, happened_at=at - timedelta(seconds=ago), **given)
    return hear_signal(heard=heard, by=HOUSE, at=at)


def signed_in(client: Client, role: str = "clerk", **where: Any) -> Person:
    person = staff(role, **where)
    client.force_login(person)
    return person


def popped(client: Client) -> str:
    return client.get("/calls/ringing/", headers=PART).content.decode()


@pytest.mark.spec("R266")
def test_a_ringing_call_comes_up_with_all_that_is_known_of_the_caller(client: Client) -> None:
    clerk = signed_in(client)
    a_centre(clerk)
    customer = a_customer(name="宏达电子有限公司", special_requirements="送货前两小时电话通知")
    add_contact_person(party=customer, name="周洁", phone="139 0001 0188", by=HOUSE, at=NOON)
    case = a_case(customer=customer, reason="外箱破损")
    shipment = a_shipment(customer)
    other = a_shipment()

    ring("c1", agent="8001", queue="客服")
    page = popped(client)

    for words in ("周洁", "宏达电子有限公司", "送货前两小时电话通知", "客服", case.number, shipment.number):
        assert words in page
    assert other.number not in page
    assert f"/calls/{Call.objects.get().number}/writing/" in page


def test_a_call_rings_at_the_right_screen_alone(client: Client) -> None:
    here, there = a_branch(), a_branch()
    clerk, neighbour, other = (staff("clerk", branch=branch) for branch in (here, here, there))
    a_centre(clerk, neighbour, branch=here, line="500")

    def seen() -> list[bool]:
        screens = []
        for person in (clerk, neighbour, other):
            client.force_login(person)
            screens.append("13900010188" in popped(client))
        return screens

    ring("c1", line="500")
    assert seen() == [True, True, False]
    ring("c1", line="500", agent="8001", ago=3)
    assert seen() == [True, False, False]
    ring("c1", "answered", line="500", agent="8002", ago=1)
    assert seen() == [False, True, False]


def test_a_number_of_several_lets_the_clerk_choose(client: Client) -> None:
    clerk = signed_in(client)
    a_centre(clerk)
    first, second = (a_customer(name=name, phone="021-58881234") for name in ("东方物流", "西部贸易"))

    ring("c1", agent="8001", phone="02158881234")
    page = popped(client)

    assert f"writing/?customer={first.pk}" in page and f"writing/?customer={second.pk}" in page


def test_an_unknown_number_offers_a_new_customer_and_a_new_contact(client: Client) -> None:
    clerk = signed_in(client)
    a_centre(clerk)

    ring("c1", agent="8001", phone="13712345678")
    page = popped(client)

    assert "Nobody is known by this number." in page
    assert "/customers/new/?phone=13712345678" in page and "New contact" in page


def test_nothing_new_is_said_with_304_and_nothing_rings_is_an_empty_part(client: Client) -> None:
    clerk = signed_in(client)
    a_centre(clerk)
    assert popped(client).strip() == ""

    ring("c1", agent="8001")
    first = client.get("/calls/ringing/", headers=PART)
    again = client.get("/calls/ringing/", headers={**PART, "If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code) in ((200, 304), (200, 200))  # a minute may have passed


def test_what_comes_up_costs_the_same_however_much_is_known(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    clerk = signed_in(client)
    a_centre(clerk)
    customer = a_customer(phone="13900010188")
    ring("c1", agent="8001")
    a_case(customer=customer)
    a_shipment(customer)
    popped(client)
    with django_assert_max_num_queries(22):
        popped(client)

    for _ in range(3):
        a_case(customer=customer)
        a_shipment(customer)

    with django_assert_max_num_queries(22):
        popped(client)


def test_a_call_that_is_being_written_down_does_not_cover_its_form(client: Client) -> None:
    clerk = signed_in(client)
    a_centre(clerk)
    ring("c1", agent="8001", ago=9)
    call = ring("c1", "answered", agent="8001", ago=1)
    form = client.get(f"/calls/{call.number}/writing/")["Location"]

    def seen_from(address: str) -> str:
        headers = {**PART, "HX-Current-URL": f"http://testserver{address}"}
        return client.get("/calls/ringing/", headers=headers).content.decode()

    assert f"?call={call.pk}" in client.get(form).content.decode()
    assert call.number not in seen_from(form)
    assert call.number not in seen_from(f"/contacts/new/?call={call.pk}")
    assert call.number in seen_from("/desk/")


def test_a_picked_up_call_leads_to_the_form_and_is_written_into_its_contact(client: Client) -> None:
    clerk = signed_in(client)
    a_centre(clerk)
    customer = a_customer()
    person = add_contact_person(party=customer, name="周洁", phone="13900010188", by=HOUSE, at=NOON)
    ring("c1", agent="8001", ago=9)
    call = ring("c1", "answered", agent="8001", ago=1)
    assert f'data-go="/calls/{call.number}/writing/"' in popped(client)

    form = client.get(f"/calls/{call.number}/writing/", follow=True)
    page = form.content.decode()
    assert f'name="call" value="{call.pk}"' in page and "周洁" in page and 'value="13900010188"' in page

    told = {"channel": "phone", "direction": "in", "call": call.pk, "customer": customer.pk}
    told |= {"contact_person": person.pk, "caller_name": "周洁", "phone": "13900010188", "ring_count": 2}
    told |= {"summary": "问货到哪里", "kind": "cargo_query", "answer": "今晚到成都"}
    answer = client.post("/contacts/new/", told)

    contact = Contact.objects.incoming().get()
    assert answer.status_code == 302
    assert (contact.pk, contact.summary, contact.person) == (call.contact_id, "问货到哪里", clerk)
    assert contact.case is not None and contact.case.kind == "cargo_query"
    assert {p.kind: p.state for p in Promise.objects.about(contact)} == {
        "ring_answer": "kept",
        "call_answer": "kept",
    }
    assert "data-go" not in popped(client)


def test_a_call_that_is_over_stays_until_it_is_written_down_or_some_minutes_have_gone(client: Client) -> None:
    clerk = signed_in(client)
    a_centre(clerk)
    ring("c1", "answered", agent="8001", ago=90)
    call = ring("c1", "ended", ago=30)
    assert "Not written down yet" in popped(client)

    Call.objects.filter(pk=call.pk).update(ended_at=now() - timedelta(minutes=11))

    assert popped(client).strip() == ""


def test_the_list_of_calls_is_narrowed_and_taken_along(client: Client) -> None:
    manager = signed_in(client, "service_manager")
    a_centre(manager)
    ring("missed", ago=60)
    missed = ring("missed", "ended", ago=20)
    ring("late", ago=300, phone="13800000001")
    late = ring("late", "answered", agent="8001", ago=260, phone="13800000001")
    ring("good", ago=300, phone="13800000002")
    good = ring("good", "answered", agent="8001", ago=295, phone="13800000002")

    def shown(query: str) -> set[str]:
        page = client.get(f"/calls/?{query}").content.decode()
        return {call.number for call in (missed, late, good) if f"/calls/{call.number}/" in page}

    assert shown("") == {missed.number, late.number, good.number}
    assert shown("state=missed") == shown("open=on") == {missed.number}
    assert shown("late=on") == {missed.number, late.number}
    assert shown(f"person={manager.pk}") == {late.number, good.number}
    assert shown("phone=0000001") == {late.number}
    file = client.get("/calls/?export=csv&state=missed")
    text = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert missed.number in text and good.number not in text
    assert client.get("/calls/?export=xlsx").status_code == 200


def test_the_list_costs_the_same_with_one_row_and_with_three(
    client: Client, django_assert_num_queries: Any
) -> None:
    signed_in(client)

    def a_row(n: int) -> None:
        customer = a_customer(phone=f"1390000000{n}")
        assert customer.pk
        ring(f"c{n}", ago=60, phone=f"1390000000{n}")
        ring(f"c{n}", "ended", ago=20, phone=f"1390000000{n}")

    a_row(1)
    client.get("/calls/")
    with django_assert_num_queries(7):
        client.get("/calls/")
    a_row(2)
    a_row(3)
    with django_assert_num_queries(7):
        client.get("/calls/")


def test_a_recording_is_for_managers(client: Client) -> None:
    call = ring("c1", "recorded", recording="https://pbx.example/r/1.mp3")
    path = f"/calls/{call.number}/"

    signed_in(client)
    assert "pbx.example" not in client.get(path).content.decode()
    signed_in(client, "service_manager")
    assert "https://pbx.example/r/1.mp3" in client.get(path).content.decode()


@pytest.mark.spec("R271")
def test_a_missed_call_waits_in_the_queue_and_is_red_when_late(client: Client) -> None:
    signed_in(client)
    ring("c1", ago=60)
    call = ring("c1", "ended", ago=30)
    queue = client.get("/desk/").content.decode()
    assert "Missed call" in queue and f"/contacts/{call.contact.number}/" in queue  # type: ignore[union-attr]

    Promise.objects.of_kind("callback").update(due_at=now() - timedelta(minutes=1))

    assert "sign is-broken" in client.get("/desk/").content.decode()
    assert call.contact is not None
    assert "Missed call" in client.get(call.contact.get_absolute_url()).content.decode()


@pytest.mark.spec("R267")
def test_a_centre_keeps_its_equipment_and_seats_and_counts_its_calls(client: Client) -> None:
    signed_in(client, "service_manager")
    clerk = staff("clerk")
    told = {"name": "华东呼叫中心", "equipment": "Hollyc6", "seats": 24, "line": "02150001234"}
    client.post("/call-centres/new/", {**told, "extensions": f"8001 {clerk.login}\n8002"})
    centre = CallCentre.objects.get()
    ring("c1", "answered", agent="8001", line="02150001234")
    ring("c2", "ended", line="02150001234", phone="13800000001")

    page = client.get(f"/call-centres/{centre.pk}/").content.decode()
    rows = client.get("/call-centres/").content.decode()

    assert (centre.seats, centre.equipment, centre.extensions.count()) == (24, "Hollyc6", 2)
    assert "Hollyc6" in page and "50.0 %" in page and clerk.name in page
    assert "华东呼叫中心" in rows and ">2<" in rows


def test_extensions_that_cannot_be_read_are_named_and_nothing_is_lost(client: Client) -> None:
    signed_in(client, "service_manager")
    elsewhere = a_centre(staff("clerk"))

    wrong = client.post("/call-centres/new/", {"name": "新", "seats": 1, "extensions": "8009 nobody"})
    taken = client.post("/call-centres/new/", {"name": "新", "seats": 1, "extensions": "8001"})

    assert wrong.status_code == taken.status_code == 422
    assert "Line 1" in wrong.content.decode() and "8009 nobody" in wrong.content.decode()
    assert elsewhere.name in taken.content.decode()
    assert CallCentre.objects.count() == 1


class TestApi:
    def key_of(self, role: str) -> dict[str, str]:
        _key, secret = make_key(person=staff(role), name="PBX", by=HOUSE, at=NOON)
        return {"Authorization": f"Bearer {secret}"}

    def tell(self, client: Client, key: dict[str, str], **signal: Any) -> Any:
        return client.post("/api/v1/desk/calls/events", signal, "application/json", headers=key)

    def test_a_telephone_system_tells_by_its_key(self, client: Client) -> None:
        key, clerk = self.key_of("telephone"), staff("clerk")
        a_centre(clerk)
        moment = now() - timedelta(seconds=30)
        told = {"call": "pbx-1", "phone": "+8613900010188", "agent": "8001"}

        first = self.tell(client, key, **told, event="ringing", at=moment.isoformat())
        self.tell(client, key, **told, event="answered", at=(moment + timedelta(seconds=6)).isoformat())
        last = self.tell(client, key, **told, event="ended", at=(moment + timedelta(seconds=26)).isoformat())

        assert (first.status_code, first.json()["state"]) == (200, "ringing")
        answer = last.json()
        assert {name: answer[name] for name in ("state", "person", "waited_seconds", "talked_seconds")} == {
            "state": "ended",
            "person": clerk.name,
            "waited_seconds": 6.0,
            "talked_seconds": 20.0,
        }
        assert client.get(f"/api/v1/desk/calls/{answer['number']}", headers=key).json() == answer
        assert client.get("/api/v1/desk/calls?state=ended", headers=key).json() == [answer]
        assert client.get("/api/v1/desk/calls?late=true", headers=key).json() == []

    def test_a_clerk_may_not_tell_and_a_stranger_gets_no_answer(self, client: Client) -> None:
        told = {"call": "pbx-1", "event": "ringing"}

        assert self.tell(client, self.key_of("clerk"), **told).status_code == 403
        assert self.tell(client, {}, **told).status_code == 401
        assert Call.objects.count() == 0

    @pytest.mark.parametrize(
        "wrong",
        [
            {"event": "ringing"},
            {"call": "x", "event": "lost"},
            {"call": "x", "event": "exploded"},
            {"call": "x", "event": "ringing", "at": "2026-11-28 10:00"},
            {"call": "x", "event": "recorded", "recording": "javascript:alert(1)"},
        ],
    )
    def test_what_cannot_be_read_is_refused(self, client: Client, wrong: dict[str, str]) -> None:
        assert self.tell(client, self.key_of("telephone"), **wrong).status_code == 422
        assert Call.objects.count() == RuleValue.objects.count() == 0
