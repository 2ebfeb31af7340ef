"""Reports about the desk: waits, seats, and the complaints of a month."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kept.comms.models import Notice
from kept.desk.actions.answering import answer_case
from kept.desk.actions.contacting import answer_contact, log_contact, promise_callback
from kept.desk.actions.opening import open_case
from kept.desk.actions.solving import close_case, solve_case
from kept.desk.actions.taking_in import take_in_call_counts
from kept.desk.models import CallCount, Case, QueueEntry
from kept.kernel.actor import Actor
from kept.kernel.outbox import deliver_due
from kept.methods.capacity import SeatTarget
from kept.people.queries import actor_of
from kept.scorecards.actions.facts import refresh_facts
from kept.scorecards.actions.reporting import report_complaints
from kept.scorecards.queries.call_profile import Slot, call_profile, seats_of, span_of
from kept.scorecards.queries.complaints import complaints_of
from kept.scorecards.queries.desk_times import desk_times
from tests.desk.calls import a_centre, hear
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff

pytestmark = pytest.mark.django_db

MONDAY = NOON.replace(hour=9, minute=0)
SPAN = {"first": NOON.date(), "last": NOON.date() + timedelta(days=10)}
LATER = NOON + timedelta(days=40)


def a_wait(channel: str, minutes: int | None, **details: Any) -> None:
    contact = log_contact(
        channel=channel, summary="问一下", phone="13900000000", by=HOUSE, at=NOON, **details
    )
    if minutes is not None:
        answer_contact(contact=contact, text="好了", by=HOUSE, at=NOON + timedelta(minutes=minutes))


@pytest.mark.spec("R309")
def test_the_average_and_the_worst_wait_stand_by_channel_the_longest_first() -> None:
    a_wait("phone", 2)
    a_wait("phone", 4)
    a_wait("wechat", 30)
    a_wait("sms", None)
    refresh_facts(at=LATER)

    rows = desk_times(HOUSE, by="channel", as_of=LATER, **SPAN)

    told = [(row.name, row.contacts, row.answered, row.wait_mean, row.wait_worst) for row in rows]
    assert told == [
        ("WeChat", 1, 1, 30.0, 30.0),
        ("Phone", 2, 2, 3.0, 4.0),
        ("SMS", 1, 0, None, None),
    ]


@pytest.mark.spec("R309")
def test_waits_stand_by_the_segment_of_the_customer() -> None:
    a_wait("phone", 1, customer=a_customer(segment="core"))
    a_wait("phone", 9, customer=a_customer(segment="general"))
    refresh_facts(at=LATER)

    rows = desk_times(HOUSE, by="segment", as_of=LATER, **SPAN)

    assert [(row.key, row.wait_mean) for row in rows] == [("general", 9.0), ("core", 1.0)]


def test_calls_given_up_and_the_age_of_what_is_not_solved_stand_beside_the_waits() -> None:
    branch = a_branch()
    clerk = staff("clerk", branch=branch)
    a_centre(clerk, line="02150001234", branch=branch)
    for key, rings, answered in (("one", 5, True), ("two", 9, True), ("three", 40, False)):
        hear(key, "ringing", 0, line="02150001234", agent="8001")
        if answered:
            hear(key, "answered", rings, agent="8001")
        hear(key, "ended", rings + 60 if answered else rings)
    solved, _waits = (
        open_case(kind="complaint", customer=a_customer(), branch=branch, reason="破损", by=HOUSE, at=NOON)
        for _ in range(2)
    )
    answer_case(case=solved, channel="phone", text="查", by=HOUSE, at=NOON + timedelta(hours=1))
    solve_case(case=solved, result="赔", by=HOUSE, at=NOON + timedelta(hours=2))
    refresh_facts(at=LATER)

    [row] = desk_times(HOUSE, by="branch", as_of=NOON + timedelta(days=4), **SPAN)

    assert (row.key, row.calls, row.given_up, row.ring_mean) == (branch.pk, 3, 1 / 3, 18.0)
    assert (row.cases, row.solved, row.unsolved, row.age_mean, row.at_once) == (2, 1, 1, 4.0, None)


def test_waits_stand_by_the_queue_in_which_somebody_waited_last() -> None:
    a_wait("phone", 3)
    entry = QueueEntry.objects.select_related("queue").latest("pk")
    refresh_facts(at=LATER)

    rows = desk_times(HOUSE, by="queue", as_of=LATER, **SPAN)

    assert [(row.key, row.name, row.wait_mean) for row in rows] == [(entry.queue_id, str(entry.queue), 3.0)]


def test_who_works_for_one_branch_sees_that_branch_alone() -> None:
    ours, theirs = a_branch(), a_branch()
    a_wait("phone", 1, branch=ours)
    a_wait("phone", 2, branch=theirs)
    refresh_facts(at=LATER)
    clerk = actor_of(staff("clerk", branch=ours), NOON)

    rows = desk_times(clerk, by="branch", as_of=LATER, **SPAN)

    assert [(row.key, row.contacts) for row in rows] == [(ours.pk, 1)]
    assert desk_times(Actor(kind="anonymous", name=""), by="branch", as_of=LATER, **SPAN) == []


def counted(*spans: tuple[datetime, int], **more: Any) -> None:
    rows = [
        CallCount(external_key=f"{at:%d%H%M}", line="hotline", starts_at=at, minutes=15, offered=n, **more)
        for at, n in spans
    ]
    take_in_call_counts(rows=rows, run_id=1, by=HOUSE, at=NOON)


@pytest.mark.spec("R267")
def test_a_half_hour_is_the_mean_of_the_days_that_were_counted() -> None:
    week = timedelta(days=7)
    counted((MONDAY, 30), (MONDAY + timedelta(minutes=15), 20), (MONDAY + timedelta(minutes=30), 7))
    counted((MONDAY + week, 50), (MONDAY + timedelta(days=1), 4))

    found = call_profile(HOUSE, source="hotline", first=MONDAY.date(), last=(MONDAY + week).date())

    assert found.slots == (Slot(1, 18, 50.0), Slot(1, 19, 3.5), Slot(2, 18, 4.0))
    assert found.days == {1: 2, 2: 1}
    assert span_of(HOUSE, "hotline") == (MONDAY.date(), (MONDAY + week).date())


def test_the_seats_of_a_published_half_hour() -> None:
    counted((MONDAY, 60), (MONDAY + timedelta(minutes=15), 40), answered=40, handle_seconds=7200)
    found = call_profile(HOUSE, source="hotline", first=MONDAY.date(), last=MONDAY.date())

    seats = seats_of(found, SeatTarget(0.8, 20, occupancy=0.85, shrinkage=0.3), 180, None)

    assert found.handle_seconds == 180
    assert [(seat.staffed, seat.scheduled) for seat in seats] == [(14, 20)]


def a_complaint(at: datetime, *, hours: float | None, **details: Any) -> Case:
    case = open_case(kind="complaint", customer=a_customer(), reason="破损", by=HOUSE, at=at, **details)
    log_contact(
        channel="phone", direction="out", case=case, summary="在查", by=HOUSE, at=at + timedelta(minutes=20)
    )
    if hours is not None:
        close_case(
            case=case,
            result="赔付",
            cause="handling",
            liable_tier="us",
            measure="赔付",
            prevention="加固包装",
            by=HOUSE,
            at=at + timedelta(hours=hours),
        )
    return case


@pytest.mark.spec("R791", "R310", "R289")
def test_the_month_s_complaints_stand_by_branch_with_what_became_of_them() -> None:
    branch, other = a_branch(name="上海"), a_branch(name="成都")
    a_complaint(NOON, hours=4, branch=branch)
    a_complaint(NOON + timedelta(days=2), hours=None, branch=branch)
    a_complaint(NOON - timedelta(days=10), hours=1, branch=other)

    rows = complaints_of(HOUSE, date(2026, 3, 1), at=LATER)

    first, second = rows
    assert (first.name, first.complaints, first.before, first.unsolved) == ("上海", 2, 0, 1)
    assert (second.name, second.complaints, second.before) == ("成都", 0, 1)
    assert first.median_hours == 4
    assert (first.answered_in_time.numerator, first.answered_in_time.denominator) == (2, 2)
    assert (first.solved_in_time.numerator, first.solved_in_time.denominator) == (1, 2)
    assert (dict(first.causes), dict(first.liable)) == ({"Handling or packing": 1}, {"Us": 1})


def test_a_clock_that_still_runs_counts_on_neither_side() -> None:
    a_complaint(NOON, hours=None, branch=a_branch())

    (row,) = complaints_of(HOUSE, date(2026, 3, 1), at=NOON + timedelta(hours=2))

    assert (row.solved_in_time.denominator, row.answered_in_time.denominator) == (0, 1)


@pytest.mark.spec("R791")
def test_call_backs_owed_in_the_month_stand_by_branch_and_those_that_came_too_late() -> None:
    here, there = a_branch(name="上海"), a_branch(name="成都")
    for branch, minutes in ((here, 70), (here, 80), (here, 300), (here, None), (there, 90)):
        contact = log_contact(channel="phone", summary="回我", branch=branch, by=HOUSE, at=MONDAY)
        promise_callback(contact=contact, by=HOUSE, at=MONDAY + timedelta(hours=1))
        if minutes is not None:
            answer_contact(contact=contact, text="好了", by=HOUSE, at=MONDAY + timedelta(minutes=minutes))

    month, next_month = (complaints_of(HOUSE, date(2026, m, 1), at=LATER) for m in (3, 4))
    soon = complaints_of(HOUSE, date(2026, 3, 1), at=MONDAY + timedelta(minutes=65))
    branch = actor_of(staff("branch_manager", branch=there), NOON)

    told = {row.name: (row.callbacks, row.callbacks_late, row.called_back_in_time.value) for row in month}
    assert told == {"上海": (4, 2, 0.5), "成都": (1, 0, 1)}
    assert next_month == []
    assert [row.name for row in complaints_of(branch, date(2026, 3, 1), at=LATER)] == ["成都"]
    assert sum(row.callbacks_late for row in soon) == 1


@pytest.fixture
def page(client: Client) -> Callable[..., Any]:
    client.force_login(staff("general_manager", language="en"))
    return lambda name, **asked: client.get(reverse(f"scorecards:{name}"), asked)


@pytest.mark.parametrize("name", ["desk_times", "seats", "complaints"])
def test_a_report_without_anything_says_so(page: Callable[..., Any], name: str) -> None:
    response = page(name)

    assert response.status_code == 200
    assert b"No data" in response.content or b"<b>0</b> complaints" in response.content


def test_reports_open_and_download(page: Callable[..., Any]) -> None:
    a_complaint(NOON, hours=4, branch=a_branch(name="上海"))
    a_wait("phone", 3)
    counted((MONDAY, 60), (MONDAY + timedelta(minutes=15), 40))
    refresh_facts(at=LATER)
    days = {"first": "2026-03-01", "last": "2026-03-31"}

    assert b"minutes on average" in page("desk_times", **days).content
    assert b"at most <b>14</b> seats, at 09:00" in page("seats", source="hotline").content
    assert "上海" in page("complaints", month="2026-03").content.decode()
    for name, asked in (("desk_times", days), ("seats", {"source": "hotline"}), ("complaints", {})):
        file = page(name, export="csv", **asked)
        assert file["Content-Type"].startswith("text/csv")


def test_wrong_questions_are_named_at_their_field(page: Callable[..., Any]) -> None:
    backwards = page("desk_times", first="2026-03-09", last="2026-03-01")
    busy = page("seats", occupancy="300")

    assert (backwards.status_code, busy.status_code) == (422, 422)
    assert b"The last day lies before the first." in backwards.content


@pytest.mark.spec("R791")
def test_the_general_manager_is_told_once_a_month() -> None:
    boss, clerk = staff("general_manager"), staff("clerk")

    for day in (1, 2, 20):
        report_complaints(by=HOUSE, at=NOON.replace(month=4, day=day))
    deliver_due()

    told = Notice.objects.filter(name="scorecards.complaints_reported")
    assert [(notice.person_id, notice.url) for notice in told] == [
        (boss.pk, "/desk-figures/complaints/?month=2026-03")
    ]
    assert not told.filter(person=clerk).exists()


def test_a_cause_and_its_count_stay_on_one_line(page: Callable[..., Any]) -> None:
    a_complaint(NOON, hours=4, branch=a_branch())

    shown = page("complaints", month="2026-03").content.decode()
    file = page("complaints", month="2026-03", export="csv").content.decode("utf-8-sig")

    assert re.search(r'<td><span class="nowrap">[^<]+ 1</span></td><td>', shown)
    assert re.search(r"[^,>]+ 1,", file) and "nowrap" not in file
