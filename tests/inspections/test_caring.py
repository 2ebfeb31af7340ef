"""Contact plans, needs, customised service; what acts on service; what others say of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from kept.catalog.models import Service
from kept.comms.models import Notice
from kept.desk.models import FollowUp
from kept.inspections.actions.caring import (
    change_need,
    customise,
    end_customization,
    end_need,
    hear_need,
    tell_silences,
)
from kept.inspections.actions.supervising import file_finding
from kept.inspections.actions.surrounding import (
    green_service,
    keep_influence,
    make_review,
    tell_reviews,
)
from kept.inspections.models import Need, Regulation, Silence
from kept.inspections.queries.contact_plan import with_care
from kept.inspections.queries.external import external_evaluation
from kept.inspections.rules.refusals import NeedOver, NothingChanged, ReasonMissing, ReviewInThePast
from kept.inspections.tasks import look_for_silence
from kept.inspections.ui.care_tables import InfluenceTable
from kept.kernel.events import Subject
from kept.kernel.models import RuleValue
from kept.kernel.outbox import deliver_due
from kept.parties.models import Customer
from kept.people.actions.persons import make_key
from kept.people.queries import actor_of
from kept.promises.actions import PromiseRequest, keep_promise, start_promise
from kept.promises.actions.policies import make_policy
from kept.surveys.models import Answer, Questionnaire, Response, Survey
from tests.desk.scenes import a_call, a_case
from tests.factories import HOUSE, NOON, a_branch, a_customer, actor, staff
from tests.inspections.test_outside import a_supervisor

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def a_need(customer: Customer | None = None, **details: Any) -> Need:
    given = {"group": "time", "words": "次日达", "importance": 4, "since": NOON.date(), **details}
    return hear_need(customer=customer or a_customer(), **given, by=HOUSE, at=NOON)


def silent() -> list[tuple[str, int]]:
    return list(Silence.objects.order_by("pk").values_list("customer__name", "days"))


@pytest.mark.spec("R353")
def test_whoever_looks_after_a_silent_customer_gets_a_task_by_the_days_of_the_level() -> None:
    manager = staff("clerk")
    core = a_customer(name="核心", segment="core", account_manager=manager)
    general = a_customer(name="一般", segment="general")
    for customer in (core, general):
        a_call(customer=customer, at=NOON)

    look_for_silence(NOON + 20 * DAY)
    look_for_silence(NOON + 21 * DAY)

    assert silent() == [("核心", 14)]
    task = FollowUp.objects.get()
    assert (task.owner, task.customer) == (manager, core)
    assert task.promises[0].due_at == NOON + 23 * DAY
    while deliver_due():
        pass
    assert manager in [notice.person for notice in Notice.objects.filter(name="inspections.customer_silent")]


@pytest.mark.spec("R353")
def test_a_contact_ends_the_silence_and_the_next_one_is_told_again() -> None:
    customer = a_customer(segment="core")
    a_call(customer=customer, at=NOON)
    tell_silences(by=HOUSE, at=NOON + 20 * DAY)

    a_call(customer=customer, direction="out", at=NOON + 21 * DAY)
    tell_silences(by=HOUSE, at=NOON + 30 * DAY)
    tell_silences(by=HOUSE, at=NOON + 40 * DAY)

    ended = Silence.objects.order_by("pk").values_list("ended_at", flat=True)
    assert list(ended) == [NOON + 21 * DAY, None]


def test_a_level_without_planned_contacts_is_never_silent_and_a_day_has_its_most() -> None:
    for key, value in (("contact_days_core", 0), ("silent_a_day", 1)):
        RuleValue.objects.create(key=f"inspections.{key}", value=value, valid_from=NOON)
    a_customer(segment="core")
    for _ in range(2):
        a_customer(segment="potential")

    assert len(tell_silences(by=HOUSE, at=NOON + 100 * DAY)) == 1


@pytest.mark.spec("R353", "R354")
def test_contacts_and_what_is_made_for_a_customer_are_counted() -> None:
    customer = a_customer(segment="core")
    for direction in ("in", "in", "out"):
        a_call(customer=customer, direction=direction, at=NOON)
    a_call(customer=customer, at=NOON - 200 * DAY)
    a_call(customer=customer, is_internal=True, at=NOON)
    for sort, until in (("item", None), ("item", NOON.date() - DAY), ("higher", None)):
        since = NOON.date() - 9 * DAY
        customise(customer=customer, sort=sort, what="专用标签", since=since, until=until, by=HOUSE, at=NOON)

    row = with_care(Customer.objects.filter(pk=customer.pk), at=NOON).get()

    assert (row.came, row.went, row.last_at, row.plan_days) == (2, 1, NOON, 14)
    assert (row.items, row.higher, row.kept_higher) == (1, 1, 0)


@pytest.mark.spec("R354")
def test_promises_kept_by_an_own_policy_count_as_higher_standards_delivered() -> None:
    customer = a_customer()
    make_policy(kind="callback", scope={"customer": customer}, limit=timedelta(minutes=10), by=HOUSE, at=NOON)
    for kind in ("callback", "call_answer"):
        request = PromiseRequest(
            kind=kind, subject=Subject.of(customer), started_at=NOON, customer_id=customer.pk
        )
        promise = start_promise(request=request, by=HOUSE, at=NOON)
        keep_promise(promise=promise, met_at=NOON + timedelta(minutes=1), by=HOUSE, at=NOON)

    row = with_care(Customer.objects.filter(pk=customer.pk), at=NOON + DAY).get()

    assert row.kept_higher == 1


def test_what_is_made_ends_on_a_day() -> None:
    customer = a_customer()
    made = customise(customer=customer, sort="item", what="贴标", since=NOON.date(), by=HOUSE, at=NOON)

    ended = end_customization(customization=made, on=NOON.date() - 5 * DAY)

    assert ended.until == NOON.date()


@pytest.mark.spec("R513")
def test_needs_stand_in_groups_on_the_page_of_the_customer_and_in_the_list(client: Client) -> None:
    client.force_login(staff("clerk"))
    customer = a_customer()
    a_need(customer, words="次日达")
    a_need(customer, words="短信预告", group="information", importance=2)
    a_need(customer, words="当日达", importance=5)
    panel = reverse("kernel:panel", args=["inspections.needs_of_customer", "parties.customer", customer.pk])

    told = client.get(panel).content.decode()
    listed = client.get(reverse("inspections:needs"), {"group": "information"}).content.decode()

    order = ("Information", "短信预告", "Speed and punctuality", "当日达", "次日达")
    places = [told.index(words) for words in order]
    assert places == sorted(places)
    assert "短信预告" in listed and "次日达" not in listed


@pytest.mark.spec("R514")
def test_a_changed_need_sets_off_a_review_of_the_service_level() -> None:
    manager = staff("clerk")
    need = a_need(a_customer(account_manager=manager))

    change = change_need(need=need, words="当日达", importance=5, why="新产品上市", by=HOUSE, at=NOON)

    assert change.review is not None
    assert (change.words, change.importance, change.why) == ("次日达", 4, "新产品上市")
    assert (change.review.owner, change.review.subject_number) == (manager, need.number)
    assert change.review.promises[0].due_at == NOON + 14 * DAY
    with pytest.raises(NothingChanged):
        change_need(need=need, words="当日达", importance=5, by=HOUSE, at=NOON)
    end_need(need=need, on=NOON.date(), by=HOUSE, at=NOON)
    with pytest.raises(NeedOver):
        change_need(need=need, words="x", importance=1, by=HOUSE, at=NOON)


def test_needs_and_customised_service_are_kept_in_the_browser(client: Client) -> None:
    client.force_login(staff("clerk"))
    customer = a_customer()
    sent = {"customer": customer.number, "group": "cost", "words": "月结", "since": "2026-03-02"}
    sent["importance"] = "3"

    refused = client.post(reverse("inspections:new_need"), {**sent, "customer": "C-99999"})
    client.post(reverse("inspections:new_need"), sent)
    need = Need.objects.get()
    client.post(need.get_absolute_url(), {"words": "双月结", "importance": "5"})
    made = {"customer": customer.number, "sort": "item", "what": "专用对账单", "since": "2026-03-02"}
    client.post(reverse("inspections:new_customization"), made)

    assert refused.status_code == 422
    page = client.get(need.get_absolute_url()).content.decode()
    assert "双月结" in page and "月结" in page and "FU-" in page
    assert "专用对账单" in client.get(reverse("inspections:customizations")).content.decode()
    client.post(reverse("inspections:need_end", args=[need.number]))
    assert need.number not in client.get(reverse("inspections:needs")).content.decode()


def test_the_contact_plan_asks_as_often_with_one_row_as_with_three(client: Client) -> None:
    client.force_login(staff("service_manager"))

    def asked() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(reverse("inspections:contact_plan")).status_code == 200
        return len(counted)

    a_customer()
    asked()
    one = asked()
    for _ in range(2):
        a_call(customer=a_customer(branch=a_branch(), account_manager=staff()))

    assert asked() == one


@pytest.mark.spec("R353")
def test_the_contact_plan_shows_and_exports_who_is_silent(client: Client) -> None:
    client.force_login(staff("clerk"))
    a_customer(name="从未联系", segment="core")
    a_call(customer=a_customer(name="刚联系过", segment="core"), at=now())
    address = reverse("inspections:contact_plan")

    page = client.get(address, {"silent": "on"}).content.decode()
    rows = client.get(f"{address}?export=csv").getvalue().decode("utf-8-sig")
    panel = reverse(
        "kernel:panel",
        args=["inspections.contact_plan", "parties.customer", Customer.objects.get(name="刚联系过").pk],
    )

    assert "从未联系" in page and "刚联系过" not in page
    assert "1 customer was not spoken with" in page
    assert "never spoken with" in rows and "in touch" in rows
    assert "in touch" in client.get(panel).content.decode()


@pytest.mark.spec("R528")
def test_influences_from_inside_and_outside_are_told_apart_and_looked_at_again(client: Client) -> None:
    owner = staff("service_manager")
    said = {"what": "旺季缺司机", "pull": "hinders", "owner": owner, "review_on": NOON.date() + 9 * DAY}
    inside = keep_influence(factor="staff", **said, by=HOUSE, at=NOON)
    outside = keep_influence(factor="market", **said, by=HOUSE, at=NOON)

    told = [tell_reviews(by=HOUSE, at=NOON + n * DAY) for n in (8, 9, 10)]
    later = NOON.date() + 90 * DAY
    make_review(record=inside, outcome="已招二十人", next_on=later, by=HOUSE, at=NOON + 9 * DAY)

    inside.refresh_from_db()
    assert (inside.is_internal, outside.is_internal) == (True, False)
    assert told == [0, 2, 0]
    assert (inside.outcome, inside.review_on) == ("已招二十人", NOON.date() + 90 * DAY)
    while deliver_due():
        pass
    assert Notice.objects.filter(person=owner, name="inspections.review_due").count() == 2
    client.force_login(owner)
    assert "旺季缺司机" in client.get(reverse("inspections:influences")).content.decode()


def test_a_review_says_what_came_of_it_and_when_it_is_looked_at_next() -> None:
    influence = keep_influence(
        factor="law", what="x", pull="helps", owner=staff(), review_on=NOON.date(), by=HOUSE, at=NOON
    )
    with pytest.raises(ReasonMissing):
        make_review(record=influence, outcome=" ", next_on=NOON.date() + DAY, by=HOUSE, at=NOON)
    with pytest.raises(ReviewInThePast):
        make_review(record=influence, outcome="好", next_on=NOON.date(), by=HOUSE, at=NOON)


def test_what_nobody_looked_at_yet_is_not_called_looked_at() -> None:
    said: dict[str, Any] = {"factor": "law", "what": "x", "pull": "helps", "review_on": date(2030, 1, 1)}
    influence = keep_influence(**said, owner=staff(), by=HOUSE, at=NOON)
    watch = next(column for column in InfluenceTable.columns if column.code == "watch")

    before = watch.of(influence)[0]
    make_review(record=influence, outcome="好", next_on=date(2030, 2, 1), by=HOUSE, at=NOON)
    influence.refresh_from_db()

    assert (before, watch.of(influence)[0]) == ("quiet", "kept")


@pytest.mark.spec("R529")
def test_laws_and_policies_are_registered_with_their_limits_and_review_days(client: Client) -> None:
    owner = staff("service_manager")
    client.force_login(owner)
    sent = {
        "title": "快递暂行条例",
        "sort": "law",
        "issuer": "国务院",
        "demands": "投诉七日内答复",
        "owner": owner.pk,
        "valid_from": "2026-01-01",
        "review_on": "2026-12-01",
    }
    refused = client.post(reverse("inspections:new_regulation"), {**sent, "valid_until": "2025-01-01"})
    client.post(reverse("inspections:new_regulation"), sent)
    found = Regulation.objects.get()
    client.post(found.get_absolute_url(), {"outcome": "已改流程", "next_on": "2030-01-01"})
    client.post(
        reverse("inspections:change_regulation", args=[found.number]), {**sent, "reference": "第697号"}
    )

    found.refresh_from_db()
    assert refused.status_code == 422
    assert (found.outcome, found.reference, found.review_on) == ("已改流程", "第697号", date(2026, 12, 1))
    page = client.get(found.get_absolute_url()).content.decode()
    assert "投诉七日内答复" in page
    listed = client.get(f"{reverse('inspections:regulations')}?export=csv").getvalue().decode()
    assert "快递暂行条例" in listed


@pytest.mark.spec("R530")
def test_services_and_their_disposal_are_marked_green_with_a_reason(client: Client) -> None:
    client.force_login(staff("service_manager"))
    address = reverse("inspections:green_service", args=["packaging"])

    service = Service.objects.get(code="packaging")
    assert (service.is_green, service.disposes_green) == (None, None)
    refused = client.post(address, {"is_green": "yes"})
    client.post(address, {"is_green": "yes", "disposes_green": "no", "why": "循环箱"})

    service.refresh_from_db()
    assert refused.status_code == 422
    assert (service.is_green, service.disposes_green, service.green_why) == (True, False, "循环箱")
    client.post(address, {"is_green": "yes", "disposes_green": "", "why": "循环箱"})
    service.refresh_from_db()
    assert service.disposes_green is None
    assert "循环箱" in client.get(reverse("inspections:green")).content.decode()
    with pytest.raises(ReasonMissing):
        green_service(service=service, is_green=True, disposes_green=False, why="", by=HOUSE, at=NOON)


def answered(customer: Customer, *marks: int) -> None:
    survey = Survey.objects.first() or Survey.objects.create(
        number="SV-1",
        questionnaire=Questionnaire.objects.get(code="eight_items", state="current"),
        title="调查",
        opens_at=NOON,
    )
    item = survey.questionnaire.items.first()
    for mark in marks:
        response = Response.objects.create(survey=survey, customer=customer, answered_at=NOON)
        Answer.objects.create(response=response, item=item, performance=mark)


@pytest.mark.spec("R336")
def test_complaints_surveys_and_supervisors_stand_side_by_side_for_each_branch(client: Client) -> None:
    here, there = a_branch(name="甲"), a_branch(name="乙")
    customer = a_customer(branch=here)
    for _ in range(2):
        a_case(customer=customer, branch=here)
    a_case("question", customer=customer, branch=there)
    answered(customer, 7, 7, 4, 4, 4)
    answered(a_customer(branch=there), 7)
    file_finding(
        what="无人", severity="minor", branch=there, by=actor_of(a_supervisor().person, NOON), at=NOON
    )

    rows = external_evaluation(actor("general_manager"), date(2026, 3, 1), date(2026, 3, 1))

    told = [(str(row.branch), row.complaints, row.unsolved, row.answers) for row in rows]
    watched = [(row.supervisor_findings, row.unanswered) for row in rows]
    assert told == [("甲", 2, 2, 5), ("乙", 0, 0, 1)]
    assert watched == [(0, 0), (1, 1)]
    assert (round(rows[0].satisfaction or 0, 4), rows[1].satisfaction) == (0.7, None)
    client.force_login(staff("general_manager"))
    page = client.get(reverse("inspections:external"), {"first": "2026-03", "last": "2026-03"})
    assert "2 complaints" in page.content.decode() and "no data" in page.content.decode()
    wrong = client.get(reverse("inspections:external"), {"first": "2026-03", "last": "2026-01"})
    assert wrong.status_code == 422


def test_a_manager_of_one_branch_is_told_of_no_other_as_if_nobody_complained_there() -> None:
    here, there = a_branch(name="甲"), a_branch(name="乙")
    for branch in (here, there):
        customer = a_customer(branch=branch)
        a_case(customer=customer, branch=branch)
    answered(customer, 7)
    manager = actor_of(staff("branch_manager", branch=here), NOON)

    rows = external_evaluation(manager, date(2026, 3, 1), date(2026, 3, 1))

    assert [(str(row.branch), row.complaints, row.answers) for row in rows] == [("甲", 1, 0)]


@pytest.mark.spec("R327")
def test_an_exception_owes_the_customer_an_early_notice() -> None:
    case = a_case("exception", customer=a_customer())

    assert [promise.kind for promise in case.promises] == ["exception_notice"]
    assert case.promises[0].due_at == NOON + timedelta(minutes=30)


def test_programs_read_plans_and_keep_needs(client: Client) -> None:
    _, secret = make_key(person=staff("service_manager"), name="p", by=HOUSE, at=NOON)
    key: dict[str, Any] = {"HTTP_AUTHORIZATION": f"Bearer {secret}", "content_type": "application/json"}
    customer = a_customer(segment="core")
    sent = {"customer": customer.number, "group": "time", "words": "次日达", "since": "2026-03-02"}

    made = client.post("/api/v1/inspections/needs", sent, **key).json()
    change = {"words": "当日达", "importance": 5}
    changed = client.post(f"/api/v1/inspections/needs/{made['number']}/change", change, **key).json()

    assert (changed["words"], changed["importance"]) == ("当日达", 5)
    plans = client.get("/api/v1/inspections/contact-plans", **key).json()["items"]
    assert [(row["customer"], row["planned_days"], row["last_at"]) for row in plans] == [
        (customer.number, 14, None)
    ]
    assert client.get("/api/v1/inspections/needs?group=cost", **key).json()["items"] == []
    assert client.get("/api/v1/inspections/laws", **key).json() == []
    assert {row["is_green"] for row in client.get("/api/v1/inspections/green", **key).json()} == {None}
