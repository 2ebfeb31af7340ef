"""Visitors: received, in the house, seen off with what was agreed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kept.comms.models import Notice
from kept.desk.actions.contacting import NotYet
from kept.desk.actions.welcoming import PurposeMissing, VisitorMissing, receive_visitor, see_off
from kept.desk.models import Contact, Reception
from kept.desk.models.receptions import LeftAlready, LeftBeforeArriving
from kept.kernel.errors import Refused
from kept.kernel.outbox import deliver_due
from kept.promises.models import Promise
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
JSON = "application/json"


def a_visitor(**details: Any) -> Reception:
    given = {"visitor": "赵总", "purpose": "谈合同", **details}
    return receive_visitor(**given, by=HOUSE, at=NOON)


@pytest.mark.spec("R300")
def test_a_visitor_is_a_contact_by_visit_that_owes_no_answer() -> None:
    customer, host = a_customer(), staff()

    visit = a_visitor(customer=customer, received_by=host, company="宏达", people=3)

    contact = Contact.objects.get()
    assert visit.contact == contact
    assert (contact.channel, contact.direction, contact.customer) == ("visit", "in", customer)
    assert (contact.caller_name, contact.summary, contact.person) == ("赵总", "谈合同", host)
    assert not contact.is_waiting
    assert not Promise.objects.exists()
    deliver_due()
    assert Notice.objects.get().person == host


@pytest.mark.spec("R300")
def test_a_visitor_leaves_once_with_what_was_agreed() -> None:
    visit = a_visitor()
    assert list(Reception.objects.in_the_house()) == [visit]

    with pytest.raises(LeftBeforeArriving):
        see_off(reception=visit, left_at=NOON - HOUR, by=HOUSE, at=NOON + HOUR)
    with pytest.raises(Refused):
        see_off(reception=visit, left_at=NOON + 2 * HOUR, by=HOUSE, at=NOON + HOUR)
    see_off(reception=visit, agreed="下周签约", by=HOUSE, at=NOON + HOUR)

    visit.refresh_from_db()
    assert (visit.left_at, visit.agreed) == (NOON + HOUR, "下周签约")
    assert not Reception.objects.in_the_house().exists()
    with pytest.raises(LeftAlready):
        see_off(reception=visit, by=HOUSE, at=NOON + HOUR)


def test_a_visit_says_who_came_for_what_and_not_in_the_future() -> None:
    with pytest.raises(VisitorMissing):
        a_visitor(visitor=" ")
    with pytest.raises(PurposeMissing):
        a_visitor(purpose="")
    with pytest.raises(NotYet):
        a_visitor(arrived_at=NOON + HOUR)
    assert not Contact.objects.exists()


@pytest.mark.spec("R300")
def test_the_reception_receives_sees_who_is_here_and_sees_off(client: Client) -> None:
    client.force_login(staff("clerk"))
    customer = a_customer()
    form = {"visitor": "李经理", "purpose": "提货", "people": "2", "customer": customer.number}

    received = client.post("/visits/new/", form)
    visit = Reception.objects.get()

    assert received["Location"] == "/visits/?here=on"
    assert "李经理" in client.get("/visits/?here=on").content.decode()
    assert "李经理" in client.get("/visits/new/").content.decode()
    client.post(visit.get_absolute_url(), {"agreed": "明天送货"})
    assert "李经理" not in client.get("/visits/?here=on").content.decode()
    assert "明天送货" in client.get("/visits/?export=csv").getvalue().decode()
    assert "明天送货" in client.get(visit.get_absolute_url()).content.decode()
    again = client.post(visit.get_absolute_url(), {"agreed": "x"})
    assert (again.status_code, again.context["form"]) == (422, None)
    bad = client.post("/visits/new/", {**form, "visitor": "", "people": "0"})
    assert set(bad.context["form"].errors) == {"visitor", "people"}


def test_a_branch_sees_its_own_visitors_alone(client: Client) -> None:
    here, there = a_branch(), a_branch()
    mine, other = a_visitor(branch=here), a_visitor(branch=there)
    client.force_login(staff("clerk", branch=here))

    assert client.get(mine.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404


@pytest.mark.spec("R300")
def test_programs_tell_who_comes_and_goes(client: Client) -> None:
    host = staff("clerk")
    client.force_login(host)
    came = {"visitor": "周先生", "purpose": "参观", "received_by": host.login, "people": 12}

    made = client.post("/api/v1/desk/visits", came, content_type=JSON)
    number = made.json()["number"]
    here = client.get("/api/v1/desk/visits", {"here": True}).json()
    left = client.post(f"/api/v1/desk/visits/{number}/departure", {"agreed": "再来"}, content_type=JSON)
    again = client.post(f"/api/v1/desk/visits/{number}/departure", {}, content_type=JSON)

    assert (made.status_code, left.status_code, again.status_code) == (201, 200, 409)
    assert [(row["visitor"], row["people"], row["received_by"]) for row in here] == [
        ("周先生", 12, host.login)
    ]
    assert left.json()["agreed"] == "再来"
    assert client.get("/api/v1/desk/visits", {"here": True}).json() == []


def test_the_list_of_visitors_asks_the_same_for_one_and_for_three(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(staff("clerk"))
    for _ in range(3):
        a_visitor(customer=a_customer(), received_by=staff())

    with django_assert_max_num_queries(12):
        client.get("/visits/")
