"""Intervals, comparisons and descriptions against published and hand-computed numbers."""

from math import sqrt
from statistics import fmean

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kept.methods.statistics import (
    compare_proportions,
    describe,
    mean_interval,
    nearest_rank,
    normal_quantile,
    poisson_interval,
    sample_sd,
    student_quantile,
    wilson_interval,
)
from kept.methods.statistics.distributions import beta_share, gamma_share


@pytest.mark.parametrize(
    ("probability", "freedom", "quantile"),
    [
        (0.975, 1, 12.706204736),
        (0.975, 2, 4.302652730),
        (0.975, 4, 2.776445105),
        (0.95, 10, 1.812461123),
        (0.995, 30, 2.749995654),
        (0.975, 1000, 1.962339081),
        (0.9995, 3, 12.923978637),
        (0.025, 4, -2.776445105),
        (0.5, 7, 0.0),
    ],
)
def test_the_quantiles_of_student_are_those_of_the_tables(
    probability: float, freedom: int, quantile: float
) -> None:
    assert student_quantile(probability, freedom) == pytest.approx(quantile, abs=1e-8)


def test_student_becomes_normal() -> None:
    assert student_quantile(0.975, 1e7) == pytest.approx(normal_quantile(0.975), abs=1e-6)


@given(st.floats(0.001, 0.999), st.floats(0.5, 200), st.floats(0.5, 200))
def test_the_beta_share_mirrors(x: float, a: float, b: float) -> None:
    assert beta_share(x, a, b) + beta_share(1 - x, b, a) == pytest.approx(1, abs=1e-9)


@given(st.integers(1, 300), st.floats(0.01, 400))
def test_the_gamma_share_steps_by_one_term_of_poisson(events: int, mean: float) -> None:
    assert 0 <= gamma_share(events + 1, mean) <= gamma_share(events, mean) + 1e-12 <= 1 + 1e-11


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(170, 200, 0.79394, 0.89286), (5, 5, 0.56552, 1), (0, 10, 0, 0.27753)],
)
def test_the_interval_of_a_rate(successes: int, n: int, low: float, high: float) -> None:
    found = wilson_interval(successes, n)

    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-6)


def test_of_nothing_there_is_no_interval() -> None:
    assert wilson_interval(0, 0) is None
    assert mean_interval([3]) is None
    assert describe([]) is None
    assert compare_proportions((0, 0), (5, 9)) is None


@given(st.integers(1, 500), st.data())
def test_a_rate_lies_within_its_interval_and_more_confidence_is_wider(n: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, n))

    usual, wide = wilson_interval(successes, n), wilson_interval(successes, n, 0.99)

    assert usual is not None and wide is not None
    assert 0 <= wide.low <= usual.low <= usual.estimate <= usual.high <= wide.high <= 1


def test_the_interval_of_a_mean() -> None:
    found = mean_interval([3, 3, 4, 3, 4])

    assert found is not None
    assert (found.estimate, found.low, found.high) == pytest.approx((3.4, 2.720, 4.080), abs=5e-4)


@pytest.mark.parametrize(
    ("events", "low", "high"), [(7, 2.81436, 14.42268), (0, 0, 3.688879), (100, 81.36403, 121.6272)]
)
def test_the_exact_interval_of_a_count(events: int, low: float, high: float) -> None:
    found = poisson_interval(events)

    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-5)


def test_complaints_per_ten_thousand_shipments() -> None:
    found = poisson_interval(7, 4.8)

    assert (found.estimate, found.low, found.high) == pytest.approx((1.4583, 0.5863, 3.0047), abs=5e-5)


@pytest.mark.parametrize(
    ("after", "before", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((0, 10), (0, 20), -0.1611, 0.2775),
    ],
)
def test_the_interval_of_a_difference_is_newcombes(
    after: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    found = compare_proportions(before, after)

    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_before_and_after_are_tested_with_the_pooled_rate() -> None:
    found = compare_proportions((48, 80), (56, 70))

    pooled = 104 / 150
    z = 0.2 / sqrt(pooled * (1 - pooled) * (1 / 70 + 1 / 80))
    assert found is not None and found.p_value is not None
    assert found.z == pytest.approx(z)
    assert found.p_value == pytest.approx(0.00805, abs=5e-6)
    assert found.is_clear


def test_where_nothing_varies_nothing_is_tested() -> None:
    found = compare_proportions((5, 5), (7, 7))

    assert found is not None
    assert (found.difference, found.z, found.p_value, found.is_clear) == (0, None, None, False)


def test_percentiles_are_values_that_occurred() -> None:
    hours = [26, 50, 30, 28, 40, 22, 60, 20, 24, 30]

    assert [nearest_rank(hours, share) for share in (0.1, 0.5, 0.9, 0.91, 1)] == [20, 28, 50, 60, 60]


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=50))
def test_a_description_holds_of_any_values(values: list[float]) -> None:
    found = describe(values)
    assume(found is not None)

    assert found is not None and found.sd is not None
    assert found.n == len(values)
    assert found.p90 in values
    assert found.mean == pytest.approx(fmean(values))
    assert found.sd == pytest.approx(sample_sd(values[::-1]))
    assert min(values) <= found.median <= max(values)
