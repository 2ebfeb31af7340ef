"""Return visits: planned by hand and by rule, done with what the customer said; follow-ups in the queue."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from kept.desk.actions.answering import answer_case
from kept.desk.actions.following import (
    CustomerMissing,
    drop_follow_up,
    finish_follow_up,
    plan_follow_up,
)
from kept.desk.actions.solving import reopen_case, solve_case
from kept.desk.actions.visiting import finish_return_visit, plan_regular_visits, visit_after
from kept.desk.models import Case, Contact, FollowUp
from kept.desk.models.followups import FollowUpDone, NotVisited
from kept.desk.rules import VISIT_AFTER_DAYS, VISIT_EVERY, VISITS_A_DAY
from kept.kernel.errors import Refused
from kept.kernel.outbox import deliver_due
from kept.parties.models import Customer
from kept.people.actions.rule_numbers import set_rule
from kept.people.queries import actor_of
from kept.promises.models import Promise
from tests.desk.scenes import a_case
from tests.factories import HOUSE, NOON, a_customer, staff

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
JSON = "application/json"


def a_visit(customer: Customer | None = None, **details: Any) -> FollowUp:
    given = {"what": "回访", "due_at": NOON + DAY, "sort": "return_visit", **details}
    return plan_follow_up(customer=customer or a_customer(), **given, by=HOUSE, at=NOON)


def a_number(key: str, value: int, at: datetime = NOON - DAY) -> None:
    set_rule(key=key, value=Decimal(value), by=HOUSE, at=at)


def a_solved(kind: str = "complaint", at: datetime = NOON, **details: Any) -> Case:
    case = a_case(kind, **details)
    answer_case(case=case, channel="phone", text="已赔付", by=HOUSE, at=at)
    return solve_case(case=case, result="已赔付", by=HOUSE, at=at)


@pytest.mark.spec("R299")
def test_a_return_visit_is_a_promise_that_what_the_customer_said_keeps() -> None:
    visit = a_visit()
    promise = Promise.objects.of_kind("visit").get()
    assert (promise.due_at, promise.customer) == (NOON + DAY, visit.customer)

    with pytest.raises(NotVisited):
        finish_follow_up(follow_up=visit, result="去过", by=HOUSE, at=NOON + HOUR)
    with pytest.raises(NotVisited):
        finish_follow_up(follow_up=visit, result="", channel="email", text="好", by=HOUSE, at=NOON + HOUR)
    finish_return_visit(
        follow_up=visit,
        result="满意",
        channel="visit",
        text="送货准时",
        satisfied=5,
        next_step="下月再访",
        by=HOUSE,
        at=NOON + HOUR,
    )

    visit.refresh_from_db()
    assert (visit.satisfied, visit.next_step) == (5, "下月再访")
    contact = Contact.objects.get()
    assert (contact.channel, contact.direction, contact.summary) == ("visit", "out", "送货准时")
    assert Promise.objects.of_kind("visit").get().state == "kept"
    assert visit.contact == contact


@pytest.mark.spec("R299")
def test_a_dissatisfied_customer_has_a_case_in_the_same_step() -> None:
    visit = a_visit()
    said = {"result": "", "channel": "phone", "text": "又晚到两天", "satisfied": 1}

    _done, case = finish_return_visit(
        follow_up=visit, case_kind="complaint", **said, by=HOUSE, at=NOON + HOUR
    )

    assert case is not None
    assert (case.kind, case.customer, case.reason) == ("complaint", visit.customer, "又晚到两天")
    assert Contact.objects.get().case == case


def test_a_return_visit_names_its_customer() -> None:
    with pytest.raises(CustomerMissing):
        plan_follow_up(what="回访", due_at=NOON + DAY, sort="return_visit", by=HOUSE, at=NOON)


@pytest.mark.spec("R299")
def test_a_solved_complaint_is_followed_by_a_visit_of_its_owner() -> None:
    owner = staff()
    case = a_solved(owner=owner, customer=a_customer())

    visit = visit_after(case=case, by=HOUSE, at=NOON + HOUR)

    assert visit is not None
    assert (visit.customer, visit.owner, visit.subject_number) == (case.customer, owner, case.number)
    assert (visit.rule, Promise.objects.of_kind("visit").get().due_at) == ("solved", NOON + 7 * DAY)
    assert visit_after(case=case, by=HOUSE, at=NOON + 2 * HOUR) is None


@pytest.mark.parametrize(
    ("kind", "days", "later"),
    [("question", 7, HOUR), ("complaint", 0, HOUR), ("complaint", 7, 8 * DAY)],
)
def test_no_visit_follows_what_the_rule_does_not_name(kind: str, days: int, later: timedelta) -> None:
    a_number(VISIT_AFTER_DAYS, days)

    assert visit_after(case=a_solved(kind), by=HOUSE, at=NOON + later) is None


@pytest.mark.spec("R299")
def test_the_outbox_plans_the_visit_and_a_case_taken_up_again_drops_it() -> None:
    at = now()
    case = a_solved(at=at, customer=a_customer(), opened_at=at - HOUR)
    deliver_due()
    deliver_due()
    visit = FollowUp.objects.get()

    reopen_case(case=case, why="又坏了", by=HOUSE, at=now())
    deliver_due()

    visit.refresh_from_db()
    assert visit.is_dropped
    assert Promise.objects.of_kind("visit").get().state == "waived"


@pytest.mark.spec("R299")
def test_customers_are_visited_at_the_interval_of_their_value_class() -> None:
    manager = staff()
    first, second = (a_customer(value_class="a", account_manager=manager) for _ in range(2))
    a_customer(value_class="B")
    a_number(VISIT_EVERY["A"], 30)

    made = plan_regular_visits(by=HOUSE, at=NOON)

    assert [(visit.customer, visit.owner) for visit in made] == [(first, manager), (second, manager)]
    assert plan_regular_visits(by=HOUSE, at=NOON + DAY) == []
    said = {"result": "", "channel": "phone", "text": "都好"}
    finish_follow_up(follow_up=made[0], **said, by=HOUSE, at=NOON + 2 * DAY)
    assert plan_regular_visits(by=HOUSE, at=NOON + 20 * DAY) == []
    (again,) = plan_regular_visits(by=HOUSE, at=NOON + 26 * DAY)
    assert again.customer == first
    due = Promise.objects.of_kind("visit").get(subject_id=again.pk).due_at
    assert due == NOON + 33 * DAY


def test_no_more_visits_are_planned_in_a_day_than_the_rule_says() -> None:
    for _ in range(3):
        a_customer()
    a_number(VISIT_EVERY[""], 90)
    a_number(VISITS_A_DAY, 2)

    assert [len(plan_regular_visits(by=HOUSE, at=NOON + n * DAY)) for n in range(3)] == [2, 1, 0]


def test_a_follow_up_that_is_not_needed_any_more_is_dropped_with_a_reason() -> None:
    visit = a_visit()
    with pytest.raises(Refused):
        drop_follow_up(follow_up=visit, why=" ", by=HOUSE, at=NOON + HOUR)

    drop_follow_up(follow_up=visit, why="客户出差", by=HOUSE, at=NOON + HOUR)

    assert Promise.objects.get().state == "waived"
    with pytest.raises(FollowUpDone):
        finish_follow_up(follow_up=visit, result="", channel="phone", text="x", by=HOUSE, at=NOON + DAY)


def test_an_answer_that_was_promised_may_be_dropped() -> None:
    made = plan_follow_up(what="回电", due_at=NOON + DAY, needs_contact=True, by=HOUSE, at=NOON)

    assert drop_follow_up(follow_up=made, why="已在现场说明", by=HOUSE, at=NOON + HOUR).done_at


@pytest.fixture
def clerk(client: Client) -> Any:
    person = staff("clerk")
    client.force_login(person)
    return person


@pytest.mark.spec("R299")
def test_a_clerk_plans_a_visit_finds_it_in_the_queue_and_finishes_it_there(
    client: Client, clerk: Any
) -> None:
    customer = a_customer()
    form = {"sort": "return_visit", "what": "回访宏达", "due_at": "2099-01-01T10:00"}
    client.post(f"/follow-ups/new/?customer={customer.number}", form)
    visit = FollowUp.objects.get()

    for address in ("/desk/", "/desk/?view=mine", "/desk/?kind=follow_up", f"/desk/?customer={customer.pk}"):
        assert visit.number in client.get(address).content.decode()
    for address in (
        "/desk/?view=unassigned",
        "/desk/?kind=complaint",
        "/desk/?channel=phone",
        "/desk/?view=snoozed",
    ):
        assert visit.number not in client.get(address).content.decode()
    beside = client.get(f"/desk/follow-ups/{visit.number}/", headers={"HX-Request": "true"})
    assert "What came of the visit" in beside.content.decode()
    said = {"channel": "visit", "text": "太慢", "satisfied": "2", "case_kind": "complaint", "next_step": ""}
    sent = client.post(visit.get_absolute_url(), said)

    assert sent["Location"] == Case.objects.get().get_absolute_url()
    assert visit.number not in client.get("/desk/").content.decode()
    listed = client.get("/follow-ups/?done=on&sort=return_visit&satisfied=2&export=csv").getvalue().decode()
    assert visit.number in listed


def test_what_a_visit_lacks_is_said_beside_its_field(client: Client, clerk: Any) -> None:
    visit = a_visit(due_at=NOON + DAY)

    page = client.post(visit.get_absolute_url(), {"channel": "visit", "text": ""})
    none = client.post(
        "/follow-ups/new/", {"sort": "return_visit", "what": "x", "due_at": "2099-01-01T10:00"}
    )

    assert (page.status_code, none.status_code) == (422, 422)
    assert "text" in page.context["form"].errors
    assert "customer" in none.context["form"].errors


def test_a_clerk_drops_a_follow_up(client: Client, clerk: Any) -> None:
    visit = a_visit()

    assert client.get(f"/follow-ups/{visit.number}/dropping/").status_code == 200
    client.post(f"/follow-ups/{visit.number}/dropping/", {"why": "客户搬走"})

    visit.refresh_from_db()
    assert (visit.is_dropped, visit.result) == (True, "客户搬走")
    assert client.get(visit.get_absolute_url()).status_code == 200


@pytest.mark.spec("R299")
def test_programs_plan_and_finish_return_visits(client: Client, clerk: Any) -> None:
    customer = a_customer()
    plan = {
        "what": "回访",
        "sort": "return_visit",
        "due_at": "2099-01-01T10:00:00+08:00",
        "owner": clerk.login,
    }

    made = client.post("/api/v1/desk/follow-ups", {**plan, "customer": customer.number}, content_type=JSON)
    number = made.json()["number"]
    no = client.post(f"/api/v1/desk/follow-ups/{number}/end", {"result": "x"}, content_type=JSON)
    said = {"channel": "phone", "text": "不满意", "satisfied": 1, "case_kind": "complaint"}
    done = client.post(f"/api/v1/desk/follow-ups/{number}/end", said, content_type=JSON)

    assert (made.status_code, no.status_code, done.status_code) == (201, 409, 200)
    read = client.get("/api/v1/desk/follow-ups", {"state": "done", "customer": customer.number}).json()
    assert [(row["satisfied"], row["case"]) for row in read] == [(1, Case.objects.get().number)]
    assert client.post("/api/v1/desk/follow-ups", plan, content_type=JSON).status_code == 409
    assert client.get("/api/v1/desk/follow-ups").json() == []


def test_who_only_looks_finishes_nothing(client: Client) -> None:
    visit = a_visit()
    client.force_login(staff("finance"))

    assert client.post(visit.get_absolute_url(), {"channel": "phone", "text": "x"}).status_code == 404
    answer = client.post(f"/api/v1/desk/follow-ups/{visit.number}/end", {}, content_type=JSON)
    assert answer.status_code == 403
    assert actor_of(staff("finance"), NOON).may("desk.view")
