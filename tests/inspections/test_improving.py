"""Findings and improvements: taken up, changed, told by indicators."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from kept.desk.models import Case
from kept.inspections.actions.finding import make_finding, settle_finding, take_up_as_case
from kept.inspections.actions.improving import (
    begin_improvement,
    drop_improvement,
    finish_improvement,
    measure_effect,
    open_improvement,
)
from kept.inspections.models import Finding, Improvement
from kept.inspections.rules.refusals import (
    ChangeMissing,
    FindingOver,
    ReasonMissing,
    UnknownIndicator,
)
from kept.kernel.lifecycle import IllegalMove
from kept.people.actions.persons import make_key
from kept.scorecards.models import Score
from tests.factories import HOUSE, NOON, a_branch, a_customer, actor, staff
from tests.inspections.scenes import TODAY

pytestmark = pytest.mark.django_db


def a_finding(**details: Any) -> Finding:
    return make_finding(source="inspection", what="回单压在抽屉", **details, by=HOUSE, at=NOON)


def an_improvement(**details: Any) -> Improvement:
    given: dict[str, Any] = {
        "title": "回单当日上传",
        "flaw": "回单堆在车队，信息不通",
        "problem": "information",
        "field": "between",
        "owner": details.pop("owner", None) or staff("dispatcher"),
        "due_on": TODAY + timedelta(days=20),
        **details,
    }
    return open_improvement(**given, by=HOUSE, at=NOON)


def a_score(
    month: date, numerator: int, denominator: int, *, indicator: str = "on_time_rate", **of: Any
) -> None:
    Score.objects.create(
        indicator=indicator,
        slice="branch" if of else "all",
        month=month,
        numerator=numerator,
        denominator=denominator,
        value=Decimal(numerator) / denominator,
        as_of=NOON,
        **of,
    )


def test_a_finding_becomes_a_case_once() -> None:
    finding, customer = a_finding(branch=a_branch()), a_customer()
    by = actor("clerk")

    case = take_up_as_case(finding=finding, kind="complaint", customer=customer, by=by, at=NOON)

    finding.refresh_from_db()
    assert (case.kind, case.customer, case.reason) == ("complaint", customer, "回单压在抽屉")
    assert (finding.state, finding.case) == ("taken_up", case)
    with pytest.raises(FindingOver):
        take_up_as_case(finding=finding, kind="internal", by=by, at=NOON)


@pytest.mark.spec("R517")
def test_a_finding_becomes_an_improvement_and_is_settled_with_what_came_of_it() -> None:
    branch = a_branch()
    finding = a_finding(branch=branch)

    improvement = an_improvement(finding=finding)
    with pytest.raises(ReasonMissing):
        settle_finding(finding=finding, result="", by=HOUSE, at=NOON)
    settled = settle_finding(finding=finding, result="已上传", by=HOUSE, at=NOON)

    assert (improvement.finding, improvement.branch) == (finding, branch)
    assert (settled.state, settled.result) == ("closed", "已上传")
    with pytest.raises(FindingOver):
        an_improvement(finding=finding)


@pytest.mark.spec("R517", "R518")
def test_an_improvement_goes_from_the_measure_to_the_change_and_is_looked_at_again() -> None:
    improvement = an_improvement(measure="司机当场拍照")

    begin_improvement(improvement=improvement, by=HOUSE, at=NOON)
    with pytest.raises(ChangeMissing):
        finish_improvement(improvement=improvement, change=" ", on=TODAY, by=HOUSE, at=NOON)
    done = finish_improvement(
        improvement=improvement,
        change="司机签收后拍照上传",
        on=TODAY,
        next_round=TODAY + timedelta(days=180),
        by=HOUSE,
        at=NOON,
    )

    assert (done.state, done.change, done.next_round) == ("done", "司机签收后拍照上传", date(2026, 8, 29))
    with pytest.raises(IllegalMove):
        drop_improvement(improvement=improvement, why="晚了", by=HOUSE, at=NOON)


@pytest.mark.spec("R518")
def test_the_effect_is_told_by_indicators_before_and_after_at_the_branch() -> None:
    branch = a_branch()
    for month, on_time in ((12, 70), (1, 80), (2, 75), (4, 90), (5, 94)):
        a_score(date(2025 if month == 12 else 2026, month, 1), on_time, 100, branch=branch)
    a_score(date(2026, 4, 1), 10, 100)
    wanted = {"efficiency": "on_time_rate", "accuracy": "documents_rate"}
    improvement = an_improvement(branch=branch, indicators=wanted)
    finish_improvement(improvement=improvement, change="换线", on=TODAY, by=HOUSE, at=NOON)

    measure_effect(improvement=improvement, by=HOUSE, at=NOON + timedelta(days=100))

    efficiency, accuracy = improvement.effects.order_by("-aspect")
    assert (efficiency.before, efficiency.after, efficiency.is_better) == (
        Decimal("0.75"),
        Decimal("0.92"),
        True,
    )
    assert (accuracy.before, accuracy.after, accuracy.is_better) == (None, None, None)
    assert accuracy.reason


def test_before_a_whole_month_has_passed_there_is_no_effect_yet() -> None:
    improvement = an_improvement(indicators={"efficiency": "on_time_rate"})
    a_score(date(2026, 2, 1), 9, 10)
    finish_improvement(improvement=improvement, change="换线", on=TODAY, by=HOUSE, at=NOON)

    measure_effect(improvement=improvement, by=HOUSE, at=NOON + timedelta(days=40))

    effect = improvement.effects.get()
    assert (effect.before, effect.after) == (Decimal("0.9"), None)
    assert effect.reason == "no whole month has passed since the change"


def test_an_indicator_that_nobody_declared_is_refused() -> None:
    with pytest.raises(UnknownIndicator):
        an_improvement(indicators={"accuracy": "happiness"})


@pytest.mark.spec("R519", "R520")
def test_the_register_is_narrowed_by_problem_and_field(client: Client) -> None:
    client.force_login(staff("service_manager"))
    for problem, field in (("efficiency", "internal"), ("quality", "service"), ("information", "between")):
        an_improvement(title=f"{problem}/{field}", problem=problem, field=field)
    address = reverse("inspections:improvements")

    by_problem = client.get(address, {"problem": "quality"}).content.decode()
    by_field = client.get(address, {"field": "between"}).content.decode()

    assert "quality/service" in by_problem and "efficiency/internal" not in by_problem
    assert "information/between" in by_field and "quality/service" not in by_field


def test_the_register_is_kept_in_the_browser(client: Client) -> None:
    person = staff("dispatcher")
    client.force_login(person)
    finding = a_finding()
    sent = {
        "title": "减少等候",
        "flaw": "装车排队",
        "problem": "efficiency",
        "field": "internal",
        "owner": person.pk,
        "due_on": f"{localdate() + timedelta(days=20)}",
        "efficiency": "on_time_rate",
    }

    client.post(f"{reverse('inspections:new_improvement')}?finding={finding.number}", sent)
    improvement = Improvement.objects.get()
    number = improvement.number
    client.post(reverse("inspections:beginning", args=[number]))
    client.post(reverse("inspections:finishing", args=[number]), {"change": "分时段", "on": "2026-03-20"})
    client.post(reverse("inspections:measuring", args=[number]))

    improvement.refresh_from_db()
    assert (improvement.state, improvement.finding) == ("done", finding)
    page = client.get(improvement.get_absolute_url()).content.decode()
    assert "分时段" in page and "no data" in page
    assert finding.number in client.get(reverse("inspections:findings")).content.decode()


def test_an_improvement_due_before_it_is_opened_is_refused_at_the_field(client: Client) -> None:
    person = staff("service_manager")
    client.force_login(person)
    sent = {
        "title": "减少等候",
        "flaw": "装车排队",
        "problem": "efficiency",
        "field": "internal",
        "owner": person.pk,
        "due_on": f"{localdate() - timedelta(days=1)}",
    }

    refused = client.post(reverse("inspections:new_improvement"), sent)

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["due_on"]
    assert not Improvement.objects.exists()


def test_a_finding_is_settled_and_handed_to_the_desk_in_the_browser(client: Client) -> None:
    client.force_login(staff("clerk"))
    first, second = a_finding(), a_finding()

    refused = client.post(reverse("inspections:settlement", args=[first.number]), {"result": ""})
    client.post(reverse("inspections:settlement", args=[first.number]), {"result": "已改"})
    client.post(reverse("inspections:finding_case", args=[second.number]), {"kind": "internal"})

    assert refused.status_code == 422
    first.refresh_from_db()
    assert (first.state, Case.objects.get().kind) == ("closed", "internal")
    assert client.get(first.get_absolute_url()).status_code == 200


def test_a_program_keeps_the_register(client: Client) -> None:
    person = staff("dispatcher")
    _, secret = make_key(person=person, name="p", by=HOUSE, at=NOON)
    key = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    finding = a_finding()
    sent = {
        "title": "t",
        "flaw": "f",
        "problem": "quality",
        "field": "service",
        "owner": person.login,
        "due_on": f"{localdate() + timedelta(days=20)}",
        "accuracy": "on_time_rate",
    }

    made = client.post(
        "/api/v1/inspections/improvements", sent, content_type="application/json", **key
    ).json()
    settled = client.post(
        f"/api/v1/inspections/findings/{finding.number}/settlement",
        {"result": "好了"},
        content_type="application/json",
        **key,
    ).json()

    listed = client.get("/api/v1/inspections/improvements?problem=quality", **key).json()
    assert [row["number"] for row in listed["items"]] == [made["number"]]
    assert made["effects"] == [
        {"aspect": "accuracy", "indicator": "on_time_rate", "before": None, "after": None, "reason": ""}
    ]
    assert settled["state"] == "closed"
