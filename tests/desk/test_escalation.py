"""Cases go up by the clock: once, at the moments that managers set, telling nobody twice."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from kept.comms.actions.accounts import add_account
from kept.comms.models import Message, Notice
from kept.desk.actions.answering import answer_case
from kept.desk.actions.assigning import assign_case
from kept.desk.actions.escalating import escalate_by_clock, escalate_case
from kept.desk.actions.merging import merge_cases
from kept.desk.actions.resting import snooze_case
from kept.desk.actions.solving import reopen_case, solve_case
from kept.desk.actions.steps import (
    EmployeeHasIt,
    MomentUndecided,
    SameStep,
    ShareOutside,
    StepEnded,
    StepUnknown,
    end_step,
    set_step,
    stock_steps,
)
from kept.desk.events import step_words
from kept.desk.models import Case, Escalation, EscalationStep
from kept.kernel.outbox import deliver_due
from kept.people.actions.absences import tell_absence
from kept.people.models import Person
from kept.people.queries import actor_of
from kept.promises.actions import pause_promise, resume_promise
from kept.promises.actions.clocking import record_breaches, warn
from kept.promises.models import PolicyVersion, Promise
from tests.desk.scenes import a_case, a_shipment
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff

pytestmark = pytest.mark.django_db


def the_clock_says(at: datetime) -> int:
    """As the worker asks: breaches, warnings, then steps."""
    record_breaches(by=HOUSE, at=at)
    warn(by=HOUSE, at=at)
    return escalate_by_clock(by=HOUSE, at=at)


def after(**span: float) -> datetime:
    return NOON + timedelta(**span)


def a_step(**changes: Any) -> EscalationStep:
    given: dict[str, Any] = {
        "kinds": [],
        "severities": [],
        "promise": "complaint_answer",
        "share": None,
        "late_minutes": 30,
        "level": "manager",
        "rises": True,
        "by": HOUSE,
        "at": NOON,
    }
    return set_step(**{**given, **changes})


def only(**changes: Any) -> EscalationStep:
    """This step and no other."""
    EscalationStep.objects.update(ended_at=NOON)
    return a_step(**changes)


def way_of(case: Case) -> list[tuple[str, bool, datetime]]:
    return [(row.level, row.rose, row.due_at or row.at) for row in case.escalations.all()]


def told_of(name: str) -> set[Person]:
    while deliver_due():
        pass
    return {notice.person for notice in Notice.objects.filter(name=name).select_related("person")}


@pytest.mark.spec("R278")
def test_an_unanswered_complaint_rises_by_clock_to_manager_and_headquarters() -> None:
    case = a_case("complaint")

    taken = [the_clock_says(after(minutes=n)) for n in (29, 31, 31, 59, 61, 290, 301, 301)]

    case.refresh_from_db()
    assert taken == [0, 1, 0, 0, 1, 0, 1, 0]
    assert case.level == "headquarters"
    assert way_of(case) == [
        ("employee", False, after(minutes=30)),
        ("manager", True, after(hours=1)),
        ("headquarters", True, after(hours=5)),
    ]
    assert [row.at for row in case.escalations.all()] == [after(minutes=n) for n in (31, 61, 301)]


@pytest.mark.spec("R303")
def test_an_exception_rises_by_clock_when_nobody_told_the_customer() -> None:
    branch = a_branch()
    superior, head = staff("branch_manager", branch=branch), staff("general_manager")
    case = a_case("exception", shipments=[a_shipment()], branch=branch)
    at_once = told_of("desk.case_opened")

    the_clock_says(after(minutes=31))
    the_clock_says(after(minutes=91))

    case.refresh_from_db()
    assert superior in at_once
    assert [level for level, _rose, _due in way_of(case)] == ["manager", "headquarters"]
    assert head in told_of("desk.case_escalated")


def test_after_a_pause_of_the_worker_it_rises_level_by_level_with_the_moments_it_was_due() -> None:
    case = a_case("complaint")

    the_clock_says(after(days=1))

    assert way_of(case) == [("manager", True, after(hours=1)), ("headquarters", True, after(hours=5))]


def test_who_was_warned_of_the_promise_is_not_told_again() -> None:
    branch = a_branch()
    owner, manager = staff("clerk", branch=branch), staff("branch_manager", branch=branch)
    head = staff("service_manager")
    a_case("complaint", branch=branch, owner=owner)
    PolicyVersion.objects.update(warn_roles=["branch_manager"])

    the_clock_says(after(minutes=61))

    assert told_of("promises.broken") >= {owner, manager}
    assert told_of("desk.case_escalated") == {head}


def test_the_deputy_of_a_case_and_who_stands_in_for_its_owner_hear_of_a_breach_once() -> None:
    branch = a_branch()
    owner, deputy, stand_in = (staff("clerk", branch=branch) for _n in range(3))
    case = a_case("complaint", branch=branch, owner=owner)
    assign_case(case=case, owner=owner, deputy=deputy, by=HOUSE, at=NOON)
    away = {"starts_at": NOON - timedelta(days=1), "ends_at": now() + timedelta(days=1)}
    tell_absence(person=owner, deputy=stand_in, **away, by=HOUSE, at=NOON)
    only(level="employee", rises=False, late_minutes=0)

    the_clock_says(after(minutes=61))

    assert told_of("promises.broken") == {owner, deputy, stand_in}
    assert told_of("desk.case_alarmed") == set()
    assert told_of("desk.case_assigned") == {owner, deputy, stand_in}


def test_an_early_warning_of_the_same_share_is_not_told_twice() -> None:
    branch = a_branch()
    manager, head = staff("branch_manager", branch=branch), staff("service_manager")
    only(late_minutes=None, share=Decimal("0.8"))
    case = a_case("complaint", branch=branch)
    PolicyVersion.objects.update(warn_roles=["branch_manager"])

    the_clock_says(after(minutes=48))

    assert [level for level, _rose, _due in way_of(case)] == ["manager"]
    assert manager in told_of("promises.soon")
    assert told_of("desk.case_escalated") == {head}


@pytest.mark.parametrize(("minutes", "chats"), [(61, 1), (301, 2)])
def test_a_group_chat_hears_of_a_moment_once(minutes: int, chats: int) -> None:
    branch = a_branch()
    details = {"kind": "notification", "name": "客服群", "is_group": True, "branch": branch}
    chat = add_account(details=details, secret="json://127.0.0.1:9/", by=HOUSE, at=NOON)
    EscalationStep.objects.filter(promise="complaint_resolution").update(ended_at=NOON)
    a_case("complaint", branch=branch)
    the_clock_says(after(minutes=61))
    the_clock_says(after(minutes=minutes))

    told_of("desk.case_escalated")

    assert Message.objects.filter(account=chat).count() == chats


def test_a_moment_of_which_the_promise_says_nothing_is_told_to_all_in_charge() -> None:
    branch = a_branch()
    manager = staff("branch_manager", branch=branch)
    only(late_minutes=30)
    a_case("complaint", branch=branch)
    PolicyVersion.objects.update(warn_roles=["branch_manager"])

    the_clock_says(after(minutes=91))

    assert told_of("desk.case_escalated") == {manager}


def test_half_of_the_time_is_told_to_the_owner_and_the_case_stays() -> None:
    owner, manager = staff("clerk"), staff("branch_manager")
    case = a_case("complaint", owner=owner)

    the_clock_says(after(minutes=30))

    case.refresh_from_db()
    told = told_of("desk.case_alarmed")
    assert case.level == "employee"
    assert owner in told
    assert manager not in told


@pytest.mark.parametrize("way", ["answered", "paused", "closed", "by_hand"])
def test_the_clock_is_quiet_where_nothing_is_owed(way: str) -> None:
    only(late_minutes=0)
    case = a_case("complaint")
    if way in ("answered", "closed"):
        answer_case(case=case, channel="phone", text="在办", by=HOUSE, at=NOON)
    if way == "closed":
        only(promise="complaint_resolution", late_minutes=0)
        solve_case(case=case, result="好了", by=HOUSE, at=NOON)
    if way == "paused":
        for promise in Promise.objects.about(case):
            pause_promise(promise=promise, reason="waiting_customer", by=HOUSE, at=NOON)
    if way == "by_hand":
        escalate_case(case=case, why="客户是行长", by=HOUSE, at=NOON)

    taken = the_clock_says(after(days=30))

    assert taken == 0


def test_a_snoozed_case_goes_up_all_the_same() -> None:
    case = a_case("complaint")
    snooze_case(case=case, until=after(days=2), by=HOUSE, at=NOON)

    the_clock_says(after(minutes=61))

    assert [level for level, _rose, _due in way_of(case)] == ["manager"]


def test_pauses_do_not_use_up_the_time() -> None:
    only(late_minutes=None, share=Decimal("0.5"))
    case = a_case("complaint")
    promise = Promise.objects.about(case).of_kind("complaint_answer").get()
    promise = pause_promise(promise=promise, reason="waiting_customer", by=HOUSE, at=after(minutes=10))
    resume_promise(promise=promise, by=HOUSE, at=after(minutes=100))

    assert [the_clock_says(after(minutes=n)) for n in (100, 119, 120)] == [0, 0, 1]
    assert way_of(case) == [("manager", True, after(minutes=120))]


def test_minutes_after_a_breach_are_those_of_the_service_calendar() -> None:
    only(promise="internal_call_answer", late_minutes=60)
    evening = NOON.replace(hour=17, minute=20)
    case = a_case("internal", at=evening)
    due = Promise.objects.about(case).get().due_at

    the_clock_says(due + timedelta(hours=2))
    before = way_of(case)
    the_clock_says(due + timedelta(days=1))

    [(level, _rose, moment)] = way_of(case)
    assert (before, level) == ([], "manager")
    assert due + timedelta(hours=12) < moment < due + timedelta(days=1)


def test_a_solved_case_that_is_taken_up_again_rises_by_the_time_its_solution_has_left() -> None:
    only(promise="complaint_resolution", late_minutes=0)
    case = a_case("complaint")
    answer_case(case=case, channel="phone", text="在办", by=HOUSE, at=NOON)
    solve_case(case=case, result="好了", by=HOUSE, at=after(days=2))
    quiet = the_clock_says(after(days=4))
    reopen_case(case=case, why="还是没到", by=HOUSE, at=after(days=5))

    assert (quiet, the_clock_says(after(days=5, hours=23))) == (0, 0)
    assert the_clock_says(after(days=6, hours=1)) == 1


def test_a_step_that_was_taken_is_not_taken_again_after_it_was_taken_up_again() -> None:
    only(promise="complaint_resolution", late_minutes=None, share=Decimal("0.5"), rises=False)
    case = a_case("complaint")
    answer_case(case=case, channel="phone", text="在办", by=HOUSE, at=NOON)
    taken = the_clock_says(after(days=2))
    solve_case(case=case, result="好了", by=HOUSE, at=after(days=2))
    reopen_case(case=case, why="还是没到", by=HOUSE, at=after(days=3))

    assert (taken, the_clock_says(after(days=3, hours=1))) == (1, 0)


def test_an_exception_of_many_customers_rises_once() -> None:
    case = a_case("exception", shipments=[a_shipment(a_customer()) for _ in range(3)])

    taken = the_clock_says(after(minutes=31))

    assert Promise.objects.about(case).count() == 3
    assert (taken, len(way_of(case))) == (1, 1)


def test_a_merged_case_brings_its_way_up_and_its_level_and_does_not_rise_again() -> None:
    customer = a_customer()
    first, second = a_case("complaint", customer=customer), a_case("complaint", customer=customer)
    the_clock_says(after(minutes=31))
    the_clock_says(after(minutes=61))
    escalate_case(case=first, why="行长来电", by=HOUSE, at=after(minutes=70))

    merge_cases(survivor=second, others=[first], why="同一事", by=HOUSE, at=after(minutes=80))
    taken = the_clock_says(after(days=1))

    second.refresh_from_db()
    assert (second.level, taken) == ("headquarters", 0)
    assert [level for level, _rose, _due in way_of(second)] == [
        *("employee", "employee", "manager", "manager", "headquarters"),
    ]


def test_the_survivor_of_a_merger_takes_its_own_steps() -> None:
    customer = a_customer()
    only(late_minutes=None, share=Decimal("0.5"), rises=False)
    first = a_case("complaint", customer=customer)
    the_clock_says(after(minutes=30))
    second = a_case("complaint", customer=customer, at=after(minutes=31))

    merge_cases(survivor=second, others=[first], why="同一事", by=HOUSE, at=after(minutes=35))

    assert the_clock_says(after(minutes=62)) == 1


def test_a_step_counts_for_moments_since_it_is_in_force() -> None:
    EscalationStep.objects.update(ended_at=NOON)
    a_case("complaint")
    a_step(late_minutes=0, at=after(hours=2))

    assert the_clock_says(after(hours=3)) == 0


def test_a_step_is_for_its_kinds_and_severities_alone() -> None:
    only(promise="", late_minutes=0, kinds=["question"], severities=[1])
    cases = [
        a_case("question", impact=3, urgency=3),
        a_case("question"),
        a_case("complaint", impact=3, urgency=3),
    ]

    the_clock_says(after(days=5))

    assert [len(way_of(case)) for case in cases] == [1, 0, 0]


def test_the_database_keeps_a_step_from_being_taken_twice() -> None:
    case = a_case("complaint")
    the_clock_says(after(minutes=31))
    taken = case.escalations.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Escalation.objects.create(
            case=case,
            level="manager",
            step=taken.step,
            promise=taken.promise,
            due_at=NOON,
            at=NOON,
        )


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_a_step_once() -> None:
    stock_steps(at=NOON)
    cases = [a_case("complaint") for _ in range(6)]
    record_breaches(by=HOUSE, at=after(minutes=61))
    gate, taken = threading.Barrier(2), []

    def work() -> None:
        gate.wait()
        taken.append(escalate_by_clock(by=HOUSE, at=after(minutes=61)))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(taken) == 6
    assert [len(way_of(case)) for case in cases] == [1] * 6


def test_many_cases_are_asked_about_in_as_many_statements_as_one() -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as counted:
            escalate_by_clock(by=HOUSE, at=after(minutes=5))
        return len(counted)

    a_case("complaint")
    once = statements()
    for _ in range(5):
        a_case("complaint")

    assert statements() == once


def test_a_changed_step_is_a_new_one_and_the_earlier_stays() -> None:
    manager = staff("service_manager")
    by = actor_of(manager, NOON)
    first = only(late_minutes=30)

    second = a_step(late_minutes=45, replaces=first, by=by, at=after(hours=1))
    same = a_step(late_minutes=45, replaces=second, by=by, at=after(hours=2))

    first.refresh_from_db()
    assert (first.ended_at, first.ended_by, second.replaces, second.set_by) == (
        after(hours=1),
        manager,
        first,
        manager,
    )
    assert same == second
    with pytest.raises(StepEnded):
        end_step(step=first, by=by, at=after(hours=3))


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"share": None, "late_minutes": None}, MomentUndecided),
        ({"share": Decimal("0.5"), "late_minutes": 5}, MomentUndecided),
        ({"share": Decimal(1), "late_minutes": None}, ShareOutside),
        ({"level": "employee"}, EmployeeHasIt),
        ({"level": "nobody"}, StepUnknown),
        ({"promise": "delivery"}, StepUnknown),
        ({"kinds": ["war"]}, StepUnknown),
        ({"severities": [9]}, StepUnknown),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(said: dict[str, Any], refusal: type[Exception]) -> None:
    before = EscalationStep.objects.count()

    with pytest.raises(refusal):
        a_step(**said)

    assert EscalationStep.objects.count() == before


def test_the_same_step_is_in_force_once() -> None:
    a_step()

    with pytest.raises(SameStep):
        a_step()


def test_where_cases_are_known_already_the_steps_to_begin_with_count_from_now_on() -> None:
    EscalationStep.objects.all().delete()
    a_case("complaint")

    stock_steps(at=after(hours=2))

    assert the_clock_says(after(hours=3)) == 0
    assert the_clock_says(after(hours=6)) == 1


# Pages and programs


def file_of(client: Client, name: str, query: str = "") -> str:
    return client.get(f"{reverse(name)}?export=csv{query}").getvalue().decode()


def test_a_manager_changes_a_step_and_sees_what_it_said(client: Client) -> None:
    client.force_login(staff("service_manager"))
    step = EscalationStep.objects.get(promise="complaint_answer", late_minutes=0)
    said = {"kinds": ["complaint"], "promise": "complaint_answer", "late_minutes": "15", "level": "manager"}

    answered = client.post(reverse("desk:escalation_step", args=[step.pk]), {**said, "rises": "on"})
    page = client.get(answered.headers["Location"]).content.decode()
    client.post(reverse("desk:escalation_step_end", args=[step.replaced_by.pk]))
    earlier = file_of(client, "desk:escalation_steps", "&ended=on")

    assert step_words("complaint_answer", None, 240) == "Answer a complaint: overdue for 4 h of working time"
    assert "Answer a complaint: overdue for 15 working minutes" in page
    assert "Answer a complaint: not kept in time" in page
    assert "overdue for 15 working minutes" in earlier
    assert not EscalationStep.objects.in_force().filter(late_minutes=15).exists()


def test_a_step_without_a_moment_is_sent_back_with_the_reason(client: Client) -> None:
    client.force_login(staff("service_manager"))

    answered = client.post(reverse("desk:new_escalation_step"), {"level": "manager", "rises": "on"})

    assert answered.status_code == 422
    assert "Give either the share of the time" in answered.content.decode()


def test_a_clerk_reads_the_steps_and_changes_none(client: Client) -> None:
    client.force_login(staff("clerk"))
    step = EscalationStep.objects.in_force()[0]

    page = client.get(reverse("desk:escalation_step", args=[step.pk]))
    changed = client.post(reverse("desk:escalation_step", args=[step.pk]), {"level": "manager"})
    ended = client.post(reverse("desk:escalation_step_end", args=[step.pk]))

    assert (page.status_code, changed.status_code, ended.status_code) == (200, 200, 403)
    assert '<form class="form inside"' not in page.content.decode()
    step.refresh_from_db()
    assert step.ended_at is None


def test_the_way_up_of_a_case_says_by_clock_and_why(client: Client) -> None:
    client.force_login(staff("clerk"))
    case = a_case("complaint")
    the_clock_says(after(minutes=61))

    panel = reverse("kernel:panel", args=["desk.way_up_of_case", "desk.case", case.pk])
    pages = [
        client.get(address).content.decode()
        for address in (panel, reverse("desk:case_form", args=[case.number]), case.get_absolute_url())
    ]
    told = client.get(f"/api/v1/desk/cases/{case.number}/escalations").json()

    assert all("Answer a complaint: not kept in time" in page for page in pages)
    assert all("by clock" in page for page in pages[:2])
    assert [(row["level"], row["by_clock"], row["promise"]) for row in told] == [
        ("manager", True, "complaint_answer")
    ]


def test_escalations_are_listed_by_branch_and_exported(client: Client) -> None:
    here, there = a_branch(), a_branch()
    client.force_login(staff("branch_manager", branch=here))
    mine, other = a_case("complaint", branch=here), a_case("complaint", branch=there)
    the_clock_says(after(minutes=61))
    escalate_case(case=mine, why="客户催", by=HOUSE, at=after(minutes=70))

    def listed(query: str) -> str:
        return file_of(client, "desk:escalations", query)

    assert other.number not in listed("")
    assert ("客户催" in listed("&how=clock"), "客户催" in listed("&how=hand")) == (False, True)


def test_programs_read_the_steps_in_force(client: Client) -> None:
    client.force_login(staff("clerk"))

    told = client.get("/api/v1/desk/escalation-steps").json()

    assert len(told) == EscalationStep.objects.in_force().count()
    assert {"kinds", "share", "late_minutes", "level", "rises"} <= set(told[0])


def test_programs_add_change_and_end_steps_and_read_what_was_before(client: Client) -> None:
    client.force_login(staff("service_manager", name="刘芳"))
    address, plain = "/api/v1/desk/escalation-steps", {"content_type": "application/json"}
    said = {"kinds": ["question"], "severities": [2], "promise": "question_answer", "level": "manager"}

    made = client.post(address, {**said, "share": "0.75"}, **plain)
    first = made.json()
    changed = client.put(
        f"{address}/{first['id']}", {**said, "late_minutes": 5, "rises": False}, **plain
    ).json()
    same = client.put(
        f"{address}/{changed['id']}", {**said, "late_minutes": 5, "rises": False}, **plain
    ).json()
    story = client.get(f"{address}/{changed['id']}").json()
    ended = client.post(f"{address}/{changed['id']}/end").json()

    assert (made.status_code, first["kinds"], first["share"], first["set_by"]) == (
        201,
        ["question"],
        "0.75",
        "刘芳",
    )
    assert (changed["replaces"], changed["late_minutes"], changed["rises"]) == (first["id"], 5, False)
    assert same["id"] == changed["id"]
    assert [(one["id"], one["ended_at"] is not None) for one in story] == [
        (changed["id"], False),
        (first["id"], True),
    ]
    assert ended["ended_at"]
    listed = [one["id"] for one in client.get(f"{address}?ended=true").json()]
    assert {first["id"], changed["id"]} <= set(listed)
    assert not {first["id"], changed["id"]} & {one["id"] for one in client.get(address).json()}


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"level": "manager"}, 409),
        ({"level": "manager", "share": "0.5", "late_minutes": 5}, 409),
        ({"level": "manager", "share": "1"}, 409),
        ({"level": "employee", "share": "0.5"}, 409),
        ({"level": "manager", "share": "0.5", "promise": "no_such"}, 409),
        ({"level": "manager", "late_minutes": -1}, 422),
        ({"level": "nobody", "share": "0.5"}, 422),
        ({"level": "manager", "share": "0.5", "kinds": ["no_such"]}, 422),
    ],
)
def test_a_wrong_step_of_a_program_is_refused(client: Client, wrong: dict[str, Any], status: int) -> None:
    client.force_login(staff("service_manager"))
    before = EscalationStep.objects.count()

    answer = client.post("/api/v1/desk/escalation-steps", wrong, content_type="application/json")

    assert (answer.status_code, EscalationStep.objects.count()) == (status, before)


def test_a_program_without_the_right_sets_and_ends_nothing(client: Client) -> None:
    client.force_login(staff("clerk"))
    step = EscalationStep.objects.in_force()[0]
    address, said = "/api/v1/desk/escalation-steps", {"level": "manager", "share": "0.6"}
    plain = {"content_type": "application/json"}

    answers = [
        client.post(address, said, **plain),
        client.put(f"{address}/{step.pk}", said, **plain),
        client.post(f"{address}/{step.pk}/end"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    step.refresh_from_db()
    assert step.ended_at is None
