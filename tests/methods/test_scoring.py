"""Evaluation by several criteria: published figures, and what must hold for every input."""

from __future__ import annotations

from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.scoring import (
    Branch,
    NotReciprocal,
    Operator,
    PairMethod,
    WeightsDoNotAddUp,
    benefit_scale,
    blended,
    compare_sides,
    doubtful_judgement,
    entropy_weights,
    fuzzy_result,
    grade_score,
    leaf_weights,
    membership_of_score,
    normalised,
    ranks,
    reciprocal_matrix,
    roll_up,
    together,
    topsis,
    weigh,
    weight_intervals,
)

RESORT = (
    (1, 1 / 2, 4, 3, 3),
    (2, 1, 7, 5, 5),
    (1 / 4, 1 / 7, 1, 1 / 2, 1 / 3),
    (1 / 3, 1 / 5, 2, 1, 1),
    (1 / 3, 1 / 5, 3, 1, 1),
)
PLACES = (
    ((1, 2, 5), (1 / 2, 1, 2), (1 / 5, 1 / 2, 1)),
    ((1, 1 / 3, 1 / 8), (3, 1, 1 / 3), (8, 3, 1)),
    ((1, 1, 3), (1, 1, 3), (1 / 3, 1 / 3, 1)),
    ((1, 3, 4), (1 / 3, 1, 1), (1 / 4, 1, 1)),
    ((1, 1, 1 / 4), (1, 1, 1 / 4), (4, 4, 1)),
)
FIGHTERS = (
    (2.0, 1500, 20000, 5.5, 5, 9),
    (2.5, 2700, 18000, 6.5, 3, 5),
    (1.8, 2000, 21000, 4.5, 7, 7),
    (2.2, 1800, 20000, 5.0, 5, 5),
)
MORE = (True, True, True, False, True, True)
SORTERS = (
    (0.2, 0.5, 0.3, 0.0),
    (0.1, 0.3, 0.5, 0.1),
    (0.0, 0.1, 0.6, 0.3),
    (0.0, 0.4, 0.5, 0.1),
    (0.5, 0.3, 0.2, 0.0),
)

WEIGHTS = st.lists(st.floats(0.05, 1), min_size=2, max_size=6).map(
    lambda parts: [part / sum(parts) for part in parts]
)


def near(*values: float, abs: float = 5e-7) -> object:
    return pytest.approx(list(values), abs=abs)


def test_the_published_choice_of_a_resort_comes_out() -> None:
    top = weigh(RESORT)
    below = [weigh(matrix).weights for matrix in PLACES]
    whole = [sum(w * each[place] for w, each in zip(top.weights, below, strict=True)) for place in range(3)]

    assert list(top.weights) == near(0.263603, 0.475835, 0.053815, 0.098068, 0.108678)
    assert (top.largest, top.ratio) == (
        pytest.approx(5.072084, abs=1e-6),
        pytest.approx(0.016090, abs=1e-6),
    )
    assert list(weigh(RESORT, PairMethod.SUM).weights) == near(
        0.262281, 0.474395, 0.054492, 0.098534, 0.110298
    )
    assert whole == near(0.299255, 0.245304, 0.455441)


def test_the_second_published_matrix_comes_out_by_the_root_method() -> None:
    rows = (
        (1, 1 / 2, 1 / 3, 1 / 3, 1 / 5),
        (2, 1, 1 / 2, 1 / 2, 1 / 3),
        (3, 2, 1, 1, 1 / 2),
        (3, 2, 1, 1, 1),
        (5, 3, 2, 1, 1),
    )

    found = weigh(rows, PairMethod.ROOT)

    assert list(found.weights) == near(0.0706, 0.1214, 0.2164, 0.2486, 0.3430, abs=6e-5)
    assert found.ratio == pytest.approx(0.0110, abs=6e-5)


def test_judgements_that_run_in_a_circle_are_far_above_the_limit() -> None:
    found = weigh(((1, 3, 1 / 5), (1 / 3, 1, 3), (5, 1 / 3, 1)))

    assert (found.largest, found.ratio) == (
        pytest.approx(4.838038, abs=1e-6),
        pytest.approx(1.584515, abs=1e-6),
    )


