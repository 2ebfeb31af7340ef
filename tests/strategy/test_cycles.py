"""Strategy cycles: opened, filled, put in force by somebody else, measured, closed, begun anew."""

from datetime import date, timedelta
from decimal import Decimal
from statistics import mean
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kept.desk.models import Contact
from kept.kernel.models import EventRecord
from kept.methods.tailoring import Criteria
from kept.parties.models import Competitor
from kept.promises.models import PolicyVersion
from kept.scorecards.actions.targets import NotAShare
from kept.scorecards.models import Target
from kept.strategy.actions import enforcing, planning
from kept.strategy.actions.cycling import NotClosed, OneOfTwo, close_cycle, open_next
from kept.strategy.actions.enforcing import put_in_force
from kept.strategy.actions.judging import measure_effects
from kept.strategy.enums import CycleState, EffectKind, FindingKind, ServiceClass, StageCode, Verdict
from kept.strategy.models import Cycle
from kept.strategy.models.cycles import CycleIsClosed, EvaluationMissing
from kept.strategy.models.findings import CompetitorMissing, ImportanceMissing
from kept.surveys.actions.answering import answer_survey
from kept.surveys.models import Answer, Response
from kept.surveys.rules.marks import Mark
from tests.factories import HOUSE, NOON, a_customer, actor, staff
from tests.surveys.scenes import a_survey, an_invitation, the_case

from .cycle_scenes import a_cycle, charged
from .scenes import DAY, a_gap, deliveries

pytestmark = pytest.mark.django_db
MARKS = {
    "fulfilment_cost": 4,
    "customer_importance": 5,
    "acceptable_cost": 4,
    "need_importance": 5,
    "competitors": 3,
}


def _with_goal(**details: Any) -> Cycle:
    cycle = a_cycle(**details)
    planning.set_goal(cycle=cycle, gap=a_gap(), wanted=Decimal("0.9"), by=HOUSE, at=NOON)
    return cycle


@pytest.mark.spec("R786", "R787")
def test_a_cycle_begins_with_five_stages_and_three_of_the_schedule() -> None:
    cycle = a_cycle(starts_on=date(2026, 1, 31))

    told = {stage.code: (stage.starts_on, stage.due_on) for stage in cycle.stages.all()}
    assert [stage.code for stage in cycle.stages.all()] == list(StageCode)
    assert told["first"] == (date(2026, 1, 31), date(2026, 4, 29))
    assert told["second"] == (date(2026, 4, 30), date(2026, 7, 30))
    assert told["third"] == (date(2026, 7, 31), date(2027, 1, 30))


@pytest.mark.spec("R786", "R787")
def test_a_stage_gets_days_and_an_owner_and_is_done_once() -> None:
    stage, owner = a_cycle().stages.get(code="data"), staff("service_manager")

    days = {"starts_on": date(2026, 4, 1), "due_on": date(2026, 5, 1)}
    planning.date_stage(stage=stage, **days, owner=owner, note="两家门店", by=HOUSE, at=NOON)
    planning.finish_stage(stage=stage, by=HOUSE, at=NOON)

    stage.refresh_from_db()
    assert (stage.starts_on, stage.owner, stage.note, stage.done_at) == (
        days["starts_on"],
        owner,
        "两家门店",
        NOON,
    )
    assert not stage.is_overdue(date(2026, 6, 1))
    with pytest.raises(planning.DaysWrong):
        planning.date_stage(
            stage=stage, starts_on=date(2026, 5, 1), due_on=date(2026, 4, 1), owner=None, by=HOUSE, at=NOON
        )


def test_a_cycle_is_for_a_segment_or_a_customer_not_for_both() -> None:
    with pytest.raises(OneOfTwo):
        a_cycle(segment="core", customer=a_customer())


