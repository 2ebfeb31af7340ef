"""Models: drafted, refused by name where they do not add up, put in use, revised."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kept.evaluations.actions.comparing import compare_pairs, weigh_by_pairs
from kept.evaluations.actions.designing import (
    add_criterion,
    add_veto_rule,
    change_criterion,
    make_model,
    put_in_use,
    remove_criterion,
    revise_model,
    set_weights,
)
from kept.evaluations.actions.stocking import stock_models
from kept.evaluations.models import EvaluationModel, PairJudgement
from kept.evaluations.queries.pairs import all_together, judges_of
from kept.evaluations.queries.trees import group_of, leaves_of, tree_of
from kept.evaluations.rules.refusals import (
    CodeTaken,
    CriterionTwice,
    EmptyGroup,
    HasMore,
    Inconsistent,
    InUse,
    NoCriteria,
    NoDirection,
    NotAGroup,
    NotAllCompared,
    NotAPerson,
    NotAShare,
    ScaleFlat,
    TooFewPairs,
    UnknownIndicator,
    WeightsOff,
)
from kept.kernel.actor import Actor
from tests.evaluations.scenes import a_draft, in_use, judged, recorded
from tests.factories import HOUSE, NOON, actor

pytestmark = pytest.mark.django_db


def test_a_tree_that_does_not_add_up_is_refused_by_name() -> None:
    model = a_draft(
        judged("time", "0.5", source=""),
        judged("late", "0.5", under="time"),
        judged("lead", "0.4", under="time"),
        judged("care", "0.5"),
    )

    with pytest.raises(WeightsOff) as no:
        put_in_use(model=model, by=HOUSE, at=NOON)

    assert str(no.value) == "The weights below 'time' sum to 90 %, not to 100 %."
    with pytest.raises(WeightsOff):
        set_weights(model=model, group="top", weights=_weights(model, "0.5", "0.6"), by=HOUSE, at=NOON)


def test_a_model_without_leaves_or_with_an_empty_group_is_refused() -> None:
    for model, why in (
        (a_draft(), NoCriteria),
        (a_draft(judged("care", "0.5"), judged("time", "0.5", source="")), EmptyGroup),
    ):
        with pytest.raises(why):
            put_in_use(model=model, by=HOUSE, at=NOON)


def test_a_version_in_use_stays_and_its_revision_takes_everything_along() -> None:
    first = in_use(
        judged("time", "0.6", source=""),
        judged("late", "1", under="time"),
        recorded("sound", "0.4", "quality_rate", worst=Decimal("0.8"), best=Decimal(1)),
    )
    with pytest.raises(InUse):
        add_criterion(model=first, code="x", weight=Decimal(0), by=HOUSE, at=NOON)

    second = revise_model(model=first, by=HOUSE, at=NOON)
    again = revise_model(model=first, by=HOUSE, at=NOON)
    set_weights(model=second, group="top", weights=_weights(second, "0.7", "0.3"), by=HOUSE, at=NOON)
    put_in_use(model=second, by=HOUSE, at=NOON)

    first.refresh_from_db()
    assert again == second and (first.state, second.number) == ("replaced", f"{first.code} v2")
    assert [(node.code, node.whole) for node in tree_of(first).walk()][1:] == [
        ("time", Decimal("0.6")),
        ("late", Decimal("0.6")),
        ("sound", Decimal("0.4")),
    ]
    assert [str(leaf) for leaf in leaves_of(tree_of(second))] == ["late", "Sound deliveries"]
    assert group_of(tree_of(second), "sound").whole == Decimal("0.3")  # type: ignore[union-attr]


def test_criteria_that_make_no_sense_are_refused() -> None:
    model = a_draft(judged("care", "1"))
    care = model.criteria.get()

    def add(**fields: object) -> None:
        add_criterion(model=model, weight=Decimal(0), by=HOUSE, at=NOON, **fields)  # type: ignore[arg-type]

    with pytest.raises(CriterionTwice):
        add(code="care")
    with pytest.raises(NotAGroup):
        add(code="x", parent=care)
    with pytest.raises(NoDirection):
        add(code="x", source="recorded", indicator="volume")
    with pytest.raises(UnknownIndicator):
        add(code="x", source="recorded", indicator="nonsense")
    with pytest.raises(ScaleFlat):
        add(code="x", source="recorded", indicator="on_time_rate", worst=Decimal(1))
    with pytest.raises(NoDirection):
        add_veto_rule(model=model, source="indicator", indicator="volume", limit=1, by=HOUSE, at=NOON)
    with pytest.raises(CodeTaken):
        make_model(code=model.code, objects_kind="plan", by=HOUSE, at=NOON)
    add(code="group")
    add(code="below", parent=model.criteria.get(code="group"), source="judged")
    with pytest.raises(HasMore):
        remove_criterion(criterion=model.criteria.get(code="group"), by=HOUSE, at=NOON)
    with pytest.raises(HasMore):
        change_criterion(criterion=model.criteria.get(code="group"), source="judged", by=HOUSE, at=NOON)
    remove_criterion(criterion=model.criteria.get(code="below"), by=HOUSE, at=NOON)


def test_a_share_of_sixty_is_refused_where_it_was_written() -> None:
    model = a_draft(recorded("time", "1", "on_time_rate", worst=Decimal("0.6"), best=Decimal(1)))
    time = model.criteria.get()
    who: dict[str, Any] = {"by": HOUSE, "at": NOON}

    with pytest.raises(NotAShare) as worst:
        change_criterion(criterion=time, worst=Decimal(60), best=Decimal(100), **who)
    with pytest.raises(NotAShare) as best:
        change_criterion(criterion=time, best=Decimal(95), **who)
    with pytest.raises(NotAShare) as limit:
        add_veto_rule(model=model, source="indicator", indicator="on_time_rate", limit=Decimal(90), **who)

    assert [no.value.field for no in (worst, best, limit)] == ["worst", "best", "limit"]
    assert "write 60 % as 0.6" in str(worst.value)
    growth = recorded("growth", "0", "market_growth_rate", worst=Decimal("-0.1"), best=Decimal("0.3"))
    add_criterion(model=model, **growth, **who)


def test_several_judges_make_weights_by_the_geometric_mean() -> None:
    model = a_draft(judged("time", "0"), judged("care", "0"), judged("price", "0"))
    time, care, price = model.criteria.all()
    for steps in ((1, 3, 1), (3, 8, 2)):
        said = {(time.pk, care.pk): steps[0], (time.pk, price.pk): steps[1], (care.pk, price.pk): steps[2]}
        compare_pairs(model=model, group="top", steps=said, by=actor("service_manager"), at=NOON)

    told = weigh_by_pairs(model=model, group="top", by=HOUSE, at=NOON)

    kept = list(model.criteria.values_list("weight", "origin"))
    assert told.matrix[0] == pytest.approx((1, 8**0.5, 6))
    assert [float(weight) for weight, _ in kept] == pytest.approx(told.weighed.weights, abs=1e-7)
    assert sum(weight for weight, _ in kept) == 1 and {origin for _, origin in kept} == {"pairs"}
    assert told.is_consistent


def test_judgements_that_contradict_each_other_are_named_and_make_no_weights() -> None:
    model = a_draft(judged("time", "0"), judged("care", "0"), judged("price", "0"), judged("fun", "0"))
    ids = [each.pk for each in model.criteria.all()]
    said = {(ids[i], ids[j]): 1 for i in range(4) for j in range(i + 1, 4)}
    said[ids[0], ids[3]] = -8
    judge = actor("service_manager")

    told = compare_pairs(model=model, group="top", steps=said, by=judge, at=NOON)

    assert told.doubt is not None and [str(each) for each in told.doubt[:2]] == ["time", "fun"]
    assert told.doubt[2:] == (-8, 3)
    with pytest.raises(Inconsistent) as no:
        weigh_by_pairs(model=model, group="top", by=HOUSE, at=NOON)
    assert judge.name in str(no.value) and "'time' against 'fun'" in str(no.value)

    compare_pairs(model=model, group="top", steps={**said, (ids[0], ids[3]): 1}, by=judge, at=NOON)
    node = group_of(tree_of(model), "top")
    assert node is not None
    whole = all_together(judges_of(node, 0.1), 0.1)
    assert whole is not None and whole.is_consistent
    assert PairJudgement.objects.count() == 6


def test_every_pair_is_compared_by_a_person() -> None:
    model = a_draft(judged("time", "0"), judged("care", "0"), judged("one", "0", source=""))
    time, care, one = model.criteria.all()
    someone = actor("clerk")

    with pytest.raises(NotAllCompared) as no:
        compare_pairs(model=model, group="top", steps={(time.pk, care.pk): 1}, by=someone, at=NOON)
    with pytest.raises(NotAPerson):
        compare_pairs(model=model, group="top", steps={}, by=Actor.system("x"), at=NOON)
    with pytest.raises(TooFewPairs):
        compare_pairs(model=model, group="one", steps={}, by=someone, at=NOON)

    assert str(no.value) == f"Compare every pair: 'time' with '{one}' is missing."


@pytest.mark.spec("R495", "R496")
def test_a_new_installation_can_evaluate_service_quality_and_the_service_plan() -> None:
    told = {
        model.code: (model.state, [str(leaf) for leaf in leaves_of(tree_of(model))])
        for model in EvaluationModel.objects.all()
    }

    stock_models()

    assert told["service_quality"] == (
        "current",
        [
            "On-time deliveries",
            "Complete deliveries",
            "Sound deliveries",
            "Deliveries with right papers",
            "Complaints per 10,000 deliveries",
            "Delivered at the first attempt",
            "Courtesy",
            "Timely and right information",
            "Flexibility",
        ],
    )
    assert told["service_plan"][1][:3] == [
        "Needs covered",
        "Levels named and measurable",
        "Differentiation by segment",
    ]
    assert EvaluationModel.objects.count() == len(told) == 4


def _weights(model: EvaluationModel, *said: str) -> dict[int, Decimal]:
    top = model.criteria.filter(parent=None)
    return {each.pk: Decimal(weight) for each, weight in zip(top, said, strict=True)}
