"""Fines for confirmed complaints: put to a decision, imposed or waived by somebody else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from kept.comms.models import Notice
from kept.conduct.actions.fining import impose_fine, offer_fine, report_ignored, waive_fine
from kept.conduct.actions.tariffs import set_tariff
from kept.conduct.models import Fine, Tariff
from kept.conduct.rules import (
    AmountWrong,
    NotAComplaint,
    OfferedAlready,
    OutsideTheTable,
    OwnFine,
    ReasonMissing,
)
from kept.desk.actions.answering import answer_case
from kept.desk.actions.solving import close_case, reopen_case
from kept.desk.models import Case
from kept.kernel.lifecycle import IllegalMove
from kept.kernel.outbox import deliver_due
from kept.people.actions.persons import make_key
from kept.people.models import Person
from kept.people.queries import actor_of
from tests.desk.scenes import a_case
from tests.factories import HOUSE, NOON, a_branch, staff

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def closed(person: Person | None, *, kind: str = "complaint", at: datetime = NOON, **details: Any) -> Case:
    case = a_case(kind, at=at, **details)
    answer_case(case=case, text="抱歉", channel="phone", by=HOUSE, at=at)
    learned = {"cause": "handling", "liable_tier": "us", "measure": "赔付", "prevention": "培训"}
    return close_case(case=case, result="已赔付", responsible=person, **learned, by=HOUSE, at=at)


def told() -> list[tuple[str, int | None, str]]:
    return list(Fine.objects.order_by("pk").values_list("kind", "amount", "state"))


def test_only_a_complaint_with_somebody_responsible_is_put_to_a_decision_once() -> None:
    person = staff("warehouse")
    case = closed(person)
    closed(None)
    closed(person, kind="dispute")

    assert offer_fine(case=case, by=HOUSE, at=NOON) is None
    assert told() == [("first", None, "offered")]


@pytest.mark.spec("R634", "R635", "R636", "R638")
def test_the_steps_of_a_month_cost_10_20_50_and_later_50_with_a_review() -> None:
    person = staff("warehouse")
    for n in range(5):
        closed(person, at=NOON + n * DAY)
    closed(person, at=NOON + 40 * DAY)

    for fine in Fine.objects.order_by("pk"):
        impose_fine(fine=fine, by=HOUSE, at=NOON + 41 * DAY)

    assert list(Fine.objects.order_by("pk").values_list("kind", "amount", "consequence")) == [
        ("first", 1000, ""),
        ("second", 2000, ""),
        ("third", 5000, "criticism"),
        ("later", 5000, "review"),
        ("later", 5000, "review"),
        ("first", 1000, ""),
    ]


def test_a_waived_one_does_not_count_when_the_next_is_decided() -> None:
    person = staff("warehouse")
    closed(person)
    closed(person, at=NOON + DAY)
    first, second = Fine.objects.order_by("pk")
    assert second.kind == "second"

    with pytest.raises(ReasonMissing):
        waive_fine(fine=first, note=" ", by=HOUSE, at=NOON)
    waive_fine(fine=first, note="客户误会", by=HOUSE, at=NOON + DAY)
    impose_fine(fine=second, by=HOUSE, at=NOON + DAY)

    assert told() == [("first", None, "waived"), ("first", 1000, "imposed")]


@pytest.mark.spec("R637", "R640")
def test_branch_manager_and_coordinator_share_five_each_once_it_is_imposed() -> None:
    here = a_branch()
    manager, coordinator = staff("branch_manager", branch=here), staff("service_manager")
    staff("branch_manager", branch=a_branch())
    closed(staff("warehouse"), branch=here)
    fine = Fine.objects.get()

    impose_fine(fine=fine, by=HOUSE, at=NOON)

    joint = Fine.objects.filter(because=fine).order_by("pk")
    assert [(row.kind, row.person, row.range_words, row.state) for row in joint] == [
        ("branch_manager", manager, "¥5.00", "offered"),
        ("coordinator", coordinator, "¥5.00", "offered"),
    ]
    impose_fine(fine=joint[0], by=HOUSE, at=NOON)
    waive_fine(fine=fine, note="复议成立", by=HOUSE, at=NOON + DAY)
    assert list(joint.values_list("state", flat=True)) == ["imposed", "withdrawn"]


def test_nobody_decides_on_their_own_nor_on_what_they_reported() -> None:
    manager, reporter = staff("branch_manager"), staff("service_manager")
    closed(manager)
    case = closed(None)
    ignored = report_ignored(
        case=case, person=manager, why="两天未处理", by=actor_of(reporter, NOON), at=NOON
    )

    for fine, person in ((Fine.objects.get(kind="first"), manager), (ignored, manager), (ignored, reporter)):
        with pytest.raises(OwnFine):
            impose_fine(fine=fine, by=actor_of(person, NOON), at=NOON)


@pytest.mark.spec("R639")
def test_an_ignored_complaint_costs_between_10_and_50_as_decided() -> None:
    manager, case = staff("branch_manager"), closed(None)
    fine = report_ignored(case=case, person=manager, why="两天未处理", by=HOUSE, at=NOON)
    with pytest.raises(OfferedAlready):
        report_ignored(case=case, person=manager, why="再次", by=HOUSE, at=NOON)
    with pytest.raises(NotAComplaint):
        report_ignored(case=a_case("dispute"), person=manager, why="x", by=HOUSE, at=NOON)

    for amount in (999, 5001):
        with pytest.raises(OutsideTheTable):
            impose_fine(fine=fine, amount=amount, by=HOUSE, at=NOON)
    imposed = impose_fine(fine=fine, amount=3000, note="推诿", by=HOUSE, at=NOON)

    assert (imposed.amount, imposed.joint.count()) == (3000, 0)
    with pytest.raises(IllegalMove):
        impose_fine(fine=fine, amount=3000, by=HOUSE, at=NOON)


def test_a_complaint_that_lives_again_takes_back_what_was_not_decided() -> None:
    person = staff("warehouse")
    case = closed(person)
    reopen_case(case=case, why="客户不满意", by=HOUSE, at=NOON + DAY)
    assert told() == [("first", None, "withdrawn")]

    case.refresh_from_db()
    learned = {"cause": "handling", "liable_tier": "us", "measure": "赔付", "prevention": "培训"}
    close_case(case=case, result="再次赔付", **learned, by=HOUSE, at=NOON + 2 * DAY)

    assert told() == [("first", None, "withdrawn"), ("first", None, "offered")]


def test_the_table_is_data_with_history_and_what_was_offered_keeps_its_price() -> None:
    person = staff("warehouse")
    closed(person)

    set_tariff(kind="first", lowest=1500, highest=1500, by=HOUSE, at=NOON + DAY)
    impose_fine(fine=Fine.objects.get(), by=HOUSE, at=NOON + 2 * DAY)
    closed(staff("warehouse"), at=NOON + 2 * DAY)

    assert [fine.range_words for fine in Fine.objects.order_by("pk")] == ["¥10.00", "¥15.00"]
    assert Tariff.objects.filter(kind="first").count() == 2
    with pytest.raises(AmountWrong):
        set_tariff(kind="first", lowest=2, highest=1, by=HOUSE, at=NOON)


def test_managers_of_the_branch_decide_and_the_person_sees_their_own_alone(client: Client) -> None:
    client.cookies["django_language"] = "en"
    here, there = a_branch(), a_branch()
    person, manager = staff("warehouse", branch=here), staff("branch_manager", branch=here)
    stranger = staff("branch_manager", branch=there)
    case = closed(person, branch=here, at=now())
    fine = Fine.objects.get()
    deliver_due()
    asked = list(Notice.objects.filter(name="conduct.fine_offered").values_list("person", flat=True))
    address = reverse("conduct:decision", args=[fine.number])

    client.force_login(stranger)
    foreign = (client.post(address, {"impose": "yes"}), client.get(fine.get_absolute_url()))
    client.force_login(manager)
    wrong = client.post(address, {"impose": "no"})
    client.post(address, {"impose": "yes", "note": "已核实"})
    listed = client.get(reverse("conduct:fines"), {"state": "imposed"}).content.decode()
    panel = client.get(reverse("kernel:panel", args=["conduct.fines_of_case", "desk.case", case.pk]))
    exported = client.get(reverse("conduct:fines"), {"export": "csv"})
    client.force_login(person)
    own, page = client.get(reverse("conduct:own")), client.get(fine.get_absolute_url())
    others = client.get(reverse("conduct:fines"))
    deliver_due()
    client.force_login(staff("warehouse", branch=here))
    colleague = client.get(fine.get_absolute_url())

    assert asked == [manager.pk]
    assert [answer.status_code for answer in foreign] == [404, 404]
    assert (wrong.status_code, others.status_code, colleague.status_code) == (422, 403, 404)
    assert fine.number in listed and person.name in panel.content.decode() and exported.status_code == 200
    assert fine.number in own.content.decode() and "已核实" in page.content.decode()
    assert Notice.objects.filter(name="conduct.fine_imposed").get().person == person


def test_the_service_department_reports_and_the_general_manager_changes_the_table(client: Client) -> None:
    client.cookies["django_language"] = "en"
    case, manager = closed(None, at=now()), staff("branch_manager")
    client.force_login(staff("service_manager"))
    address = reverse("conduct:ignored", args=[case.number])
    wrong = client.post(address, {"person": manager.pk, "why": ""})
    client.post(address, {"person": manager.pk, "why": "两天未处理"})
    client.force_login(staff("general_manager"))
    fine = Fine.objects.get()
    decided = reverse("conduct:decision", args=[fine.number])
    high = client.post(decided, {"impose": "yes", "amount": "51"})
    client.post(decided, {"impose": "yes", "amount": "30"})
    client.post(reverse("conduct:decision", args=[fine.number]), {"note": "复议成立"})
    said = {"kind": "first", "lowest": "15", "highest": "15", "consequence": ""}
    client.post(reverse("conduct:tariffs"), said)
    table = client.get(reverse("conduct:tariffs")).content.decode()

    fine.refresh_from_db()
    assert (wrong.status_code, high.status_code, fine.amount, fine.state) == (422, 422, 3000, "waived")
    assert "¥15.00" in table


def test_the_list_asks_no_more_for_more_rows(client: Client) -> None:
    client.force_login(staff("general_manager"))
    counts = []
    for more in (1, 3):
        for _n in range(more):
            closed(staff("warehouse"), at=now())
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("conduct:fines"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_programs_read_and_decide() -> None:
    person = staff("warehouse")
    closed(person, at=now())
    fine = Fine.objects.get()
    manager, clerk = program("general_manager"), program("clerk")
    path = f"/api/v1/conduct/fines/{fine.number}/decision"

    shut = clerk.post(path, {"impose": True}, content_type="application/json")
    no_reason = manager.post(path, {"impose": False}, content_type="application/json")
    imposed = manager.post(path, {"impose": True}, content_type="application/json").json()
    seen = manager.get(f"/api/v1/conduct/fines?person={person.login}").json()["items"]
    table = manager.get("/api/v1/conduct/tariffs").json()

    assert (shut.status_code, no_reason.status_code, no_reason.json()["field"]) == (403, 409, "note")
    assert seen == [imposed] and imposed["amount"] == 1000
    assert [row["highest"] for row in table] == [1000, 2000, 5000, 5000, 500, 500, 5000]


def program(role: str) -> Client:
    _key, secret = make_key(person=staff(role), name="ERP", by=HOUSE, at=now())
    return Client(headers={"Authorization": f"Bearer {secret}"})
