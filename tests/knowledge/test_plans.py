"""Contingency plans are kept by managers, activated at the desk, and remember what was learnt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kept.knowledge.actions import planning
from kept.knowledge.actions.planning import activate_plan, end_plan, write_plan
from kept.knowledge.models import ContingencyPlan
from tests.factories import HOUSE, NOON, a_branch, staff

pytestmark = [pytest.mark.django_db, pytest.mark.spec("R007")]
HOUR = timedelta(hours=1)


def a_plan(**details: Any) -> ContingencyPlan:
    given = {"name": "台风", "kind": "weather", "steps": "通知客户", "by": HOUSE, "at": NOON, **details}
    return write_plan(**given)


def test_a_plan_is_active_once_at_a_time() -> None:
    plan = a_plan()
    activate_plan(plan=plan, reason="登陆", by=HOUSE, at=NOON)

    with pytest.raises(planning.AlreadyActive):
        activate_plan(plan=plan, reason="again", by=HOUSE, at=NOON + HOUR)
    end_plan(plan=plan, outcome="早通知", by=HOUSE, at=NOON + HOUR)
    activate_plan(plan=plan, reason="again", by=HOUSE, at=NOON + 2 * HOUR)

    assert [each.outcome for each in plan.activations.all()] == ["", "早通知"]


def test_times_reason_and_outcome_are_checked() -> None:
    plan = a_plan()

    with pytest.raises(planning.InTheFuture):
        activate_plan(plan=plan, reason="x", started_at=NOON + HOUR, by=HOUSE, at=NOON)
    with pytest.raises(planning.ReasonForPlanMissing):
        activate_plan(plan=plan, reason=" ", by=HOUSE, at=NOON)
    activate_plan(plan=plan, reason="x", by=HOUSE, at=NOON)
    with pytest.raises(planning.OutcomeMissing):
        end_plan(plan=plan, outcome=" ", by=HOUSE, at=NOON)
    with pytest.raises(planning.EndsBeforeStart):
        end_plan(plan=plan, outcome="x", ended_at=NOON - HOUR, by=HOUSE, at=NOON)


def test_reviews_stand_in_the_order_of_time() -> None:
    today, day = NOON.date(), timedelta(days=1)

    with pytest.raises(planning.InTheFuture):
        a_plan(reviewed_on=today + day)
    with pytest.raises(planning.ReviewDueBeforeTheLast):
        a_plan(reviewed_on=today, review_due=today - day)
    assert a_plan(reviewed_on=today, review_due=today).review_due == today


def test_an_overdue_review_is_told_from_the_day_after() -> None:
    plan = a_plan(review_due=NOON.date())

    assert not plan.is_overdue(NOON.date())
    assert plan.is_overdue(NOON.date() + timedelta(days=1))


def test_a_program_writes_a_plan_and_changes_it(client: Client) -> None:
    at, branch, owner = "/api/v1/knowledge/plans", a_branch(), staff("clerk")
    given = {"name": "停电", "kind": "breakdown", "steps": "纸质登记", "branch": branch.code}
    client.force_login(owner)
    refused = client.post(at, given, content_type="application/json")
    client.force_login(staff("service_manager"))

    made = client.post(at, given, content_type="application/json")
    one = f"{at}/{made.json()['number']}"
    changed = client.put(one, {**given, "responsible": owner.login}, content_type="application/json")
    nowhere = client.post(at, {**given, "branch": "NONE"}, content_type="application/json")
    blank = client.post(at, {**given, "steps": " "}, content_type="application/json")

    answers = (refused, made, changed, nowhere, blank)
    assert [each.status_code for each in answers] == [403, 201, 200, 404, 409]
    assert (made.json()["branch"], made.json()["responsible"]) == (branch.code, "")
    assert client.get(one).json() == {**made.json(), "responsible": owner.login}


def test_a_clerk_activates_and_ends_and_a_manager_keeps(client: Client) -> None:
    plan = a_plan(review_due=NOON.date())
    client.force_login(staff("clerk"))

    assert client.get(reverse("knowledge:new_plan")).status_code == 403
    moment = "2026-03-02T12:00"
    client.post(f"{plan.get_absolute_url()}activation/", {"reason": "登陆", "started_at": moment})
    assert "登陆" in client.get(plan.get_absolute_url()).content.decode()
    assert plan.number in client.get(reverse("knowledge:plans"), {"active": "on"}).content.decode()
    again = client.post(f"{plan.get_absolute_url()}activation/", {"reason": "x", "started_at": moment})
    assert again.status_code == 422
    ended = client.post(
        f"/api/v1/knowledge/plans/{plan.number}/end", {"outcome": "早通知"}, content_type="application/json"
    )
    assert ended.json()["activations"][0]["outcome"] == "早通知"

    client.force_login(staff("service_manager"))
    given = {"name": "停电", "kind": "breakdown", "steps": "纸质登记"}
    client.post(reverse("knowledge:new_plan"), given)
    assert ContingencyPlan.objects.filter(name="停电").exists()
