"""The board says how queues and branches stand, and each figure opens just what it counts."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localtime, now

from kept.desk.actions.assigning import assign_case
from kept.desk.actions.chatting import begin_chat, take_chat
from kept.desk.actions.escalating import escalate_case
from kept.desk.models import Call, Queue
from kept.desk.queries.board import BranchLine, board_of
from kept.kernel.actor import Actor
from kept.people.models import Branch, Duty, Person
from kept.people.queries import actor_of
from kept.promises.actions.clocking import record_breaches
from tests.desk.scenes import a_call, a_case
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


def on_duty(person: Person, at: datetime) -> None:
    duty = Duty(person=person, day=localtime(at).date(), begins=time(0), ends=time(23, 59, 59))
    duty.place()
    duty.save()


def a_ring(branch: Branch, state: str, at: datetime) -> Call:
    n = Call.objects.count() + 1
    return Call.objects.create(
        number=f"CL-{n}", key=f"k{n}", direction="in", state=state, branch=branch, began_at=at
    )


def a_chat(branch: Branch, at: datetime) -> Any:
    said = {"name": "周洁", "phone": "13900010188", "text": "？", "customer": a_customer(branch=branch)}
    return begin_chat(**said, by=Actor.link("chat"), at=at)


def line_of(actor: Actor, branch: Branch, at: datetime) -> BranchLine:
    return next(line for line in board_of(actor, at).branches if line.branch == branch)


@pytest.mark.spec("R283")
def test_the_complaint_centre_sees_all_branches_and_a_branch_manager_their_own() -> None:
    here, there = a_branch(), a_branch()
    for branch in (here, here, there):
        a_case("complaint", branch=branch)
    raised = a_case("complaint", branch=there)
    escalate_case(case=raised, why="客户催", by=HOUSE, at=NOON)
    head, manager = staff("service_manager"), staff("branch_manager", branch=here)

    whole = board_of(actor_of(head, NOON), NOON)
    own = board_of(actor_of(manager, NOON), NOON)

    assert {line.branch: (line.waiting, line.complaints) for line in whole.branches} == {
        here: (2, {"employee": 2, "manager": 0, "headquarters": 0}),
        there: (2, {"employee": 1, "manager": 1, "headquarters": 0}),
    }
    assert (whole.all.waiting, whole.all.complaints["manager"]) == (4, 1)
    assert [(line.branch, line.waiting) for line in own.branches] == [(here, 2)]
    assert own.all.waiting == 2
    assert next(line for line in own.queues if line.code == "complaints").waiting == 2


@pytest.mark.spec("R266")
def test_a_branch_line_counts_what_presses_what_rings_and_who_chats() -> None:
    branch, other = a_branch(), a_branch()
    clerk = staff("clerk", branch=branch)
    on_duty(clerk, NOON)
    on_duty(staff("clerk", branch=other), NOON)
    a_case("complaint", branch=branch, owner=clerk, at=NOON - timedelta(hours=2))
    record_breaches(by=HOUSE, at=NOON)
    a_case("complaint", branch=branch, at=NOON - timedelta(minutes=55))
    for state, at in (
        ("ringing", NOON),
        ("missed", NOON),
        ("missed", NOON - timedelta(days=1)),
        ("talking", NOON),
    ):
        a_ring(branch, state, at)
    a_chat(branch, NOON)
    take_chat(chat=a_chat(branch, NOON), by=actor_of(clerk, NOON), at=NOON)

    line = line_of(HOUSE, branch, NOON)

    assert (line.waiting, line.at_risk, line.broken) == (2, 1, 1)
    assert line.oldest == NOON - timedelta(minutes=55)
    assert (line.on_duty, line.open, line.load > 0) == (1, 2, True)
    assert (line.ringing, line.missed) == (1, 1)
    assert (line.chats_waiting, line.chats_talking) == (1, 1)


def test_a_queue_line_counts_what_nobody_has_taken_and_who_serves_it() -> None:
    clerk = staff("clerk")
    on_duty(clerk, NOON)
    a_case("complaint", at=NOON - timedelta(hours=2))
    a_case("complaint", at=NOON - timedelta(minutes=55))
    taken = a_case("complaint", at=NOON - timedelta(hours=3))
    assign_case(case=taken, owner=clerk, by=HOUSE, at=NOON)
    record_breaches(by=HOUSE, at=NOON)

    line = next(line for line in board_of(HOUSE, NOON).queues if line.code == "complaints")

    assert (line.waiting, line.at_risk, line.broken) == (2, 1, 1)
    assert line.oldest == NOON - timedelta(hours=2)
    assert (line.on_duty, line.open, line.capacity) == (1, 1, 20)


def test_every_figure_opens_as_many_records_as_it_says(client: Client) -> None:
    branch, at = a_branch(), now()
    manager = staff("branch_manager", branch=branch)
    client.force_login(manager)
    by = actor_of(manager, at)
    a_case("complaint", branch=branch, at=at - timedelta(hours=2))
    a_case("complaint", branch=branch, at=at - timedelta(minutes=55), by=by)
    raised = a_case("complaint", branch=branch, at=at, owner=manager)
    escalate_case(case=raised, why="客户催", by=HOUSE, at=at)
    record_breaches(by=HOUSE, at=at)
    a_call(branch=branch, at=at - timedelta(minutes=4, seconds=30))
    for state in ("ringing", "missed"):
        a_ring(branch, state, at)
    a_chat(branch, at)
    take_chat(chat=a_chat(branch, at), by=by, at=at)
    on_duty(manager, at)

    page = client.get(reverse("desk:board")).content.decode()

    links = re.findall(
        r'<a href="([^"#]+\?[^"]+)"><span[^>]*>(\d+)</span>|<a href="([^"#]+\?[^"]+)">(\d+)', page
    )
    found = [(one or two, int(n or m)) for one, n, two, m in links]
    opened = {address: n for address, n in found if "/desk/" in address or "/ca" in address}
    assert len(opened) >= 18
    assert {address: rows_of(client, address) for address in opened} == opened


def rows_of(client: Client, address: str) -> int:
    answer = client.get(f"{address.replace('&amp;', '&')}&export=csv")
    return len(answer.getvalue().decode("utf-8-sig").strip().splitlines()) - 1


def test_the_board_asks_as_many_statements_with_many_branches_queues_and_matters() -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as counted:
            board_of(HOUSE, NOON)
        return len(counted)

    def one_more(n: int) -> None:
        branch = a_branch()
        Queue.objects.create(code=f"q{n}", words={"en": f"q{n}"})
        on_duty(staff("clerk", branch=branch), NOON)
        a_case("complaint", branch=branch)
        a_chat(branch, NOON)
        a_ring(branch, "ringing", NOON)

    one_more(0)
    first = statements()
    for n in range(1, 5):
        one_more(n)

    assert statements() == first <= 28


def test_a_board_that_did_not_change_is_not_sent_again(client: Client) -> None:
    client.force_login(staff("service_manager"))
    a_case("complaint", branch=a_branch(), at=now())
    first = client.get(reverse("desk:board"), headers=PART)
    seen = {**PART, "If-None-Match": first.headers["ETag"]}

    same = client.get(reverse("desk:board"), headers=seen)
    a_case("complaint", branch=a_branch(), at=now())
    changed = client.get(reverse("desk:board"), headers=seen)

    assert (same.status_code, changed.status_code) == (304, 200)
    assert first.content.decode().lstrip().startswith('<div class="stack" id="board"')
    assert first.headers["ETag"].strip('"') in first.content.decode()


def test_a_clerk_sees_no_board(client: Client) -> None:
    client.force_login(staff("clerk"))

    assert client.get(reverse("desk:board")).status_code == 403
    assert client.get("/api/v1/desk/board").status_code == 403


def test_a_screen_on_the_wall_reads_the_board(client: Client) -> None:
    branch = a_branch(code="SH")
    client.force_login(staff("branch_manager", branch=branch))
    a_case("complaint", branch=branch, at=now())
    a_case("complaint", branch=a_branch(), at=now())

    told = client.get("/api/v1/desk/board").json()

    assert (told["all"]["waiting"], told["all"]["branch"]) == (1, "")
    assert [(row["branch"], row["complaints"]["employee"]) for row in told["branches"]] == [("SH", 1)]
    assert {row["queue"]: row["waiting"] for row in told["queues"]}["complaints"] == 1


def test_what_broke_stays_on_top_and_under_broken_after_the_worker_has_recorded_it(client: Client) -> None:
    client.force_login(staff("clerk"))
    late, early = a_case("complaint", at=now() - timedelta(hours=2)), a_case("complaint", at=now())

    before = listed(client, "")
    record_breaches(by=HOUSE, at=now())

    assert before == listed(client, "") == [late.number, early.number]
    assert listed(client, "view=breached") == [late.number]
    assert listed(client, "view=soon") == []


def listed(client: Client, query: str) -> list[str]:
    page = (
        client.get(f"{reverse('desk:queue')}?columns=number&export=csv&{query}")
        .getvalue()
        .decode("utf-8-sig")
    )
    return page.split()[1:]