@given(WEIGHTS, st.sampled_from(PairMethod))
def test_consistent_judgements_give_back_the_weights_they_came_from(
    weights: list[float], method: PairMethod
) -> None:
    found = weigh([[a / b for b in weights] for a in weights], method)

    assert list(found.weights) == pytest.approx(weights)
    assert found.ratio == pytest.approx(0, abs=1e-9)
    assert doubtful_judgement([[a / b for b in weights] for a in weights]) is None


@given(
    st.lists(st.floats(0.1, 1), min_size=4, max_size=7),
    st.sampled_from([1 / 9, 1 / 4, 4, 9]),
    st.data(),
)
def test_the_one_judgement_that_spoils_a_matrix_is_the_one_found(
    weights: list[float], factor: float, data: st.DataObject
) -> None:
    size = len(weights)
    i = data.draw(st.integers(0, size - 2))
    j = data.draw(st.integers(i + 1, size - 1))
    rows = [[a / b for b in weights] for a in weights]
    rows[i][j], rows[j][i] = rows[i][j] * factor, rows[j][i] / factor

    found = doubtful_judgement(rows)

    assert found is not None and (found.first, found.second) == (i, j)
    assert found.fitting == pytest.approx(weights[i] / weights[j])


@given(st.lists(st.lists(st.floats(1 / 9, 9), min_size=3, max_size=3), min_size=1, max_size=4))
def test_several_judges_make_one_reciprocal_matrix(said: list[list[float]]) -> None:
    pairs = ((0, 1), (0, 2), (1, 2))
    matrices = [reciprocal_matrix(3, dict(zip(pairs, each, strict=True))) for each in said]

    whole = together(matrices)

    assert whole[0][1] == pytest.approx(prod(each[0] for each in said) ** (1 / len(said)))
    assert whole[2][0] * whole[0][2] == pytest.approx(1)


@pytest.mark.parametrize("matrix", [((1, 2), (1, 1)), ((1, 2),), ((1, -1), (-1, 1)), ()])
def test_what_is_no_comparison_is_refused(matrix: tuple[tuple[float, ...], ...]) -> None:
    with pytest.raises(NotReciprocal):
        weigh(matrix)


def test_the_fighters_change_places_with_weights_by_entropy() -> None:
    judged = (0.2, 0.1, 0.1, 0.1, 0.2, 0.3)
    data = entropy_weights(FIGHTERS).weights
    assert data is not None

    shares = [each.share for each in topsis(FIGHTERS, data, MORE)]

    assert shares == near(0.538627, 0.275110, 0.727043, 0.380776)
    assert list(blended(judged, data)) == near(0.064989, 0.104327, 0.006806, 0.041169, 0.363144, 0.419566)
    assert [each.from_worst for each in topsis(FIGHTERS, judged, MORE)] == near(
        0.098383, 0.043903, 0.092044, 0.045836
    )


def test_where_nothing_differs_entropy_has_no_weights_and_a_constant_weighs_nothing() -> None:
    assert entropy_weights(((1, 2), (1, 2))).weights is None
    assert entropy_weights(((1, 2), (1, 3))).weights == (0.0, 1.0)
    assert benefit_scale(((5, -2), (5, 4)), (True, False)) == ((1.0, 1.01), (1.0, 0.01))
    with pytest.raises(ValueError, match="below nought"):
        entropy_weights(((1, -2), (1, 3)))


@given(
    st.lists(st.tuples(st.floats(1, 9), st.floats(1, 9)), min_size=2, max_size=6),
    st.floats(0.5, 100),
)
def test_topsis_does_not_care_about_the_unit_and_stays_between_0_and_1(
    rows: list[tuple[float, float]], factor: float
) -> None:
    plain = topsis(rows, (0.4, 0.6), (True, False))
    scaled = topsis([(a * factor, b) for a, b in rows], (0.4, 0.6), (True, False))

    assert [each.share for each in scaled] == pytest.approx([each.share for each in plain], abs=1e-6)
    assert all(0 <= each.share <= 1 for each in plain)


