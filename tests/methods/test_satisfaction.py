"""Indices, scores and samples against the published case and hand-computed numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.importance_performance import ITEMS, STORES, importance_performance, published_case
from kept.methods.statistics import (
    PromoterScore,
    Stratum,
    acsi,
    band_score,
    composite_score,
    cronbach_alpha,
    design_effect,
    invitations_needed,
    linear_score,
    post_stratified_mean,
    promoter_score,
    ratio_index,
    sample_for_mean,
    sample_for_proportion,
    score_of_scale,
    weighted_index,
)

D = Decimal
CASE = [(item.importance, item.performance) for item in importance_performance(published_case()).items]


def test_the_indices_of_the_published_case() -> None:
    index, ratio = weighted_index(CASE), ratio_index(CASE)

    assert index is not None and ratio is not None
    assert round(index, 6) == D("4.583857")
    assert round(index / 7 * 100, 3) == D("65.484")
    assert round(score_of_scale(index), 3) == D("59.731")
    assert round(ratio, 6) == D("0.820628")


def test_the_eight_items_of_the_case_are_no_scale() -> None:
    marks = {(answer.respondent, answer.item): answer.performance for answer in published_case()}

    rows = [[marks[store, item] for item in ITEMS] for store in STORES]

    assert cronbach_alpha(rows) == 0


def test_items_that_say_the_same_are_a_scale_and_one_item_is_none() -> None:
    assert cronbach_alpha([(1, 1, 1), (4, 4, 4), (6, 6, 6)]) == 1
    assert cronbach_alpha([(1,), (2,)]) is None
    assert cronbach_alpha([(1, 2), (2, 1)]) is None


def test_the_interval_of_a_promoter_score_ends_where_the_score_ends() -> None:
    few, worst = promoter_score([10, 10, 10, 8, 2]), promoter_score([0, 0, 0, 0, 9])

    assert few is not None and worst is not None
    assert (few.score, few.high) == (pytest.approx(40), 100) and few.score + few.half_width > 100
    assert few.low == few.score - few.half_width
    assert worst.low == -100


def test_promoters_less_detractors() -> None:
    found = promoter_score([9] * 120 + [7] * 50 + [0] * 30)

    assert found is not None
    assert found == PromoterScore(45.0, 120, 30, 200, found.standard_error, found.half_width)
    assert (found.standard_error, found.half_width) == pytest.approx((5.2321, 10.2548), abs=5e-5)
    assert promoter_score([]) is None


@given(st.lists(st.integers(0, 10), min_size=1))
def test_a_promoter_score_lies_between_minus_and_plus_a_hundred(marks: list[int]) -> None:
    found = promoter_score(marks)

    assert found is not None
    assert -100 <= found.score <= 100
    assert found.standard_error >= 0


def test_the_american_index_with_equal_and_with_published_weights() -> None:
    means = [D("8.2"), D("7.6"), D("7.4")]

    assert round(acsi(means), 4) == D("74.8148")
    assert round(acsi(means, [D("0.3885"), D("0.3190"), D("0.2925")]), 4) == D("75.2733")


def test_scores_serve_both_directions_and_stay_within_nought_and_a_hundred() -> None:
    assert round(linear_score(D("0.93"), worst=D("0.85"), target=D("0.98")), 3) == D("61.538")
    assert linear_score(D(36), worst=D(48), target=D(24)) == 50
    assert linear_score(D(60), worst=D(48), target=D(24)) == 0
    assert linear_score(D("0.99"), worst=D("0.85"), target=D("0.98")) == 100


def test_a_band_is_best_and_its_limits_are_worst() -> None:
    band, limits = (D(4), D(6)), (D(0), D(10))

    scores = [band_score(D(value), band=band, limits=limits) for value in (0, 2, 4, 5, 6, 8, 10)]

    assert scores == [0, 50, 100, 100, 100, 50, 0]


def test_a_node_with_too_little_data_has_no_score() -> None:
    half, some, little = D("0.5"), D("0.3"), D("0.2")

    assert composite_score([(D(80), half), (D(50), some), (D(90), little)]) == 73
    assert composite_score([(D(80), half), (D(50), some), (None, little)]) == D("68.75")
    assert composite_score([(D(80), half), (None, some), (D(90), little)]) == D(580) / 7
    assert composite_score([(None, half), (D(50), some), (D(90), little)]) is None
    with pytest.raises(ValueError, match="sum to 1"):
        composite_score([(D(80), half)])


@pytest.mark.parametrize(("population", "n"), [(None, 385), (100, 80), (500, 218), (1000, 278)])
def test_how_many_to_ask_for_a_share(population: int | None, n: int) -> None:
    assert sample_for_proportion(0.05, population=population) == n


def test_how_many_to_ask_for_a_mean_in_clusters_and_of_those_who_answer() -> None:
    assert sample_for_mean(1.0, 0.2) == 97
    assert design_effect(5, 0.05) == pytest.approx(1.2)
    assert invitations_needed(80, 0.30) == 267


def test_answers_are_weighted_to_the_customers_there_are() -> None:
    found = post_stratified_mean([Stratum(0.5, 80, 4.2), Stratum(0.3, 15, 3.8), Stratum(0.2, 5, 2.5)])

    assert (found.raw_mean, found.weighted_mean) == pytest.approx((4.055, 3.740))
    assert found.weights == pytest.approx((0.625, 2, 4))
    assert (found.effective_n, found.design_effect) == pytest.approx((58.39, 1.7125), abs=5e-3)
