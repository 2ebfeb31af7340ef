"""Evaluations: opened, marked, worked out with their inputs, vetoed, closed by a person."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kept.desk.models import Case
from kept.evaluations.actions.designing import add_veto_rule, put_in_use
from kept.evaluations.actions.running import (
    cancel_evaluation,
    close_evaluation,
    give_marks,
    open_evaluation,
)
from kept.evaluations.actions.stocking import stock_models
from kept.evaluations.actions.working_out import work_out_evaluation
from kept.evaluations.models import Evaluation, EvaluationModel, Figure, Veto
from kept.evaluations.rules.refusals import (
    InUse,
    MonthsBackwards,
    NoObjects,
    NotAsked,
    NotInspected,
    NotSaid,
    NotWorkedOut,
    OffGrades,
    OnlyWhole,
    TooFewObjects,
)
from kept.inspections.actions.inspecting import Seen, carry_out
from kept.kernel.facts import FACTS
from kept.kernel.lifecycle import IllegalMove
from kept.scorecards.models import FactCursor
from tests.desk.scenes import a_case
from tests.evaluations.scenes import (
    HOW,
    MARCH,
    a_draft,
    a_score,
    an_evaluation,
    in_use,
    judged,
    marked,
    recorded,
)
from tests.factories import HOUSE, NOON, a_branch, a_customer, a_partner, actor
from tests.inspections.scenes import a_standard, an_inspection, seen

pytestmark = pytest.mark.django_db
SCALE = {"worst": Decimal("0.8"), "best": Decimal(1)}


def worked(evaluation: Evaluation) -> list[tuple[str, float | None, int | None, str]]:
    work_out_evaluation(evaluation=evaluation, by=HOUSE, at=NOON)
    return [
        (str(row), None if row.score is None else float(row.score), row.place, row.verdict)
        for row in evaluation.rows.order_by("pk")
    ]


@pytest.mark.spec("R370", "R521")
def test_an_evaluation_says_element_object_purpose_and_how_data_were_collected_and_analysed() -> None:
    model = in_use(judged("care", "1"), purpose_words={"en": "improve"})

    plain = an_evaluation(model, ["Plan A"])
    other = an_evaluation(model, ["Plan A"], element="时间", purpose="选定方案")

    told = [(each.element, each.purpose, each.collected, each.analysed) for each in (plain, other)]
    assert told == [
        ("e", "improve", "系统取数与问卷", "加权平均"),
        ("时间", "选定方案", "系统取数与问卷", "加权平均"),
    ]
    assert [str(row) for row in plain.rows.all()] == ["Plan A"]
    twice = an_evaluation(model, ["Plan A", " Plan A ", " "])
    assert twice.rows.count() == 1
    for silent in ({"collected": " "}, {"analysed": ""}):
        with pytest.raises(NotSaid):
            an_evaluation(model, ["Plan A"], **silent)


def test_what_cannot_be_opened_is_refused() -> None:
    model = in_use(judged("care", "1"))

    with pytest.raises(InUse):
        an_evaluation(a_draft(judged("care", "1")), ["A"])
    with pytest.raises(MonthsBackwards):
        an_evaluation(model, ["A"], last=date(2026, 2, 1))
    with pytest.raises(NoObjects):
        an_evaluation(model, [])
    with pytest.raises(TooFewObjects):
        an_evaluation(in_use(judged("care", "1"), method="topsis"), ["A"])
    with pytest.raises(OnlyWhole):
        told = {**HOW, "by": actor("service_manager", branch=a_branch())}
        open_evaluation(model=model, title="x", first=MARCH, last=MARCH, objects=["A"], **told)


def test_figures_and_marks_make_a_score_and_the_inputs_are_kept() -> None:
    one, two = a_partner(name="甲"), a_partner(name="乙")
    a_score("on_time_rate", "0.9", partner=one)
    a_score("on_time_rate", "1.0", date(2026, 4, 1), partner=one)
    a_score("on_time_rate", "0.85", partner=two)
    model = in_use(
        recorded("time", "0.6", "on_time_rate", **SCALE), judged("care", "0.4"), objects_kind="subcontractor"
    )
    evaluation = an_evaluation(model, [one, two], last=date(2026, 4, 1))
    said = marked(evaluation, {"甲": {"care": 3}, "乙": {"care": 5}})
    give_marks(evaluation=evaluation, marks=said, side="others", by=actor("clerk"), at=NOON)

    told = worked(evaluation)

    assert told == [("甲", 65.0, 1, "good"), ("乙", 55.0, 2, "poor")]
    figure = Figure.objects.get(row__partner=one, criterion__code="time")
    assert (figure.value, figure.numerator, figure.denominator) == (Decimal("0.95"), 190, 200)
    assert float(figure.score or 0) == 75
    evaluation.refresh_from_db()
    assert (evaluation.method_version, evaluation.state) == ("scoring 1", "worked_out")
    assert [each["used"] for each in evaluation.weights] == [0.6, 0.4]
    time = evaluation.intervals[0]
    assert (time["criterion"], time["low"], time["high"]) == ("time", 0.5, 1.0)
    assert time["below"] == [row.pk for row in evaluation.rows.order_by("pk")]


def test_what_was_worked_out_knows_nothing_later_than_itself() -> None:
    partner = a_partner(name="甲")
    a_score("on_time_rate", "0.9", partner=partner)
    evaluation = an_evaluation(
        in_use(recorded("time", "1", "on_time_rate", **SCALE), objects_kind="subcontractor"), [partner]
    )
    FactCursor.objects.create(table=next(iter(FACTS)), as_of=NOON + timedelta(days=3))

    worked(evaluation)

    evaluation.refresh_from_db()
    assert (evaluation.as_of, evaluation.worked_out_at) == (NOON, NOON)


def test_no_data_stays_no_data_unless_the_model_shares_its_weight_out() -> None:
    one, two = a_partner(name="甲"), a_partner(name="乙")
    for partner in (one, two):
        a_score("on_time_rate", "0.9", partner=partner)
    a_score("quality_rate", "1", partner=two)
    criteria = (
        recorded("time", "0.75", "on_time_rate", **SCALE),
        recorded("sound", "0.25", "quality_rate", **SCALE),
    )

    told = {}
    for missing in ("no_result", "share_out"):
        model = in_use(*criteria, objects_kind="subcontractor", missing=missing)
        evaluation = an_evaluation(model, [one, two])
        told[missing] = worked(evaluation)
        row = evaluation.rows.get(partner=one)
        lacking = Figure.objects.get(row=row, criterion__code="sound")
        assert (lacking.value, lacking.reason, row.known) == (None, "nothing", Decimal("0.75"))

    assert told == {
        "no_result": [("甲", None, None, "no_data"), ("乙", 62.5, 1, "good")],
        "share_out": [("甲", 50.0, 2, "poor"), ("乙", 62.5, 1, "good")],
    }


def test_too_little_data_gives_no_result_however_weight_is_shared_out() -> None:
    one = a_partner()
    a_score("on_time_rate", "1", partner=one)
    model = in_use(
        recorded("time", "0.6", "on_time_rate", **SCALE),
        judged("care", "0.4"),
        objects_kind="subcontractor",
        missing="share_out",
    )

    assert worked(an_evaluation(model, [one]))[0][1:] == (None, None, "no_data")


@pytest.mark.spec("R373")
def test_own_marks_stand_beside_those_of_others_with_their_difference() -> None:
    model = in_use(judged("care", "0.5"), judged("time", "0.5"))
    evaluation = an_evaluation(model, ["A", "B"])
    clerk, manager = actor("clerk"), actor("branch_manager")
    own = marked(evaluation, {"A": {"care": 5, "time": 5}})
    others = marked(evaluation, {"A": {"care": 2, "time": 4}, "B": {"care": 3, "time": 3}})
    give_marks(evaluation=evaluation, marks=own, side="own", by=manager, at=NOON)
    give_marks(evaluation=evaluation, marks=others, side="others", by=clerk, at=NOON)
    more = marked(evaluation, {"A": {"care": 4, "time": 4}})
    give_marks(evaluation=evaluation, marks=more, side="others", named="宏达电子", by=clerk, at=NOON)

    told = worked(evaluation)

    assert told == [("A", 62.5, 1, "good"), ("B", 50.0, 2, "poor")]
    first, second = evaluation.rows.order_by("pk")
    assert (first.own_score, first.others_score) == (Decimal(100), Decimal("62.5"))
    assert (second.own_score, second.others_score) == (None, Decimal(50))
    care = first.figures.get(criterion__code="care")
    assert (care.own_score, care.others_score, care.marks) == (Decimal(100), Decimal(50), 3)


def test_marks_are_given_again_in_place_of_the_first_and_only_as_grades() -> None:
    model = in_use(judged("care", "1"))
    evaluation = an_evaluation(model, ["A"])
    clerk = actor("clerk")
    for grade in (1, 5):
        said = marked(evaluation, {"A": {"care": grade}})
        give_marks(evaluation=evaluation, marks=said, side="others", by=clerk, at=NOON)

    for wrong in ({"A": {"care": 6}}, {"A": {"care": 0}}):
        with pytest.raises(OffGrades):
            told = marked(evaluation, wrong)
            give_marks(evaluation=evaluation, marks=told, side="others", by=clerk, at=NOON)
    assert worked(evaluation) == [("A", 100.0, 1, "good")]


@pytest.mark.spec("R338")
def test_a_quality_failure_vetoes_an_otherwise_good_appraisal_and_says_which_record_did_it() -> None:
    one, two, three = a_branch(name="甲"), a_branch(name="乙"), a_branch(name="丙")
    for branch, sound in ((one, "0.99"), (two, "0.99"), (three, "0.85")):
        a_score("on_time_rate", "1", branch=branch)
        a_score("quality_rate", sound, branch=branch)
    bad, mild, foreign = (a_case("complaint", branch=one) for _ in range(3))
    Case.objects.filter(pk=bad.pk).update(severity=1, liable_tier="us")
    Case.objects.filter(pk=mild.pk).update(severity=2, liable_tier="us")
    Case.objects.filter(pk=foreign.pk).update(severity=1, liable_tier="client")
    model = _vetoing()

    evaluation = an_evaluation(model, [one, two, three])
    told = worked(evaluation)

    assert told == [
        ("甲", 100.0, None, "vetoed"),
        ("乙", 100.0, 1, "good"),
        ("丙", 100.0, None, "vetoed"),
    ]
    assert [(str(veto.row), str(veto), veto.value) for veto in Veto.objects.order_by("row")] == [
        ("甲", bad.number, Decimal(1)),
        ("丙", "An indicator worse than the limit", Decimal("0.85")),
    ]


@pytest.mark.spec("R338")
def test_a_critical_item_not_met_at_an_inspection_vetoes_the_branch_and_is_named() -> None:
    one, two = a_branch(name="甲"), a_branch(name="乙")
    for branch in (one, two):
        a_score("on_time_rate", "1", branch=branch)
    standard = a_standard()
    missed = [Seen(verdict="met")] * 2 + [Seen(verdict="missed", note="没核对")]
    bad, good, early = (an_inspection(standard, branch=branch) for branch in (one, two, two))
    before = NOON - timedelta(days=60)
    for inspection, said, on in ((bad, missed, NOON), (good, [], NOON), (early, missed, before)):
        carry_out(inspection=inspection, seen=seen(inspection, *said), by=HOUSE, at=on)
    model = a_draft(recorded("time", "1", "on_time_rate", **SCALE), objects_kind="branch")
    add_veto_rule(model=model, source="inspection", limit=Decimal(1), by=HOUSE, at=NOON)

    told = worked(an_evaluation(put_in_use(model=model, by=HOUSE, at=NOON), [one, two]))

    assert told == [("甲", 100.0, None, "vetoed"), ("乙", 100.0, 1, "good")]
    assert [(str(veto), veto.value) for veto in Veto.objects.all()] == [(bad.number, Decimal(1))]


def test_no_inspection_vetoes_a_customer() -> None:
    model = a_draft(recorded("time", "1", "on_time_rate", **SCALE), objects_kind="customer")

    with pytest.raises(NotInspected):
        add_veto_rule(model=model, source="inspection", limit=Decimal(1), by=HOUSE, at=NOON)


@pytest.mark.spec("R371")
def test_the_company_is_seen_within_its_chain_and_a_node_within_the_whole_activity() -> None:
    partner = a_partner(name="甲")
    a_score("promises_kept_rate", "0.9")
    a_score("promises_kept_rate", "0.96", partner=partner)
    a_score("kept_delivery", "0.84")
    a_score("kept_pickup", "0.98")
    kept = recorded("kept", "1", "promises_kept_rate", **SCALE)

    chain = worked(an_evaluation(in_use(kept, objects_kind="chain"), [partner]))
    nodes = worked(an_evaluation(in_use(kept, objects_kind="node"), ["pickup", "delivery", "handover"]))

    assert chain == [("Our company", 50.0, 2, "poor"), ("甲", 80.0, 1, "good")]
    assert [(score, place) for _, score, place, _ in nodes] == [(90.0, 1), (20.0, 2), (None, None)]


@pytest.mark.spec("R372")
def test_daily_and_special_evaluations_are_linked_and_worked_out_by_several_methods() -> None:
    model = in_use(judged("care", "0.5"), judged("time", "0.5"))
    daily = an_evaluation(model, ["A", "B", "C"])
    special = an_evaluation(model, ["A"], kind="special", follows=daily)
    said = {"A": {"care": 5, "time": 1}, "B": {"care": 3, "time": 4}, "C": {"care": 1, "time": 1}}
    for grades in (said, {name: {**each, "care": 4} for name, each in said.items()}):
        marks = marked(daily, grades)
        give_marks(evaluation=daily, marks=marks, side="others", by=actor("clerk"), at=NOON)

    worked(daily)

    assert list(daily.followers.values_list("number", "kind")) == [(special.number, "special")]
    first = daily.rows.order_by("pk")[0]
    assert {method: told["place"] for method, told in first.by_method.items()} == {
        "weighted": 2,
        "topsis": 2,
        "fuzzy": 2,
    }
    assert first.by_method["weighted"]["score"] == 43.75


def test_weights_by_entropy_come_from_the_figures_and_are_kept() -> None:
    one, two = a_partner(name="甲"), a_partner(name="乙")
    for partner, value in ((one, "0.9"), (two, "0.5")):
        a_score("on_time_rate", value, partner=partner)
        a_score("quality_rate", "0.95", partner=partner)
    criteria = (
        recorded("time", "0.5", "on_time_rate"),
        recorded("sound", "0.5", "quality_rate", **SCALE),
    )
    model = in_use(*criteria, objects_kind="subcontractor", from_data="entropy")

    evaluation = an_evaluation(model, [one, two])
    told = worked(evaluation)

    evaluation.refresh_from_db()
    assert [each["used"] for each in evaluation.weights] == [1, 0]
    assert told == [("甲", 100.0, 1, "good"), ("乙", 0.0, 2, "poor")]


def test_topsis_leaves_out_what_one_lacks_for_all_where_weight_is_shared_out() -> None:
    one, two = a_partner(name="甲"), a_partner(name="乙")
    for partner, value in ((one, "0.9"), (two, "0.8")):
        a_score("on_time_rate", value, partner=partner)
    a_score("quality_rate", "0.95", partner=one)
    criteria = (recorded("time", "0.8", "on_time_rate"), recorded("sound", "0.2", "quality_rate"))
    told = {}
    for missing in ("no_result", "share_out"):
        model = in_use(*criteria, objects_kind="subcontractor", method="topsis", missing=missing)
        evaluation = an_evaluation(model, [one, two])
        told[missing] = [row[1] for row in worked(evaluation)]

    evaluation.refresh_from_db()
    assert told == {"no_result": [None, None], "share_out": [100.0, 0.0]}
    assert (evaluation.left_out, [each["used"] for each in evaluation.weights]) == (["sound"], [1.0, 0.0])


def test_fuzzy_evaluation_shares_figures_between_grades_and_counts_votes() -> None:
    one = a_partner(name="甲")
    a_score("on_time_rate", "0.95", partner=one)
    model = in_use(
        recorded("time", "0.5", "on_time_rate", **SCALE),
        judged("care", "0.5"),
        objects_kind="subcontractor",
        method="fuzzy",
    )
    evaluation = an_evaluation(model, [one])
    for grade in (2, 4):
        said = marked(evaluation, {"甲": {"care": grade}})
        give_marks(evaluation=evaluation, marks=said, side="others", by=actor("clerk"), at=NOON)

    assert worked(evaluation) == [("甲", 62.5, 1, "good")]
    assert evaluation.rows.get().by_method["fuzzy"]["grades"] == [0, 0.25, 0, 0.75, 0]


def test_a_person_closes_it_and_then_nothing_changes() -> None:
    model = in_use(judged("care", "1"))
    evaluation = an_evaluation(model, ["A"])
    with pytest.raises(NotWorkedOut):
        close_evaluation(evaluation=evaluation, conclusion="改进", by=HOUSE, at=NOON)
    worked(evaluation)
    with pytest.raises(NotWorkedOut):
        close_evaluation(evaluation=evaluation, conclusion=" ", by=HOUSE, at=NOON)
    manager = actor("general_manager")

    closed = close_evaluation(evaluation=evaluation, conclusion="改进", by=manager, at=NOON)

    assert (closed.state, closed.closed_by_id) == ("closed", manager.person_id)
    with pytest.raises(NotAsked):
        give_marks(evaluation=closed, marks={}, side="own", by=manager, at=NOON)
    for verb in (work_out_evaluation, cancel_evaluation):
        with pytest.raises(IllegalMove):
            verb(evaluation=closed, by=HOUSE, at=NOON)


def _vetoing() -> EvaluationModel:
    model = a_draft(recorded("time", "1", "on_time_rate", **SCALE), objects_kind="branch")
    add_veto_rule(model=model, source="complaint", limit=Decimal(1), by=HOUSE, at=NOON)
    add_veto_rule(
        model=model, source="indicator", indicator="quality_rate", limit=Decimal("0.9"), by=HOUSE, at=NOON
    )
    return put_in_use(model=model, by=HOUSE, at=NOON)


@pytest.mark.spec("R013")
def test_client_its_customers_and_subcontractors_make_one_judgement_and_two_of_three_make_none() -> None:
    stock_models()
    model = EvaluationModel.objects.current().get(code="three_sources")
    whole, half = a_customer(name="甲"), a_customer(name="乙")
    a_score("client_satisfaction", "80", customer=whole)
    a_score("receiver_satisfaction", "65", customer=whole)
    a_score("subcontractor_on_time_rate", "0.98", customer=whole)
    a_score("client_satisfaction", "90", customer=half)

    told = worked(an_evaluation(model, [whole, half]))

    by_hand = 100 * (0.4 * (80 - 40) / 50 + 0.3 * (65 - 40) / 50 + 0.3 * 1)
    assert [(name, score) for name, score, *_rest in told] == [("甲", pytest.approx(by_hand)), ("乙", None)]
