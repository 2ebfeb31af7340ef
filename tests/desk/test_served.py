"""Whom a contact or case was for: the client itself, or the client's customer in the client's name."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kept.desk.actions.contacting import ServedInside, answer_contact, log_contact, note_service
from kept.desk.actions.tending import change_case
from kept.desk.models import Case, Contact
from kept.desk.queries.served import figures_of
from kept.kernel.models import EventRecord
from kept.parties.actions.belongings import add_consignee, add_contact_person
from kept.parties.models import Customer
from tests.desk.scenes import a_call, a_case, a_shipment
from tests.factories import HOUSE, NOON, a_customer, actor, staff

pytestmark = pytest.mark.django_db
OFFICE, SHOP, STRANGE = "021-55550101", "13900002222", "13700009999"


@pytest.fixture
def customer() -> Customer:
    found = a_customer(phone=OFFICE, email="office@hongda.example")
    add_consignee(customer=found, name="西城门店", city="北京", phone=SHOP, by=HOUSE, at=NOON)
    return found


@pytest.fixture
def clerk() -> Client:
    client = Client()
    client.force_login(staff("clerk", language="en"))
    return client


@pytest.mark.spec("R009")
def test_a_call_from_the_client_serves_the_client(customer: Customer) -> None:
    person = add_contact_person(
        party=customer, name="顾明", role="user", phone="13900010288", by=HOUSE, at=NOON
    )

    served = [
        a_call(customer=customer, phone="+86 21 5555 0101").served,
        a_call(customer=customer, phone="139 0001 0288").served,
        a_call(customer=customer, phone=STRANGE, contact_person=person).served,
        a_call(customer=customer, phone="", email="Office@hongda.example").served,
        log_contact(channel="portal", summary="货呢", customer=customer, by=HOUSE, at=NOON).served,
    ]

    assert served == ["client"] * 5


@pytest.mark.spec("R010")
def test_a_call_from_a_receiver_serves_the_clients_customer_in_its_name(customer: Customer) -> None:
    goods = a_shipment(customer, consignee_phone="13600003333")

    served = [
        a_call(customer=customer, phone="139-0000-2222").served,
        a_call(shipment=goods, phone="13600003333").served,
    ]

    assert served == ["behalf", "behalf"]


@pytest.mark.spec("R009", "R010")
def test_where_nobody_can_tell_it_stays_unknown_and_a_colleague_is_no_client(customer: Customer) -> None:
    add_contact_person(party=customer, name="店长", role="user", phone=SHOP, by=HOUSE, at=NOON)

    strange = a_call(customer=customer, phone=STRANGE)
    both = a_call(customer=customer, phone=SHOP)
    nobody = a_call(phone=SHOP)
    inside = a_call(customer=customer, phone=OFFICE, is_internal=True, served="client")

    assert [one.served for one in (strange, both, nobody, inside)] == ["", "", "", ""]


@pytest.mark.spec("R009", "R010")
def test_what_the_clerk_says_holds_and_answer_and_case_serve_the_same(customer: Customer) -> None:
    call = a_call(customer=customer, phone=OFFICE, served="behalf")

    answered = answer_contact(contact=call, text="明天到", by=HOUSE, at=NOON)
    case = a_case(customer=None, contact=call)

    assert [call.served, answered.served, case.served] == ["behalf", "behalf", "behalf"]


@pytest.mark.spec("R009", "R010")
def test_whom_it_was_for_is_said_afterwards_and_told(customer: Customer) -> None:
    call, case = a_call(customer=customer, phone=STRANGE), a_case(customer=customer)
    inside, internal = a_call(is_internal=True), a_case("internal", customer=customer)

    note_service(contact=call, changes={"served": "behalf"}, by=HOUSE, at=NOON)
    change_case(case=case, changes={"served": "client"}, by=HOUSE, at=NOON)
    change_case(case=internal, changes={"served": "client"}, by=HOUSE, at=NOON)
    with pytest.raises(ServedInside):
        note_service(contact=inside, changes={"served": "client"}, by=HOUSE, at=NOON)

    told = EventRecord.objects.filter(name__in=("desk.contact_written_up", "desk.case_changed"))
    assert Contact.objects.get(pk=call.pk).served == "behalf"
    assert [Case.objects.get(pk=one.pk).served for one in (case, internal)] == ["client", ""]
    assert [one.data["fields"] for one in told.order_by("id")] == [["served"], ["served"]]


@pytest.mark.spec("R009", "R010")
@pytest.mark.parametrize("name", ["contacts", "cases"])
def test_lists_are_narrowed_and_exported_by_whom_we_served(
    clerk: Client, customer: Customer, name: str
) -> None:
    for phone in (OFFICE, SHOP, STRANGE):
        a_case(customer=None, contact=a_call(customer=customer, phone=phone))

    def listed(party: str) -> list[str]:
        wanted = {"served": party, "export": "csv", "columns": "served"}
        answer: Any = clerk.get(reverse(f"desk:{name}"), wanted)
        return answer.getvalue().decode("utf-8-sig").splitlines()[1:]

    assert len(listed("client")) == len(listed("behalf")) == len(listed("unknown")) == 1
    assert "The client itself" in listed("client")[0]
    assert "A client's customer, in the client's name" in listed("behalf")[0]


@pytest.mark.spec("R009", "R010")
def test_the_clients_page_counts_both_and_each_figure_opens_what_it_counts(
    clerk: Client, customer: Customer
) -> None:
    a_call(customer=customer, phone=OFFICE, at=NOON)
    a_call(customer=customer, phone=SHOP, at=NOON)
    a_call(customer=customer, phone=SHOP, at=NOON, is_internal=True)
    a_case(customer=customer, phone=SHOP)
    by = actor()

    with CaptureQueriesContext(connection) as asked:
        figures = figures_of(by, customer, NOON.date())
    statements = len(asked)

    page = clerk.get(
        reverse("kernel:panel", args=("desk.served_of_customer", "parties.customer", customer.pk))
    )
    shown = page.content.decode()
    assert figures == {
        "contacts": {"client": 1, "behalf": 1, "unknown": 0},
        "cases": {"client": 0, "behalf": 1, "unknown": 0},
    }
    assert statements == 2
    assert f"{reverse('desk:contacts')}?customer={customer.pk}&amp;served=behalf&amp;since=" in shown


@pytest.mark.spec("R009", "R010")
def test_a_clerk_says_whom_it_is_for_at_the_phone_and_on_the_page(clerk: Client, customer: Customer) -> None:
    given = {"channel": "phone", "direction": "in", "summary": "货到哪里了", "customer": customer.pk}

    clerk.post(reverse("desk:new_contact"), {**given, "phone": STRANGE, "served": "behalf"})
    call = Contact.objects.get()
    page = clerk.get(call.get_absolute_url()).content.decode()
    wrong = clerk.post(reverse("desk:contact_service", args=[call.number]), {"served": "ghost"})
    right = clerk.post(reverse("desk:contact_service", args=[call.number]), {"served": "client"})

    call.refresh_from_db()
    assert "<dt>Served party</dt><dd>A client&#x27;s customer, in the client&#x27;s name</dd>" in page
    assert [wrong.status_code, right.status_code, call.served] == [422, 302, "client"]


@pytest.mark.spec("R009", "R010")
def test_programs_say_and_read_whom_it_is_for(clerk: Client, customer: Customer) -> None:
    def send(path: str, **data: str) -> Any:
        return clerk.post(f"/api/v1/desk/{path}", json.dumps(data), content_type="application/json").json()

    known = send("contacts", customer=customer.number, phone=SHOP, summary="?")
    said = send("contacts", customer=customer.number, phone=SHOP, summary="?", served="client")
    case = send("cases", kind="question", customer=customer.number, served="behalf", reason="?")
    read = clerk.get("/api/v1/desk/cases", {"served": "behalf"}).json()

    assert [known["served"], said["served"], case["served"]] == ["behalf", "client", "behalf"]
    assert [one["number"] for one in read] == [case["number"]]
    assert clerk.get("/api/v1/desk/cases", {"served": "client"}).json() == []
