"""Users add, change and retire indicators; the tree with weights and scores; judgements; ten principles."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kept.parties.models import Customer
from kept.people.models import Person
from kept.scorecards.actions.defining import (
    BadCode,
    BadFormula,
    FormulaMissing,
    StillUsed,
    TakenCode,
    WhyMissing,
    add_indicator,
    change_indicator,
    retire_indicator,
)
from kept.scorecards.actions.judging import NotJudged, OffTheScale, ReasonMissing, judge_indicator
from kept.scorecards.actions.scoring import keep_scores, refresh_scores
from kept.scorecards.actions.targets import set_target
from kept.scorecards.actions.weighing import (
    BelowNought,
    DoNotAddUp,
    NoBand,
    NotAPart,
    WrongWay,
    set_bounds,
    set_weights,
)
from kept.scorecards.catalogue import CATALOGUE
from kept.scorecards.models import IndicatorVersion, Judgement, Score
from kept.scorecards.queries.checklist import checklist
from kept.scorecards.queries.judged import opinions
from kept.scorecards.queries.known import known
from kept.scorecards.queries.reading import Told, Whose, over
from kept.scorecards.queries.shape import Shape
from kept.scorecards.queries.tree import duplicates, tree_of
from kept.scorecards.ui import charts
from kept.scorecards.ui.asking import Question
from kept.scorecards.ui.tree_forms import WeightForm
from tests.factories import HOUSE, NOON, actor, staff

from .test_entering import enter
from .world import LATER

pytestmark = pytest.mark.django_db

FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)
TITLE = {"en": "Urgent share", "zh-hans": "加急占比"}


def add(code: str = "urgent_share", formula: str = "urgent_requests / order_lines", **more: Any) -> Any:
    told = {"words": TITLE, "valid_from": MARCH, "why": "客户要求", "by": HOUSE, "at": NOON, **more}
    return add_indicator(code=code, formula=formula, **told)


def scored(code: str, month: date = MARCH) -> Decimal | None:
    keep_scores(months=[FEBRUARY, MARCH], as_of=LATER)
    return (
        Score.objects.filter(indicator=code, slice="all", month=month).values_list("value", flat=True).first()
    )


def page(client: Client, person: Person, name: str, *args: Any, query: str = "", **data: Any) -> Any:
    client.force_login(person, backend="kept.people.queries.signed_in.PersonBackend")
    headers = {"Accept-Language": person.language}
    address = reverse(f"scorecards:{name}", args=args) + query
    return client.post(address, data, headers=headers) if data else client.get(address, headers=headers)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.spec("R369")
def test_a_users_indicator_is_worked_out_like_any_other() -> None:
    enter(MARCH, urgent_requests=5, order_lines=20)
    add()
    add("calm_share", "1 - urgent_share", words={"en": "Calm share"})

    assert (scored("urgent_share"), scored("calm_share")) == (Decimal("0.25"), Decimal("0.75"))


@pytest.mark.spec("R369")
def test_a_change_counts_from_its_month_and_leaves_the_months_before() -> None:
    for month in (FEBRUARY, MARCH):
        enter(month, urgent_requests=5, order_lines=20)
    add(valid_from=FEBRUARY)
    change_indicator(
        code="urgent_share",
        formula="urgent_requests * 2 / order_lines",
        valid_from=MARCH,
        why="加倍计",
        by=HOUSE,
        at=NOON,
    )

    assert (scored("urgent_share", FEBRUARY), scored("urgent_share")) == (Decimal("0.25"), Decimal("0.5"))
    assert list(IndicatorVersion.objects.values_list("version", "change")) == [(1, "added"), (2, "changed")]
    told = over(Score.objects.filter(slice="all"), ["urgent_share"], FEBRUARY, MARCH, known(MARCH))
    assert told["urgent_share"].reason.startswith("its formula changed")


@pytest.mark.spec("R369")
def test_a_change_from_an_earlier_month_does_not_outlive_the_change_after_it() -> None:
    add(valid_from=date(FEBRUARY.year, 1, 1))

    def change(times: int, valid_from: date) -> None:
        formula = f"urgent_requests * {times} / order_lines"
        change_indicator(
            code="urgent_share", formula=formula, valid_from=valid_from, why="加倍", by=HOUSE, at=NOON
        )

    change(3, MARCH)
    change(2, FEBRUARY)

    told = [known(month).indicators["urgent_share"].formula for month in (FEBRUARY, MARCH)]
    assert told == ["urgent_requests * 2 / order_lines", "urgent_requests * 3 / order_lines"]
    retire_indicator(code="urgent_share", valid_from=FEBRUARY, why="不再使用", by=HOUSE, at=NOON)
    assert "urgent_share" not in known(MARCH).indicators


@pytest.mark.spec("R369")
def test_an_indicator_of_the_house_can_be_changed_and_retired() -> None:
    enter(MARCH, stockout_lines=2, order_lines=25, order_lines_filled=20)
    change_indicator(
        code="stockout_frequency",
        formula="1 - order_lines_filled / order_lines",
        valid_from=MARCH,
        why="按满足行",
        by=HOUSE,
        at=NOON,
    )
    assert scored("stockout_frequency") == Decimal("0.2")

    retire_indicator(code="stockout_frequency", valid_from=MARCH, why="不再使用", by=HOUSE, at=NOON)
    assert scored("stockout_frequency") is None
    assert "stockout_frequency" not in known(MARCH).indicators
    assert "stockout_frequency" in known(FEBRUARY).indicators


@pytest.mark.spec("R369")
def test_users_add_numbers_to_be_entered_and_scales_to_be_judged() -> None:
    add("night_runs", "", how="recorded", unit="count", words={"en": "Night runs"})
    add("courtesy", "", how="judged", words={"en": "Courtesy"}, scale=(0, 100))
    enter(MARCH, night_runs=7)
    judge_indicator(
        indicator="courtesy", month=MARCH, mark=Decimal(80), why="旁听", by=actor("general_manager"), at=NOON
    )

    assert (scored("night_runs"), scored("courtesy")) == (7, 80)


@pytest.mark.spec("R369")
@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("order_lines / 0", "This divides by nought. Sign 15: 0"),
        ("0 / 0 + order_lines", "This divides by nought. Sign 5: 0"),
        ("order_lines / (2 - 2)", "This divides by nought. Sign 15: (2 - 2)"),
        ("1 / (order_lines - order_lines)", "This divides by nought. Sign 5: (order_lines - order_lines)"),
        ("urgent_share + 1", "An indicator cannot be made of itself. Here: urgent_share → urgent_share"),
        ("order_lines + moon", "There is no measure, number or indicator of this name. Sign 15: moon"),
        (
            "exp(order_lines)",
            "Functions cannot be called, but for greatest and least. Sign 1: exp(order_lines)",
        ),
        (
            "sum(order_lines)",
            "Functions cannot be called, but for greatest and least. Sign 1: sum(order_lines)",
        ),
        ("pg_sleep(9) + order_lines", "Functions cannot be called, but for greatest and least. Sign 1:"),
        ("__import__('os')", "Functions cannot be called, but for greatest and least."),
        ("(SELECT 1) + order_lines", "Only numbers, names, + - * / and brackets may stand in a formula."),
        ("order_lines; DROP TABLE people", "Only numbers, names, + - * / and brackets"),
        ("order_lines /", "The formula cannot be read."),
        ("1 + order_lines\n+ 2 +", "The formula cannot be read. Sign 21: +"),
        ("'text' + order_lines", "Only numbers, names, + - * / and brackets"),
        ("people.login + 1", "There is no measure, number or indicator of this name."),
        ("1 + 1", "The formula names no measure."),
        (
            "(" * 200 + "order_lines" + ")" * 200,
            "Too many brackets stand inside one another. Sign 41: ((((((((((((((((((((",
        ),
        ("order_lines" + " + 1" * 200, "The formula is too long. Sign 501: "),
        (
            "order_lines + 9**9**9",
            "Only numbers, names, + - * / and brackets may stand in a formula. Sign 16: **9**9",
        ),
        (
            "order_lines --1",
            "Only numbers, names, + - * / and brackets may stand in a formula. Sign 13: --1",
        ),
    ],
)
def test_a_formula_is_refused_with_what_is_wrong_and_where(formula: str, told: str) -> None:
    with pytest.raises(BadFormula) as no:
        add(formula=formula)

    assert str(no.value.message).startswith(told)
    assert no.value.field == "formula"
    assert IndicatorVersion.objects.count() == 0


@pytest.mark.parametrize("formula", ["", "  \n"])
def test_an_empty_formula_is_asked_for(formula: str) -> None:
    with pytest.raises(FormulaMissing) as no:
        add(formula=formula)

    assert str(no.value.message) == "Write a formula."
    assert no.value.field == "formula"


@pytest.mark.spec("R369")
def test_indicators_of_indicators_that_grow_beyond_all_bounds_are_refused() -> None:
    add("pile_0", "order_lines + " * 20 + "1")
    add("pile_1", "pile_0 + " * 5 + "1")

    with pytest.raises(BadFormula) as no:
        add("pile_2", "pile_1 + " * 50 + "1")

    told = "With all its indicators written out, the formula is too long. Sign 1: pile_1"
    assert str(no.value.message).startswith(told)


@pytest.mark.spec("R369")
def test_a_circle_over_several_indicators_is_refused_by_its_way() -> None:
    add("one_share", "order_lines / units_shipped", words={"en": "One"})
    add("two_share", "one_share * 2", words={"en": "Two"})

    with pytest.raises(BadFormula) as no:
        change_indicator(
            code="one_share", formula="two_share + 1", valid_from=APRIL, why="x", by=HOUSE, at=NOON
        )

    assert "one_share → two_share → one_share" in str(no.value.message)


def test_what_others_are_made_of_cannot_be_retired() -> None:
    with pytest.raises(StillUsed) as no:
        retire_indicator(code="on_time_rate", valid_from=MARCH, why="x", by=HOUSE, at=NOON)

    assert str(no.value.message) == "Late rate is made of it: change that one first."


def test_codes_are_words_that_nobody_uses_yet() -> None:
    for code, refusal in (("Bad code", BadCode), ("on_time_rate", TakenCode), ("order_lines", TakenCode)):
        with pytest.raises(refusal):
            add(code)
    with pytest.raises(WhyMissing):
        add(why=" ")


def test_a_figure_that_grows_beyond_all_bounds_is_no_data_and_harms_nothing() -> None:
    enter(MARCH, revenue=10**12, order_lines=20, stockout_lines=1)
    add("monster", "revenue * revenue * revenue", words={"en": "Monster"})

    assert scored("monster") is None
    assert scored("stockout_frequency") == Decimal("0.05")


@pytest.mark.spec("R366")
def test_what_says_the_same_as_another_is_reported() -> None:
    add("shortage", "stockout_lines/order_lines", words={"en": "Shortage"})

    assert [[i.code for i in same] for same in duplicates(known(MARCH))] == [
        ["stockout_frequency", "shortage"]
    ]


@pytest.mark.spec("R359", "R362")
def test_leaves_are_scored_between_their_bounds_and_gathered_by_weight() -> None:
    enter(MARCH, net_profit=10, net_assets=100, revenue=75, total_assets=100, working_capital=50)
    set_bounds(
        indicator="return_on_equity",
        worst=Decimal(0),
        best=Decimal("0.2"),
        valid_from=MARCH,
        by=HOUSE,
        at=NOON,
    )
    set_weights(
        node="profitability",
        shares={
            "return_on_equity": Decimal("0.5"),
            "total_asset_turnover": Decimal("0.3"),
            "capital_turnover": Decimal("0.2"),
        },
        valid_from=MARCH,
        by=HOUSE,
        at=NOON,
    )
    keep_scores(months=[MARCH], as_of=LATER)

    tree = tree_of(HOUSE, Whose(), MARCH, MARCH)

    group = next(node for node in tree.groups if node.group.code == "profitability")
    assert [leaf.score for leaf in group.leaves] == [50, 50, 25]
    assert (group.score, group.known) == (Decimal(45), 1)
    assert tree.score is None
    assert "flow_processing" in {node.group.code for node in tree.missing_groups}
    silent = next(leaf for leaf in tree.silent if leaf.indicator.code == "stockout_frequency")
    assert silent.told.reason == "nobody has entered: Order lines demanded"


def test_too_little_known_is_no_score() -> None:
    enter(MARCH, net_profit=10, net_assets=100)
    keep_scores(months=[MARCH], as_of=LATER)

    group = next(n for n in tree_of(HOUSE, Whose(), MARCH, MARCH).groups if n.group.code == "profitability")

    assert (group.score, round(group.known, 4)) == (None, Decimal("0.3333"))


@pytest.mark.spec("R357")
def test_weights_that_do_not_make_a_whole_are_refused_by_name() -> None:
    def weigh(**shares: str) -> None:
        given = {code: Decimal(share) for code, share in shares.items()}
        set_weights(node="profitability", shares=given, valid_from=MARCH, by=HOUSE, at=NOON)

    with pytest.raises(DoNotAddUp) as no:
        weigh(return_on_equity="0.5", total_asset_turnover="0.3", capital_turnover="0.18")
    assert str(no.value.message) == "The weights of “Profitability” make 98 %, not 100 %."
    with pytest.raises(NotAPart):
        weigh(market_share="1")
    with pytest.raises(BelowNought):
        weigh(return_on_equity="-1", total_asset_turnover="2")


def test_bounds_must_run_the_way_of_the_indicator() -> None:
    told: dict[str, Any] = {"valid_from": MARCH, "by": HOUSE, "at": NOON}
    with pytest.raises(WrongWay):
        set_bounds(indicator="stockout_frequency", worst=Decimal(0), best=Decimal(1), **told)
    with pytest.raises(NoBand):
        set_bounds(indicator="it_investment_rate", worst=Decimal(0), best=Decimal(1), **told)


def test_judgements_stand_with_mean_and_spread_and_the_newest_of_a_person_counts() -> None:
    one, two = actor("general_manager"), actor("service_manager")
    for judge, mark in ((one, 2), (one, 5), (two, 3)):
        judge_indicator(
            indicator="core_competence", month=MARCH, mark=Decimal(mark), why="同行", by=judge, at=NOON
        )

    found = next(o for o in opinions(HOUSE, CATALOGUE, Whose(), MARCH) if o.judgements)

    assert (found.mean, round(found.spread or 0, 4), found.points) == (4, Decimal("1.4142"), 75)
    assert Judgement.objects.count() == 3


def test_a_judgement_needs_a_judged_indicator_a_mark_on_the_scale_and_a_reason() -> None:
    def judge(indicator: str, mark: int, why: str) -> None:
        judge_indicator(
            indicator=indicator,
            month=MARCH,
            mark=Decimal(mark),
            why=why,
            by=actor("general_manager"),
            at=NOON,
        )

    with pytest.raises(NotJudged):
        judge("on_time_rate", 3, "x")
    with pytest.raises(OffTheScale):
        judge("core_competence", 6, "x")
    with pytest.raises(ReasonMissing):
        judge("core_competence", 3, " ")


@pytest.mark.parametrize(
    ("requirement", "found"),
    [
        pytest.param(code, found, marks=pytest.mark.spec(code))
        for code, found in {
            "R360": "indicators before",
            "R361": "3 levels: 4 classes, 16 groups, 102 leaves.",
            "R362": "101 of 101 indicators have bounds",
            "R363": "0 indicators have figures of several customers.",
            "R364": "cost nothing to collect",
            "R365": "16 groups have no figures.",
            "R366": "No indicator says the same as another.",
            "R367": "74 are measured and 27 are rated.",
            "R368": "look at the short and",
            "R369": "1 added, 0 changed, 0 retired",
        }.items()
    ],
)
def test_each_design_principle_is_judged_from_data(requirement: str, found: str) -> None:
    add(group="own")
    tree = tree_of(HOUSE, Whose(), MARCH, MARCH)

    principles = {each.requirement: each for each in checklist(tree, Shape(known(MARCH), MARCH))}

    assert found in principles[requirement].found
    assert principles[requirement].is_met is (requirement not in ("R363", "R365", "R364"))


@pytest.mark.spec("R357", "R359", "R365")
def test_the_tree_page_shows_figure_target_weight_score_and_reasons(
    client: Client, ten_orders: Customer
) -> None:
    refresh_scores(at=LATER)
    set_target(indicator="on_time_rate", value=Decimal("0.95"), valid_from=MARCH, by=HOUSE, at=NOON)
    person = staff("general_manager", language="en")

    shown = text_of(page(client, person, "tree", query="?first=2026-03&last=2026-03"))

    assert "80.0 %" in shown and "95.0 %" in shown
    assert "Groups without any figure:" in shown and "1.6 Flow processing capability" in shown
    assert "nobody has entered: Order lines demanded" in shown
    assert "nobody has judged it yet" in shown
    file = page(client, person, "tree", query="?first=2026-03&last=2026-03&export=csv")
    rows = {row[2]: row for row in csv.reader(io.StringIO(file.content.decode("utf-8-sig")))}
    assert rows["on_time_rate"][11] == "0.8" and rows["stockout_frequency"][16].startswith("nobody has")
    one = text_of(
        page(client, person, "tree", query=f"?first=2026-03&last=2026-03&slice=customer&id={ten_orders.pk}")
    )
    assert ten_orders.name in one and "80.0 %" in one


def test_the_tree_asks_the_database_no_more_for_more_figures(
    client: Client, ten_orders: Customer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    refresh_scores(at=LATER)
    person = staff("general_manager", language="en")
    page(client, person, "tree")

    with django_assert_max_num_queries(24):
        page(client, person, "tree", query="?first=2026-03&last=2026-03")


@pytest.mark.parametrize("many", [3, 6, 7])
def test_weights_offered_make_a_whole(many: int) -> None:
    form = WeightForm(parts={f"part{i}": (f"Part {i}", Decimal(1) / many) for i in range(many)})

    offered = [Decimal(form.fields[code].initial) for code in form.parts]

    assert sum(offered) == 100 and max(offered) - min(offered) <= Decimal("0.01")


def test_pages_of_definition_judgement_weights_and_bounds_work(client: Client) -> None:
    person = staff("general_manager", language="en")
    told = {
        "code": "urgent_share",
        "title": "Urgent share",
        "how": "computed",
        "formula": "urgent_requests / 0",
        "group": "own",
        "unit": "rate",
        "direction": "up",
        "phase": "during",
        "horizon": "short",
        "over": "sum",
        "valid_from": "2026-03",
        "why": "test",
    }
    refused = page(client, person, "new_indicator", **told)
    assert refused.status_code == 422 and "This divides by nought." in text_of(refused)
    pasted = page(client, person, "new_indicator", **{**told, "formula": "order_lines" + " + 1" * 5000})
    assert "The formula is too long. Sign 501" in text_of(pasted)
    assert 'maxlength="500"' not in pasted.text
    lost = page(client, person, "new_indicator", **{**told, "how": "recorded", "formula": "order_lines"})
    assert lost.status_code == 422 and "Only what goes by a formula has one." in text_of(lost)
    assert page(client, person, "new_indicator", **{**told, "formula": "urgent_requests / order_lines"}).url
    assert "urgent_requests / order_lines" in text_of(page(client, person, "indicator", "urgent_share"))
    del told["code"], told["how"], told["over"]
    changed = {**told, "formula": "urgent_requests_met / urgent_requests"}
    assert page(client, person, "change_indicator", "urgent_share", **changed).status_code == 302
    assert "Urgent requests met as asked ÷ Urgent requests" in text_of(page(client, person, "changes"))
    gone = {"valid_from": "2026-03", "why": "test"}
    assert page(client, person, "retire_indicator", "urgent_share", **gone).status_code == 302
    judged = {"month": "2026-03", "mark": "4", "why": "seen"}
    assert page(client, person, "judgement", "core_competence", **judged).status_code == 302
    assert "1</b> of 27" in text_of(page(client, person, "judgements", query="?month=2026-03"))
    assert "seen" in text_of(page(client, person, "all_judgements"))
    wrong = {
        "return_on_equity": 50,
        "total_asset_turnover": 30,
        "capital_turnover": 10,
        "valid_from": "2026-03-01",
    }
    assert "make 90 %, not 100 %" in text_of(page(client, person, "weights", "profitability", **wrong))
    assert page(client, person, "weights", "profitability", **{**wrong, "capital_turnover": 20}).url
    bounds = {"worst": "20", "best": "1", "valid_from": "2026-03-01"}
    assert page(client, person, "bounds", "stockout_frequency", **bounds).status_code == 302
    assert "principles are met" in text_of(page(client, person, "principles"))


def test_figures_that_people_told_open_what_was_told(client: Client) -> None:
    enter(MARCH, stockout_lines=2, order_lines=25, managers=3, employees=30)
    judge_indicator(
        indicator="core_competence",
        month=MARCH,
        mark=Decimal(4),
        why="旁听",
        by=actor("general_manager"),
        at=NOON,
    )
    keep_scores(months=[MARCH], as_of=LATER)
    person = staff("general_manager", language="en")
    span = "?first=2026-03&last=2026-03&indicator="

    assert "Order lines short of stock" in text_of(
        page(client, person, "records", query=span + "stockout_frequency")
    )
    assert "旁听" in text_of(page(client, person, "records", query=span + "core_competence"))
    assert "8.0 %" in text_of(page(client, person, "scorecard", query=span + "stockout_frequency"))


@pytest.mark.parametrize(
    "code",
    [
        "order_processing_time",
        "new_customer_success_rate",
        "customer_retention_rate",
        "net_promoter_score",
        "market_growth_rate",
        "mean_transmission_delay",
        "customer_stability",
        "claim_time_mean",
    ],
)
def test_records_behind_computed_figures_can_be_opened(client: Client, code: str) -> None:
    person = staff("general_manager", language="en")

    assert (
        page(client, person, "records", query=f"?first=2026-03&last=2026-03&indicator={code}").status_code
        == 200
    )


def test_behind_a_share_of_ones_own_stand_the_numbers_it_is_made_of(client: Client) -> None:
    add()
    enter(MARCH, urgent_requests=38, order_lines=100)
    person = staff("general_manager", language="en")

    response = page(client, person, "records", query="?first=2026-03&last=2026-03&indicator=urgent_share")

    assert sorted(row.value for row in response.context["list"].records) == [38, 100]


def test_the_tree_opens_on_the_last_month_that_is_over(client: Client, ten_orders: Customer) -> None:
    refresh_scores(at=LATER)
    with time_machine.travel("2026-03-25T04:00Z", tick=False):
        shown = text_of(page(client, staff("general_manager", language="en"), "tree"))

    assert 'name="first" value="2026-02"' in shown and 'name="last" value="2026-02"' in shown


def test_a_clerk_reads_words_and_neither_codes_nor_numbers_of_requirements(client: Client) -> None:
    person = staff("general_manager", language="zh-hans")
    tree, principles, one = (
        text_of(page(client, person, *asked))
        for asked in (("tree",), ("principles",), ("indicator", "order_completion_stability"))
    )

    assert ">权重<" in tree and ">重量<" not in tree
    assert ">是否满足<" in principles and "R36" not in principles
    assert "0.0 % 得 0 分，100.0 % 得 100 分" in one and "R381" not in one
    assert "从下单到送达用时的标准差（小时） ÷ 从下单到送达的平均用时（小时）" in one


def test_a_wrong_month_and_a_wrong_code_are_said_in_words_of_the_trade(client: Client) -> None:
    person = staff("general_manager", language="zh-hans")

    shown = text_of(page(client, person, "new_indicator", code="加急", valid_from="三月"))

    assert "请填写月份，如 2026-11。" in shown and "只能用拉丁字母、数字、连字符和下划线" in shown


def test_a_chart_says_figures_that_are_no_share_with_one_decimal() -> None:
    question = Question("lead_time_mean", Whose(), "customer", MARCH, MARCH)

    drawn = charts.by_month(question, {MARCH: Told(Decimal("66.86049"))}, None)

    assert [point.value for point in drawn.series[0].points] == [Decimal("66.9")]
