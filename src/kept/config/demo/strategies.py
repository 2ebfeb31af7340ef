"""The demo company's strategy: one cycle from survey to re-measurement, and the next one, drafted."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from kept.catalog.models import Service
from kept.kernel.money import to_minor
from kept.methods.tailoring import Criteria
from kept.methods.what_if import Terms
from kept.people.actions.rule_numbers import set_rule
from kept.strategy.actions import planning
from kept.strategy.actions.cycling import open_cycle
from kept.strategy.actions.enforcing import put_in_force
from kept.strategy.actions.judging import measure_effects
from kept.strategy.models import Cycle, Gap
from kept.strategy.queries.past import Asked
from kept.strategy.queries.simulating import simulate
from kept.strategy.rules import PAST_DAYS

from .company import Firm

DRAFTED_ON, IN_FORCE_ON = 270, 277
FOUND = (
    ("business", "食品、电子、建材的全国配送，七成货量来自核心客户。"),
    ("buyer", "采购部按票价与准时率选承运商，一年一招标。"),
    ("user", "仓库与门店：要准、要早知道、要回单。"),
    ("own_strength", "一单到底：每票一个承诺，一个责任人。"),
)
EXPECTED = {
    "satisfaction": Decimal("0.70"),
    "quality": Decimal("0.85"),
    "complaints": Decimal("0.02"),
    "contribution": Decimal(60_000),
}


def one_day(firm: Firm, number: int, at: datetime) -> None:
    """The quality manager drafts, the general manager puts in force."""
    if number == DRAFTED_ON:
        _draft(firm, at)
    if number == IN_FORCE_ON:
        cycle = Cycle.objects.get()
        _plan_actions(firm, cycle, at)
        put_in_force(cycle=cycle, by=firm.crew.actor("gm", at), at=at)


def look_again(firm: Firm, at: datetime) -> None:
    """What the strategy has changed; and what core customers could be promised next."""
    told: Any = {"by": firm.crew.actor("quality", at), "at": at}
    cycle = Cycle.objects.first()
    if cycle is None:  # a story too short for a strategy
        return
    measure_effects(cycle=cycle, days=80, **told)
    for code in ("team", "data", "analysis", "first"):
        planning.finish_stage(stage=cycle.stages.get(code=code), **told)
    planning.write_finding(
        cycle=cycle, kind="follow_up", text="与华东冷链复盘：投诉答复快了，西部线路仍需盯。", **told
    )
    core = open_cycle(title="核心客户：二十四小时解决投诉", segment="core", starts_on=at.date(), **told)
    manager = firm.crew.actor("gm", at)
    set_rule(key=PAST_DAYS, value=Decimal(365), why="投诉少，看满一年", by=manager, at=at)
    asked, terms = Asked("complaint_resolution", segment="core"), Terms(24)
    found = simulate(asked, terms, actor=told["by"], at=at)
    planning.plan_promise(
        cycle=core,
        kind=asked.kind,
        limit=timedelta(hours=terms.latest),
        scope=asked.scope(),
        expected=found.kept(),
        **told,
    )
    measure_effects(cycle=core, **told)


def _draft(firm: Firm, at: datetime) -> None:
    told: Any = {"by": firm.crew.actor("quality", at), "at": at}
    aim = "少晚点、快答复：核心客户先感到变化。"
    cycle = open_cycle(title="年度客户服务战略", aim=aim, starts_on=at.date(), **told)
    for kind, text in FOUND:
        planning.write_finding(cycle=cycle, kind=kind, text=text, **told)
    planning.write_finding(
        cycle=cycle, kind="their_strength", text="自有干线密，次日达城市多。", competitor="顺捷速运", **told
    )
    planning.write_finding(
        cycle=cycle,
        kind="need",
        text="晚点前半天就要知道",
        importance=6,
        promise_kind="exception_notice",
        **told,
    )
    talk = firm.customers["华东冷链"].contacts.order_by("-at").first()
    planning.write_finding(
        cycle=cycle,
        kind="talk",
        text="谈到价格与到货日期，愿为准时多付。",
        contact=talk,
        held_on=at.date(),
        **told,
    )
    for kind, text, is_met in (
        ("understood", "四次问卷加门店走访", True),
        ("value_factors", "准时预警、夜间提货", True),
        ("real_goals", "目标不超过历史最好月份", True),
    ):
        planning.write_finding(cycle=cycle, kind=kind, text=text, is_met=is_met, **told)
    planning.plan_target(
        cycle=cycle,
        indicator="on_time_rate",
        value=Decimal("0.97"),
        customer=firm.customers["华东冷链"],
        why="冷链门店收货窗口短",
        **told,
    )
    planning.make_package(
        cycle=cycle,
        name="准时预警包",
        content="晚点前半天预警、夜间提货、到货照片",
        services=Service.objects.filter(code__in=("transport", "delivery")),
        segment="core",
        price=to_minor(Decimal(3_000)),
        criteria=Criteria(
            fulfilment_cost=3, customer_importance=5, acceptable_cost=4, need_importance=5, competitors=3
        ),
        **told,
    )
    for stage in cycle.stages.all():
        owner = firm.crew.persons["quality" if stage.is_project else "gm"]
        planning.date_stage(stage=stage, starts_on=stage.starts_on, due_on=stage.due_on, owner=owner, **told)
    for kind, expected in EXPECTED.items():
        planning.expect_effect(effect=cycle.effects.get(kind=kind), expected=expected, **told)
    measure_effects(cycle=cycle, **told)


def _plan_actions(firm: Firm, cycle: Cycle, at: datetime) -> None:
    """The gaps that are acted on become goals; the quality manager says so."""
    told: Any = {"by": firm.crew.actor("quality", at), "at": at}
    for gap in Gap.objects.filter(state="acted").order_by("-priority"):
        action = gap.actions.get()
        planning.set_goal(
            cycle=cycle, gap=gap, wanted=action.expected_to, direction="先内部，再分包商", **told
        )