@pytest.mark.spec("R764", "R765", "R766", "R770", "R781", "R782", "R783")
def test_what_people_know_is_written_down_by_kind() -> None:
    cycle, by = a_cycle(customer=a_customer()), actor("service_manager")
    contact = Contact.objects.create(customer=cycle.customer, at=NOON - DAY, logged_at=NOON, number="CT-1")

    def write(kind: str, **more: Any) -> None:
        planning.write_finding(cycle=cycle, kind=kind, text=f"关于{kind}", **more, by=by, at=NOON)

    for kind in ("business", "buyer", "user", "own_strength"):
        write(kind)
    write("need", importance=6, promise_kind="delivery")
    write("talk", contact=contact)
    write("their_strength", competitor="速达物流")
    for kind in ("understood", "value_factors", "real_goals"):
        write(kind, is_met=False)
    write("understood", is_met=True)

    told = {finding.kind: finding for finding in cycle.findings.all()}
    assert set(told) == set(FindingKind) - {FindingKind.FOLLOW_UP}
    assert told["need"].importance == 6
    assert (told["talk"].contact, told["talk"].held_on) == (contact, (NOON - DAY).date())
    assert told["their_strength"].competitor == Competitor.objects.get(name="速达物流")
    assert [told[kind].is_met for kind in ("understood", "value_factors", "real_goals")] == [
        True,
        False,
        False,
    ]
    assert cycle.findings.count() == 10