def test_the_published_sorting_system_comes_out_by_all_four_operators() -> None:
    large, small = (0.35, 0.35, 0.10, 0.10, 0.10), (0.10, 0.10, 0.15, 0.30, 0.35)
    by = {operator: fuzzy_result(large, SORTERS, operator) for operator in Operator}

    assert list(by[Operator.MIN_MAX]) == near(0.20, 0.35, 0.35, 0.10)
    assert list(by[Operator.PRODUCT_SUM]) == near(0.155, 0.360, 0.410, 0.075)
    assert list(by[Operator.PRODUCT_MAX]) == near(0.07, 0.175, 0.175, 0.035)
    assert list(by[Operator.MIN_SUM]) == near(0.40, 0.95, 0.95, 0.30)
    assert list(normalised(fuzzy_result(small, SORTERS, Operator.MIN_MAX))) == near(
        0.318182, 0.272727, 0.272727, 0.136364
    )
    assert grade_score(fuzzy_result(small, SORTERS), (4, 3, 2, 1)) == pytest.approx(2.645)


@given(st.floats(0, 100), st.integers(2, 9))
def test_a_score_shared_between_grades_comes_back(score: float, grades: int) -> None:
    share = membership_of_score(score, grades)

    assert sum(share) == pytest.approx(1)
    assert grade_score(share, [100 * i / (grades - 1) for i in range(grades)]) == pytest.approx(
        score, abs=1e-6
    )


def test_a_tree_that_does_not_add_up_is_named() -> None:
    tree = Branch("", 1, (Branch("time", 0.5, (Branch("late", 0.5), Branch("lead", 0.4))), Branch("x", 0.5)))

    for work in (lambda: leaf_weights(tree), lambda: roll_up(tree, {}, shares_out=True)):
        with pytest.raises(WeightsDoNotAddUp) as no:
            work()
        assert (no.value.code, round(no.value.total, 3)) == ("time", 0.9)


@given(WEIGHTS, st.data())
def test_a_rolled_up_score_lies_between_its_leaves_and_is_their_weighted_sum(
    weights: list[float], data: st.DataObject
) -> None:
    marks = data.draw(st.lists(st.floats(0, 100), min_size=len(weights), max_size=len(weights)))
    half = Branch("half", 0.5, tuple(Branch(f"c{i}", w) for i, w in enumerate(weights)))
    tree = Branch("", 1, (half, Branch("other", 0.5)))
    scores: dict[str, float | None] = {**{f"c{i}": mark for i, mark in enumerate(marks)}, "other": 40.0}

    read = roll_up(tree, scores, shares_out=False)
    flat = sum(weight * (scores[code] or 0) for code, weight in leaf_weights(tree).items())

    assert read[""].score == pytest.approx(flat)
    assert min(marks) - 1e-9 <= (read["half"].score or 0) <= max(marks) + 1e-9
    assert roll_up(tree, {**scores, "other": None}, shares_out=False)[""].score is None
    assert roll_up(tree, {**scores, "other": None}, shares_out=True, least=0.5)[""].score == pytest.approx(
        read["half"].score
    )


def test_places_are_shared_and_a_veto_has_none() -> None:
    assert ranks({1: 5.0, 2: 5.0, 3: 4.0, 4: None, 5: 9.0}, out=[5]) == {1: 1, 2: 1, 3: 3, 4: None, 5: None}
    assert compare_sides({"a": 3.0}, {"a": 5.0})["a"].difference == -2


@given(
    WEIGHTS.filter(lambda weights: len(weights) == 3),
    st.lists(st.tuples(*[st.integers(0, 100)] * 3), min_size=2, max_size=4, unique=True),
)
def test_the_order_holds_inside_the_interval_and_the_two_named_meet_at_its_end(
    weights: list[float], rows: list[tuple[int, int, int]]
) -> None:
    def sums(given: object) -> list[float]:
        return [sum(w * x for w, x in zip(given, row, strict=True)) for row in rows]  # type: ignore[call-overload]

    def moved(place: int, at: float) -> list[float]:
        rest = 1 - weights[place]
        return [at if i == place else w * (1 - at) / rest for i, w in enumerate(weights)]

    now = sorted(range(len(rows)), key=lambda i: -round(sums(weights)[i], 9))
    for place, found in enumerate(weight_intervals(weights, sums)):
        inside = sums(moved(place, found.low + 0.5 * (weights[place] - found.low)))
        assert sorted(range(len(rows)), key=lambda i: -round(inside[i], 9)) == now
        assert found.first_low <= found.low <= weights[place] <= found.high <= found.first_high
        for end, two in ((found.low, found.below), (found.high, found.above)):
            if two is not None:
                at_end = sums(moved(place, end))
                assert at_end[two[0]] == pytest.approx(at_end[two[1]], abs=1e-3)
