"""What the demo company's customers felt, and the action that mended a quarter."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from importlib import resources

from kept.kernel.money import to_minor
from kept.methods.differentiation import Criterion
from kept.scorecards.actions.costs import enter_alternative, set_component_cost
from kept.scorecards.actions.needs import rate_need
from kept.scorecards.actions.targets import set_target
from kept.strategy.actions.acting import agree_action, begin_action, finish_action, open_action
from kept.strategy.actions.finding import find_gaps
from kept.strategy.actions.promising import make_policy_version_from_action
from kept.strategy.actions.remeasuring import remeasure
from kept.strategy.models import Action, Gap
from kept.surveys.actions.answering import Sheet, answer_survey, enter_paper_answers
from kept.surveys.actions.drafting import draft_questionnaire
from kept.surveys.actions.inviting import invite, invite_many
from kept.surveys.actions.sampling import plan_sample
from kept.surveys.actions.surveying import close_survey, start_survey
from kept.surveys.models import Invitation, Questionnaire
from kept.surveys.rules.marks import Mark

from .company import Firm
from .people import HOUSE

SURVEYED_ON = (82, 173, 264, 356)
GAPS_FOUND_ON, ACTED_ON, DONE_ON = 268, 276, 300
FELT = {
    # importance, performance before, performance after the action
    "price": (6.1, 4.1, 4.2),
    "quality": (5.8, 5.0, 5.3),
    "assortment": (4.4, 4.9, 4.9),
    "correctness": (6.0, 4.9, 5.4),
    "scheduled_date": (6.4, 3.8, 5.3),
    "order_completeness": (5.6, 4.8, 5.2),
    "stockout_notice": (5.2, 4.4, 5.0),
    "urgent_delivery": (5.5, 2.8, 3.4),
}

COSTS = {
    # the next point and today, yuan a month
    "quantity_rate": (900, 12_000),
    "quality_rate": (1_600, 18_000),
    "on_time_rate": (2_400, 46_000),
    "documents_rate": (500, 6_000),
}
OFFERS = (
    ("维持现状", "0.80", 168_000, 131_000, "去年合同"),
    ("中途换车与预警", "0.90", 186_000, 142_000, "销售预计，含两家新客户"),
    ("全程双人复核", "0.97", 194_000, 163_000, "销售预计"),
)
NEEDS = (
    # cost of fulfilling, customer, acceptable cost, need, competitors
    ("冷链全程温度记录", "core", (3, 5, 4, 5, 4)),
    ("次日达", "core", (4, 5, 3, 4, 5)),
    ("周末送货", "potential", (4, 3, 2, 3, 2)),
    ("纸质回单月结", "general", (2, 2, 2, 3, 4)),
)


def set_levels(firm: Firm, at: datetime) -> None:
    """What the company wants to reach."""
    manager = firm.crew.actor("gm", at)
    set_target(indicator="service_level", value=Decimal("0.95"), valid_from=at.date(), by=manager, at=at)
    set_target(indicator="on_time_rate", value=Decimal("0.95"), valid_from=at.date(), by=manager, at=at)
    set_target(indicator="customer_satisfaction", value=Decimal(75), valid_from=at.date(), by=manager, at=at)


def weigh_costs(firm: Firm, at: datetime) -> None:
    """What the components cost, which levels could be offered, and what the needs of customers deserve."""
    manager = firm.crew.actor("gm", at)
    for component, (point, now_) in COSTS.items():
        set_component_cost(
            component=component,
            cost_of_point=to_minor(Decimal(point)),
            cost_now=to_minor(Decimal(now_)),
            ceiling=Decimal("0.995"),
            valid_from=at.date(),
            why="年度预算",
            by=manager,
            at=at,
        )
    for name, level, income, cost, why in OFFERS:
        enter_alternative(
            name=name,
            level=Decimal(level),
            income=to_minor(Decimal(income)),
            cost=to_minor(Decimal(cost)),
            why=why,
            by=manager,
            at=at,
        )
    for need, segment, marks in NEEDS:
        rate_need(
            need=need,
            segment=segment,
            marks=dict(zip(Criterion, marks, strict=True)),
            why="客户座谈会",
            by=manager,
            at=at,
        )


def one_day(firm: Firm, number: int, at: datetime, dice: random.Random) -> None:
    """The days of the year on which somebody asks, decides or looks again."""
    if number in SURVEYED_ON:
        _ask(firm, at, dice, improved=number > ACTED_ON)
    if number == GAPS_FOUND_ON:
        find_gaps(by=firm.crew.actor("gm", at), at=at)
    if number == ACTED_ON:
        _act(firm, at)
    if number == DONE_ON:
        for action in Action.objects.filter(state="running"):
            finish_action(action=action, by=firm.crew.actor("quality", at), at=at)


def five_stores(at: datetime) -> None:
    """The published case of five stores, entered from paper."""
    told = resources.files("kept.surveys").joinpath("data/five_stores.csv").read_text("utf-8")
    marks: dict[str, dict[str, Mark]] = defaultdict(dict)
    for row in csv.DictReader(told.splitlines()):
        given = Mark(importance=int(row["importance"]), performance=int(row["performance"]))
        marks[row["respondent"]][row["item"]] = given
    survey = start_survey(
        questionnaire=_eight_items(),
        title="五店调查（教科书案例）",
        by=HOUSE,
        at=at,
        closes_at=at + timedelta(days=5),
    )
    sheets = [Sheet(respondent=name, marks=said) for name, said in marks.items()]
    enter_paper_answers(survey=survey, sheets=sheets, by=HOUSE, at=at)
    close_survey(survey=survey, by=HOUSE, at=at + timedelta(days=6))


def this_week(firm: Firm, at: datetime, dice: random.Random) -> None:
    """What is asked now: five dimensions by phone with a planned sample, and whether we are recommended."""
    quality = firm.crew.actor("quality", at)
    asked_at = at - timedelta(days=2)
    survey = start_survey(
        questionnaire=Questionnaire.objects.current().get(code="five_dimensions"),
        title="满意度五个方面（电话访问）",
        trigger="start",
        opens_at=asked_at,
        closes_at=at + timedelta(days=21),
        by=quality,
        at=asked_at,
    )
    plan_sample(survey=survey, margin=0.2, response_rate=0.6, by=quality, at=asked_at)
    items = list(survey.questionnaire.items.all())
    sheets = [
        Sheet(
            respondent=firm.contacts[name].name,
            customer=customer,
            marks={item.code: Mark(performance=_on_scale(dice.gauss(5.4, 0.9))) for item in items},
        )
        for name, customer in firm.customers.items()
    ]
    enter_paper_answers(survey=survey, sheets=sheets, channel="phone", by=quality, at=asked_at)
    loyal = start_survey(
        questionnaire=Questionnaire.objects.current().get(code="recommendation"),
        title="送货后净推荐值",
        trigger="delivery",
        closes_at=at + timedelta(days=60),
        by=quality,
        at=asked_at,
    )
    for n, customer in enumerate(firm.customers.values()):
        invitation = invite(survey=loyal, customer=customer, by=quality, at=asked_at)
        score = (9, 10, 8, 9, 4)[n] if n < 5 else None
        if score is not None:
            said = {"why_low": Mark(text="晚点没有人提前通知。")} if score <= 6 else {}
            marks = {"recommend": Mark(nps=score), **said}
            answer_survey(invitation=invitation, marks=marks, by=HOUSE, at=at - timedelta(hours=1))
    draft_questionnaire(
        code="night_service",
        words={"zh-hans": "夜间服务", "zh-hant": "夜間服務", "en": "Night service"},
        copy_of=Questionnaire.objects.current().get(code="satisfaction"),
        by=quality,
        at=at - timedelta(hours=2),
    )


def look_again(firm: Firm, at: datetime) -> None:
    """At the end of the story everything that was done is measured again, and new gaps are found."""
    manager = firm.crew.actor("gm", at)
    for action in Action.objects.exclude(started_at=None):
        remeasure(action=action, by=manager, at=at, days=80)
    find_gaps(by=manager, at=at)


def _ask(firm: Firm, at: datetime, dice: random.Random, *, improved: bool) -> None:
    survey = start_survey(
        questionnaire=_eight_items(),
        title=f"{at:%Y}年{at.month}月 客户满意度调查",
        closes_at=at + timedelta(days=14),
        by=firm.crew.actor("quality", at),
        at=at,
    )
    invite_many(survey=survey, contact_persons=firm.contacts.values(), by=HOUSE, at=at)
    for n, invitation in enumerate(Invitation.objects.filter(survey=survey).order_by("pk")):
        if dice.random() < 0.12:
            continue
        marks = {code: _mark(code, dice, improved=improved) for code in FELT}
        answer_survey(invitation=invitation, marks=marks, by=HOUSE, at=at + timedelta(days=1, hours=n))


def _mark(code: str, dice: random.Random, *, improved: bool) -> Mark:
    importance, before, after = FELT[code]
    felt = after if improved else before
    return Mark(
        importance=_on_scale(dice.gauss(importance, 0.7)), performance=_on_scale(dice.gauss(felt, 0.8))
    )


def _on_scale(value: float) -> int:
    return min(7, max(1, round(value)))


def _act(firm: Firm, at: datetime) -> None:
    """The widest gap in answering complaints gets an owner, a price and a policy; so does the late west."""
    manager = firm.crew.actor("gm", at)
    told = {
        "complaint_answer": ("客服夜班与四十分钟回复", "quality", Decimal("0.95"), timedelta(minutes=50)),
        "delivery": ("西部线路中途换车，晚点前预警", "dispatcher", Decimal("0.92"), None),
    }
    for kind, (title, owner, expected, limit) in told.items():
        gap = (
            Gap.objects.unclosed()
            .filter(source="promise_kind", promise_kind=kind, customer=None, branch=None)
            .order_by("-priority")
            .first()
        )
        if gap is None:
            continue
        action = open_action(
            gap=gap,
            title=title,
            owner=firm.crew.persons[owner],
            due_on=(at + timedelta(days=30)).date(),
            expected_to=min(expected, gap.wanted),
            cost=to_minor(Decimal(36_000)),
            benefit=to_minor(Decimal(90_000)),
            failure_chance=Decimal("0.3"),
            risk="夜班招不到人" if kind == "complaint_answer" else "分包商不愿换车",
            by=manager,
            at=at,
        )
        agree_action(action=action, by=manager, at=at + timedelta(hours=1))
        if limit is None:
            begin_action(action=action, by=manager, at=at + timedelta(hours=2))
        else:
            make_policy_version_from_action(
                action=action, limit=limit, by=manager, at=at + timedelta(hours=2)
            )


def _eight_items() -> Questionnaire:
    return Questionnaire.objects.exclude(state="replaced").filter(code="eight_items").get()
