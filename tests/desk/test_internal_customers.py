"""Requests of staff units are served like those of customers, and the second line supports the first."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kept.desk.actions.answering import answer_case
from kept.desk.actions.supporting import AskedAlready, AskMissing, InsideAlready, ask_second_line
from kept.desk.models import Case, CaseIsClosed, CaseLink
from kept.desk.queries.queue import queue
from kept.people.actions.branches import form_team
from kept.people.models import Team
from kept.people.queries import actor_of
from kept.promises.models import Promise
from tests.desk.scenes import a_call, a_case
from tests.factories import HOUSE, NOON, a_branch, actor, staff

pytestmark = [pytest.mark.django_db, pytest.mark.spec("R019")]
MINUTE = timedelta(minutes=1)
TEN = NOON.replace(hour=10)


@pytest.fixture
def team() -> Team:
    return form_team(branch=a_branch(name="总部"), name="关务二线", by=HOUSE, at=NOON)


def clock_of(case: Case) -> Promise:
    return Promise.objects.about(case).get()  # type: ignore[arg-type]


def test_a_request_of_a_unit_has_owner_clock_queue_and_end_like_a_customers_case() -> None:
    clerk = actor()
    call = a_call(is_internal=True, caller_name="调度小李", at=TEN, by=clerk)
    asked = {"unit": "北京分公司调度组", "department": "客服部"}
    case = a_case("internal", customer=None, contact=call, details=asked, at=TEN, by=clerk)
    inside, outside = clock_of(case), Promise.objects.about(a_case("question", at=TEN)).get()  # type: ignore[arg-type]

    answer_case(case=case, channel="phone", text="已查明", by=clerk, at=TEN + 31 * MINUTE)

    inside.refresh_from_db()
    assert [str(value) for _label, value in case.told] == ["北京分公司调度组", "客服部"]
    assert case.owner_id == clerk.person_id
    assert case in queue(clerk)
    assert (inside.kind, inside.due_at) == ("internal_call_answer", TEN + 30 * MINUTE)
    assert (inside.state_at(TEN + 31 * MINUTE), inside.met_at) == ("broken", TEN + 31 * MINUTE)
    assert outside.state_at(TEN + 31 * MINUTE) == "broken"
    assert Case.objects.get(pk=case.pk).state == "answered"


def test_the_first_line_asks_the_second_and_the_customers_clock_runs_on(team: Team) -> None:
    first = staff("clerk")
    first.teams.add(form_team(branch=a_branch(), name="一线客服", by=HOUSE, at=NOON))
    by = actor_of(first, NOON)
    case = a_case("question", at=TEN)

    request = ask_second_line(case=case, team=team, ask="报关单缺什么？", by=by, at=TEN)

    assert (request.kind, request.team, request.owner, request.branch) == (
        "internal",
        team,
        None,
        team.branch,
    )
    assert request.details == {"unit": "一线客服", "department": "关务二线"}
    assert list(CaseLink.objects.values_list("case", "other")) == [(case.pk, request.pk)]
    assert list(request.watchers.all()) == [first]
    assert (clock_of(request).due_at, clock_of(request).team_id) == (TEN + 30 * MINUTE, team.pk)
    assert clock_of(case).state == "running"


def test_a_team_is_asked_once_at_a_time_with_words_about_an_open_case_of_a_customer(team: Team) -> None:
    clerk, case = actor(), a_case("question")

    with pytest.raises(AskMissing):
        ask_second_line(case=case, team=team, ask=" ", by=clerk, at=NOON)
    request = ask_second_line(case=case, team=team, ask="缺什么？", by=clerk, at=NOON)
    with pytest.raises(AskedAlready):
        ask_second_line(case=case, team=team, ask="缺什么？", by=clerk, at=NOON)
    with pytest.raises(InsideAlready):
        ask_second_line(case=request, team=team, ask="缺什么？", by=clerk, at=NOON)
    Case.objects.filter(pk=case.pk).update(state="solved", solved_at=NOON)
    with pytest.raises(CaseIsClosed):
        ask_second_line(case=case, team=team, ask="缺什么？", by=clerk, at=NOON)

    assert Case.objects.filter(kind="internal").count() == 1


def test_a_clerk_asks_on_the_page_and_a_program_by_the_api(team: Team) -> None:
    one, two = a_case("question"), a_case("complaint")
    client = Client()
    client.force_login(staff("clerk", language="en"))
    address = reverse("desk:support", args=[one.number])

    offered = client.get(one.get_absolute_url()).content.decode()
    empty = client.post(address, {"team": team.pk, "ask": ""})
    asked = client.post(address, {"team": team.pk, "ask": "缺什么？"})
    again = client.post(address, {"team": team.pk, "ask": "缺什么？"})
    path = f"/api/v1/desk/cases/{two.number}/support"
    told: Any = client.post(
        path, json.dumps({"team": team.pk, "ask": "谁装的车？"}), content_type="application/json"
    )

    request = Case.objects.filter(kind="internal").earliest("pk")
    page = client.get(one.get_absolute_url()).content.decode()
    assert address in offered
    assert [one.status_code for one in (empty, asked, again, told)] == [422, 302, 422, 201]
    assert "This team has been asked about the case" in again.content.decode()
    assert request.get_absolute_url() in page
    assert told.json()["kind"] == "internal"
    assert address not in client.get(request.get_absolute_url()).content.decode()
