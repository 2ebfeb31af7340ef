"""Service standards in versions, and designs of services."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kept.catalog.models import Service
from kept.inspections.actions.designing import (
    bring_into_force,
    finish_plan_step,
    keep_design,
    keep_line,
    remove_line,
)
from kept.inspections.actions.standardising import ItemDraft, end_standard, revise_standard
from kept.inspections.models import Design, PlanStep, Standard, Step, TeamRole
from kept.inspections.queries.designs import shown_design
from kept.inspections.rules.refusals import (
    BeginsBefore,
    LimitMissing,
    NoItems,
    StandardEnded,
    StepsMissing,
)
from kept.promises.actions.policies import make_policy
from tests.factories import HOUSE, NOON, staff
from tests.inspections.scenes import ITEMS, TODAY, a_draft, a_standard

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=10)


def a_design(**details: object) -> Design:
    given = {"title": "运输客服设计", "purpose": "一次说清", "channels": ["phone", "email"], **details}
    return keep_design(**given, by=HOUSE, at=NOON)


def a_step(design: Design, **details: object) -> Step:
    given = {"stage": "response", "name": "接听", "position": 1, **details}
    return keep_line(design=design, kind=Step, **given, by=HOUSE, at=NOON)


@pytest.mark.spec("R515", "R516")
def test_a_standard_says_what_holds_how_it_is_watched_and_what_is_asked() -> None:
    service = Service.objects.get(code="transport")
    standard = a_standard(
        service=service,
        implementation="排班覆盖午休",
        limit_sort="at_most",
        limit=Decimal(20),
        unit="s",
        watch_purpose="知道是否守住",
        watch_method="每月抽查录音",
        handling="低于八成立项改进",
    )

    version = standard.current
    assert version is not None
    assert (version.number, version.limit_words, version.every_days) == (1, "at most 20 s", 30)
    assert (version.watch_method, version.handling) == ("每月抽查录音", "低于八成立项改进")
    assert [item.limit_words for item in version.items.all()] == [*["yes or no"] * 3, "at most 20 s"]


@pytest.mark.spec("R515")
def test_a_change_is_a_new_version_and_the_old_one_stays() -> None:
    standard = a_standard()

    revise_standard(
        standard=standard,
        title="电话接听",
        draft=a_draft(content="十五秒内", valid_from=LATER, why="客户要求", items=ITEMS[:1]),
        by=HOUSE,
        at=NOON,
    )

    told = standard.versions.order_by("number").values_list("number", "content", "valid_until")
    assert list(told) == [(1, "二十秒内接听，报公司与姓名", LATER), (2, "十五秒内", None)]
    standard.refresh_from_db()
    assert standard.current is not None and standard.current.items.count() == 1
    with pytest.raises(BeginsBefore):
        revise_standard(standard=standard, title="x", draft=a_draft(valid_from=LATER), by=HOUSE, at=NOON)


def test_a_standard_without_items_or_with_half_a_limit_is_refused() -> None:
    with pytest.raises(NoItems):
        a_standard(items=())
    with pytest.raises(LimitMissing):
        a_standard(limit_sort="at_most")
    with pytest.raises(LimitMissing):
        a_standard(items=[ItemDraft(question="?", limit_sort="at_least")])
    assert not Standard.objects.exists()


def test_an_ended_standard_is_changed_no_more() -> None:
    standard = a_standard()

    end_standard(standard=standard, on=LATER, by=HOUSE, at=NOON)

    with pytest.raises(StandardEnded):
        revise_standard(standard=standard, title="x", draft=a_draft(valid_from=LATER), by=HOUSE, at=NOON)
    assert list(Standard.objects.in_force()) == []


@pytest.mark.spec("R522", "R523", "R525", "R526", "R527")
def test_a_design_says_channels_steps_team_means_and_plan() -> None:
    design = a_design(technical_means="呼叫中心、货物跟踪")
    a_step(design, promise_kind="call_answer", role="客服员")
    a_step(design, name="复述需求", minutes=2, position=2)
    keep_line(design=design, kind=TeamRole, role="客服员", people=4, a_day=60, position=1, by=HOUSE, at=NOON)
    keep_line(design=design, kind=TeamRole, role="主管", people=1, position=2, by=HOUSE, at=NOON)
    step = keep_line(
        design=design,
        kind=PlanStep,
        what="装呼叫中心",
        people="两名工程师",
        material="十部话机",
        organisation="成立项目组",
        rules="值班制度",
        position=1,
        by=HOUSE,
        at=NOON,
    )
    finish_plan_step(step=step, by=HOUSE, at=NOON)

    shown = shown_design(design, at=NOON)

    told = [(each.step.name, each.limit, each.step.minutes) for _, steps in shown.stages for each in steps]
    assert told == [("接听", "5 minutes", None), ("复述需求", "", 2)]
    assert (design.channel_words, shown.people, shown.capacity) == (["Phone", "Mail"], 5, 240)
    assert [(row.material, row.done_at) for row in shown.plan] == [("十部话机", NOON)]


@pytest.mark.spec("R523")
def test_the_time_of_a_step_follows_the_policy_of_its_service() -> None:
    service = Service.objects.get(code="transport")
    make_policy(kind="call_answer", scope={"service": service}, limit=timedelta(minutes=3), by=HOUSE, at=NOON)
    design, other = a_design(service=service), a_design()
    for each in (design, other):
        a_step(each, promise_kind="call_answer")

    limits = [shown_design(each, at=NOON).stages[0][1][0].limit for each in (design, other)]

    assert limits == ["3 minutes", "5 minutes"]


@pytest.mark.spec("R524")
def test_standards_stand_at_the_step_that_they_are_linked_to() -> None:
    design = a_design()
    step = a_step(design)
    standard = a_standard(step=step)
    a_standard("无关")

    shown = shown_design(design, at=NOON).stages[0][1][0]

    assert shown.standards == [(str(standard), standard.get_absolute_url())]


@pytest.mark.spec("R531", "R532", "R533")
def test_steps_stand_in_the_three_stages() -> None:
    design = a_design()
    for place, stage in enumerate(("evaluation", "response", "processing"), start=1):
        a_step(design, stage=stage, name=stage, position=place)

    told = [
        (stage.value, [each.step.name for each in steps])
        for stage, steps in shown_design(design, at=NOON).stages
    ]

    assert told == [(name, [name]) for name in ("response", "processing", "evaluation")]


def test_a_design_comes_into_force_with_steps_alone_and_counts_its_versions() -> None:
    design = a_design()
    with pytest.raises(StepsMissing):
        bring_into_force(design=design, on=TODAY, by=HOUSE, at=NOON)
    step = a_step(design)

    for day in (TODAY, LATER):
        design = bring_into_force(design=design, on=day, by=HOUSE, at=NOON)
    remove_line(design=design, line=step, by=HOUSE, at=NOON)

    assert (design.version, design.in_force_from, design.steps.count()) == (2, LATER, 0)


def test_a_manager_writes_a_standard_and_prints_it(client: Client) -> None:
    client.force_login(staff("service_manager"))
    sent = {
        "title": "回单返还",
        "purpose": "客户按时结算",
        "content": "三十天内",
        "limit_sort": "at_most",
        "limit": "30",
        "unit": "d",
        "every_days": "90",
        "valid_from": "2026-03-02",
        "items-TOTAL_FORMS": "2",
        "items-INITIAL_FORMS": "0",
        "items-0-question": "抽五张回单",
        "items-0-limit_sort": "yes_no",
        "items-0-weight": "1",
        "items-1-limit_sort": "yes_no",
        "items-1-weight": "1",
    }
    refused = client.post(reverse("inspections:new_standard"), {**sent, "limit": ""})
    response = client.post(reverse("inspections:new_standard"), sent)

    standard = Standard.objects.get()
    assert refused.status_code == 422
    assert response.status_code == 302
    assert "at most 30 d" in client.get(standard.get_absolute_url()).content.decode()
    paper = client.get(reverse("inspections:standard_paper", args=[standard.number])).content.decode()
    assert "抽五张回单" in paper and "☐" in paper


def test_a_design_is_made_in_the_browser(client: Client) -> None:
    client.force_login(staff("service_manager"))
    client.post(reverse("inspections:new_design"), {"title": "仓配", "purpose": "准", "channels": ["phone"]})
    design = Design.objects.get()
    step = {"position": "1", "stage": "response", "name": "接单", "promise_kind": "call_answer"}

    wrong = client.post(
        reverse("inspections:new_line", args=[design.number, "steps"]), {**step, "minutes": 5}
    )
    client.post(reverse("inspections:new_line", args=[design.number, "steps"]), step)
    client.post(reverse("inspections:design_in_force", args=[design.number]), {"on": "2026-03-02"})

    assert wrong.status_code == 422
    page = client.get(design.get_absolute_url()).content.decode()
    assert "接单" in page and "v1" in page
    assert client.get(reverse("inspections:design_paper", args=[design.number])).status_code == 200
    assert client.get(reverse("inspections:new_line", args=[design.number, "walls"])).status_code == 404


def test_a_clerk_reads_standards_and_writes_none(client: Client) -> None:
    client.force_login(staff("clerk"))
    standard = a_standard()

    assert client.get(standard.get_absolute_url()).status_code == 200
    assert client.get(reverse("inspections:revision", args=[standard.number])).status_code == 403