@pytest.mark.parametrize(
    ("kind", "refusal"), [("their_strength", CompetitorMissing), ("need", ImportanceMissing)]
)
def test_a_finding_says_what_its_kind_needs(kind: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        planning.write_finding(cycle=a_cycle(), kind=kind, text="x", by=HOUSE, at=NOON)


@pytest.mark.spec("R772")
def test_a_goal_lies_above_what_is_reached_and_is_said_anew_in_its_place() -> None:
    cycle, gap = a_cycle(), a_gap()

    with pytest.raises(planning.NotHigher):
        planning.set_goal(cycle=cycle, gap=gap, wanted=Decimal("0.6"), by=HOUSE, at=NOON)
    for wanted in ("0.8", "0.9"):
        planning.set_goal(cycle=cycle, gap=gap, wanted=Decimal(wanted), direction="提速", by=HOUSE, at=NOON)

    assert [(goal.wanted, goal.direction) for goal in cycle.goals.all()] == [(Decimal("0.9"), "提速")]


def test_a_goal_for_a_share_is_not_above_the_whole_and_no_talk_is_held_tomorrow() -> None:
    cycle = a_cycle()

    with pytest.raises(NotAShare):
        planning.set_goal(cycle=cycle, gap=a_gap(), wanted=Decimal("1.5"), by=HOUSE, at=NOON)
    with pytest.raises(planning.NotYetHeld):
        planning.write_finding(
            cycle=cycle, kind="talk", text="谈过", held_on=(NOON + DAY).date(), by=HOUSE, at=NOON
        )

    assert not cycle.goals.exists() and not cycle.findings.exists()


def test_a_package_said_again_replaces_the_first() -> None:
    cycle = a_cycle(segment="core")
    said: dict[str, Any] = {"cycle": cycle, "name": "夜间专线", "segment": "core", "by": HOUSE, "at": NOON}

    planning.make_package(**said, content="次日达", criteria=Criteria(**MARKS))
    planning.make_package(**said, content="夜间提货", criteria=Criteria(**MARKS))
    planning.make_package(**{**said, "segment": ""}, content="给所有客户", criteria=Criteria(**MARKS))

    assert [one.content for one in cycle.packages.order_by("pk")] == ["夜间提货", "给所有客户"]


@pytest.mark.spec("R512", "R775")
def test_the_five_criteria_of_a_package_say_which_level_of_service_suits() -> None:
    cycle = a_cycle(segment="core")

    def package(**marks: int) -> Any:
        return planning.make_package(
            cycle=cycle,
            name="夜间专线",
            content="夜间提货，次日达",
            segment="core",
            price=500_000,
            criteria=Criteria(**{**MARKS, **marks}),
            by=HOUSE,
            at=NOON,
        )

    told = [package(), package(customer_importance=2, need_importance=3), package(**dict.fromkeys(MARKS, 1))]

    assert [(one.score, one.service_class) for one in told] == [
        (Decimal("3.80"), ServiceClass.RAISED),
        (Decimal("2.80"), ServiceClass.STANDARD),
        (Decimal("1.80"), ServiceClass.BASIC),
    ]
    with pytest.raises(planning.MarkWrong):
        package(competitors=6)


@pytest.mark.spec("R775")
def test_a_package_says_how_alike_the_needs_of_its_customers_are() -> None:
    survey = the_case()
    for response in Response.objects.filter(survey=survey):
        Response.objects.filter(pk=response.pk).update(customer=a_customer())

    package = planning.make_package(
        cycle=a_cycle(at=NOON + DAY),
        name="标准包",
        content="门到门",
        criteria=Criteria(**MARKS),
        by=HOUSE,
        at=NOON + DAY,
    )

    marks: dict[str, list[int]] = {}
    for code, mark in Answer.objects.filter(response__survey=survey).values_list("item__code", "importance"):
        marks.setdefault(code, []).append(mark)
    apart = [abs(mark - mean(of)) for of in marks.values() for mark in of]
    assert package.similarity == Decimal(str(round(1 - mean(apart) / 6, 3)))


@pytest.mark.spec("R780")
def test_planned_levels_become_targets_when_the_strategy_is_put_in_force() -> None:
    customer, by = a_customer(), actor("service_manager")
    cycle = a_cycle(customer=customer)
    for value in ("0.96", "0.97"):
        planning.plan_target(
            cycle=cycle, indicator="on_time_rate", value=Decimal(value), customer=customer, by=HOUSE, at=NOON
        )
    assert not Target.objects.exists()

    put_in_force(cycle=cycle, by=by, at=NOON + DAY)

    target = Target.objects.get()
    assert (target.customer, target.value, target.valid_from) == (
        customer,
        Decimal("0.97"),
        (NOON + DAY).date(),
    )
    assert cycle.targets.get().target == target


@pytest.mark.spec("R024")
def test_planned_promises_become_policy_versions_of_their_scope() -> None:
    cycle = a_cycle(segment="core")
    given = {"kind": "complaint_answer", "limit": timedelta(minutes=30), "scope": {"segment": "core"}}
    planning.plan_promise(cycle=cycle, **given, by=HOUSE, at=NOON)

    put_in_force(cycle=cycle, by=actor("service_manager"), at=NOON + DAY)

    version = PolicyVersion.objects.get(policy__kind="complaint_answer", policy__segment="core")
    assert (version.limit, version.valid_from) == (timedelta(minutes=30), NOON + DAY)
    assert cycle.promises.get().policy_version == version
    with pytest.raises(planning.InForceAlready):
        planning.take_out(part=cycle.promises.get(), by=HOUSE, at=NOON)


def test_whoever_changed_a_strategy_last_does_not_put_it_in_force() -> None:
    drafter, other = actor("service_manager"), actor("general_manager")
    cycle = a_cycle(by=drafter)
    planning.set_goal(cycle=cycle, gap=a_gap(), wanted=Decimal("0.9"), by=drafter, at=NOON)

    with pytest.raises(enforcing.OwnStrategy):
        put_in_force(cycle=cycle, by=drafter, at=NOON)
    version = put_in_force(cycle=cycle, by=other, at=NOON)

    cycle.refresh_from_db()
    assert (cycle.state, cycle.in_force_at, version.number) == (CycleState.IN_FORCE, NOON, 1)
    assert version.put_by_id == other.person_id


def test_a_version_is_never_changed_and_the_next_one_needs_a_change() -> None:
    cycle = _with_goal()
    first = put_in_force(cycle=cycle, by=HOUSE, at=NOON)
    with pytest.raises(enforcing.NothingNew):
        put_in_force(cycle=cycle, by=HOUSE, at=NOON + DAY)

    goal = cycle.goals.get()
    planning.set_goal(cycle=cycle, gap=goal.gap, wanted=Decimal("0.95"), by=HOUSE, at=NOON + DAY)
    second = put_in_force(cycle=Cycle.objects.get(pk=cycle.pk), by=HOUSE, at=NOON + DAY)

    first.refresh_from_db()
    told = [version.paper["goals"][0]["wanted"] for version in (first, second)]
    assert (told, second.number) == (["0.9", "0.95"], 2)
    cycle.refresh_from_db()
    assert cycle.in_force_at == NOON


def test_an_effect_that_cannot_come_about_is_refused() -> None:
    effects = {effect.kind: effect for effect in a_cycle().effects.all()}

    for kind, figure, why in (
        ("quality", "5", planning.NeverReached),
        ("brand", "-1.5", planning.NeverReached),
        ("complaints", "-0.01", planning.BelowNought),
    ):
        with pytest.raises(why) as no:
            planning.expect_effect(effect=effects[kind], expected=Decimal(figure), by=HOUSE, at=NOON)
        assert no.value.field == "expected"
    planning.expect_effect(effect=effects["brand"], expected=Decimal("-0.5"), by=HOUSE, at=NOON)


def test_an_empty_strategy_is_not_put_in_force() -> None:
    with pytest.raises(enforcing.NothingPlanned):
        put_in_force(cycle=a_cycle(), by=HOUSE, at=NOON)


def test_the_same_people_have_one_strategy_in_force() -> None:
    put_in_force(cycle=_with_goal(segment="core"), by=HOUSE, at=NOON)
    other = a_cycle(segment="core")
    planning.set_goal(cycle=other, gap=a_gap(), wanted=Decimal("0.9"), by=HOUSE, at=NOON)

    with pytest.raises(enforcing.InForceElsewhere):
        put_in_force(cycle=other, by=HOUSE, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cycle.objects.filter(pk=other.pk).update(state=CycleState.IN_FORCE, in_force_at=NOON)


@pytest.mark.spec("R788")
def test_the_effects_begin_with_how_it_is_and_say_no_data_where_there_is_none() -> None:
    terms = ("time", "quantity", "quality", "documents")
    deliveries(
        {term: (90 if term == "quality" else 100, 10 if term == "quality" else 0) for term in terms}, n=100
    )
    cycle = a_cycle()

    measure_effects(cycle=cycle, by=HOUSE, at=NOON)

    told = {effect.kind: (effect.before, effect.before_n) for effect in cycle.effects.all()}
    assert told[EffectKind.QUALITY] == (Decimal("0.900000"), 100)
    nothing = set(EffectKind) - {EffectKind.QUALITY, EffectKind.CONTRIBUTION}
    assert {kind: told[kind] for kind in nothing} == dict.fromkeys(nothing, (None, 0))


@pytest.mark.spec("R788")
def test_effects_are_measured_again_with_a_test_and_too_little_is_said_as_such() -> None:
    terms = ("time", "quantity", "quality", "documents")
    cycle, later = _with_goal(), NOON + 60 * DAY
    deliveries(dict.fromkeys(terms, (70, 30)), n=100, at=NOON - 20 * DAY)
    deliveries(dict.fromkeys(terms, (95, 5)), n=100, at=NOON + 20 * DAY)
    quality = cycle.effects.get(kind=EffectKind.QUALITY)
    planning.expect_effect(effect=quality, expected=Decimal("0.9"), by=HOUSE, at=NOON)
    put_in_force(cycle=cycle, by=HOUSE, at=NOON)

    measure_effects(cycle=cycle, by=HOUSE, at=later)

    quality.refresh_from_db()
    assert (quality.before, quality.after, quality.verdict) == (
        Decimal("0.7"),
        Decimal("0.95"),
        Verdict.BETTER,
    )
    assert quality.low is not None and quality.low > 0 and quality.reached
    felt = cycle.effects.get(kind=EffectKind.SATISFACTION)
    assert (felt.after, felt.verdict, felt.difference, felt.reached) == (None, Verdict.TOO_LITTLE, None, None)


@pytest.mark.spec("R788")
@pytest.mark.parametrize(("n", "shown"), [(4, None), (5, Decimal(1))])
def test_what_too_few_would_recommend_is_no_figure(n: int, shown: Decimal | None) -> None:
    survey = a_survey("recommendation")
    code = survey.questionnaire.items.get(asks="nps").code
    for _ in range(n):
        answer_survey(invitation=an_invitation(survey), marks={code: Mark(nps=10)}, by=HOUSE, at=NOON)
    cycle = a_cycle()

    measure_effects(cycle=cycle, by=HOUSE, at=NOON + DAY)

    found = cycle.effects.get(kind=EffectKind.BRAND)
    assert (found.before, found.before_n) == (shown, n)


@pytest.mark.spec("R788")
def test_contribution_is_the_revenue_of_whole_weeks_of_those_concerned() -> None:
    mine, other = a_customer(segment="core"), a_customer()
    for week in range(1, 13):
        charged(mine, 1000, at=NOON - 7 * week * DAY)
        charged(mine, 2000, at=NOON + 7 * (week - 1) * DAY)
        charged(other, 9000, at=NOON - 7 * week * DAY)
    cycle = _with_goal(segment="core")
    put_in_force(cycle=cycle, by=HOUSE, at=NOON)

    measure_effects(cycle=cycle, by=HOUSE, at=NOON + 88 * DAY, days=84)

    found = cycle.effects.get(kind=EffectKind.CONTRIBUTION)
    assert (found.before, found.after, found.before_n) == (Decimal(1000), Decimal(2000), 12)


@pytest.mark.spec("R776")
def test_a_closed_cycle_says_what_it_brought_and_the_next_begins_from_it() -> None:
    cycle, gap = a_cycle(aim="提速"), a_gap()
    planning.set_goal(cycle=cycle, gap=gap, wanted=Decimal("0.9"), by=HOUSE, at=NOON)
    planning.write_finding(cycle=cycle, kind="business", text="冷链", by=HOUSE, at=NOON)
    planning.write_finding(cycle=cycle, kind="talk", text="谈过", by=HOUSE, at=NOON)
    cycle.effects.filter(kind="quality").update(after=Decimal("0.9"), after_n=100)
    with pytest.raises(NotClosed):
        open_next(previous=cycle, title="下一轮", starts_on=date(2026, 6, 1), by=HOUSE, at=NOON)
    with pytest.raises(EvaluationMissing):
        close_cycle(cycle=cycle, evaluation=" ", by=HOUSE, at=NOON)

    close_cycle(cycle=cycle, evaluation="回复快了", by=HOUSE, at=NOON + DAY)
    following = open_next(previous=cycle, title="下一轮", starts_on=date(2026, 6, 1), by=HOUSE, at=NOON + DAY)

    assert following.previous == cycle
    assert [finding.text for finding in following.findings.all()] == ["冷链"]
    assert [goal.gap for goal in following.goals.all()] == [gap]
    quality = following.effects.get(kind="quality")
    assert (following.aim, quality.before, quality.after) == ("提速", Decimal("0.9"), None)
    with pytest.raises(CycleIsClosed):
        planning.write_finding(cycle=cycle, kind="user", text="x", by=HOUSE, at=NOON)


def test_what_happens_to_a_cycle_is_told() -> None:
    cycle = _with_goal()
    put_in_force(cycle=cycle, by=HOUSE, at=NOON)
    close_cycle(cycle=cycle, evaluation="好", by=HOUSE, at=NOON)

    told = EventRecord.objects.filter(subject_type="strategy.cycle", subject_id=cycle.pk).order_by("pk")
    assert [record.name for record in told] == [
        "strategy.cycle_opened",
        "strategy.cycle_changed",
        "strategy.strategy_in_force",
        "strategy.cycle_closed",
    ]
