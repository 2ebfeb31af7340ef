"""Limits from the data, and runs that chance hardly makes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.control_charts import (
    NELSON,
    WESTERN_ELECTRIC,
    ChartPoint,
    ControlChart,
    Signal,
    p_chart,
    signals,
    u_chart,
    xmr_chart,
)
from kept.methods.control_charts import SignalRule as R

SHARES = st.lists(
    st.integers(1, 500).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))),
    min_size=1,
    max_size=30,
)
VALUES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40)


def at(*far: float) -> ControlChart:
    """A chart whose points stand so many sigmas from the centre."""
    return ControlChart(0, tuple(ChartPoint(each, -3, 3, 1) for each in far))


def told(chart: ControlChart, rule: R) -> list[tuple[int, int, bool | None]]:
    return [(s.first, s.last, s.is_high) for s in signals(chart, (rule,))]


@pytest.mark.parametrize(
    ("rule", "far", "expected"),
    [
        (R.BEYOND, (0, 3.1, 3, -3.1), [(1, 1, True), (3, 3, False)]),
        (R.TWO_OF_THREE, (2.1, 0, 2.1), [(0, 2, True)]),
        (R.TWO_OF_THREE, (2.1, 0, -2.1), []),
        (R.TWO_OF_THREE, (2.1, 2.1, 0, 0), []),
        (R.FOUR_OF_FIVE, (-1.1, -1.1, 0, -1.1, -1.1), [(0, 4, False)]),
        (R.SAME_SIDE_8, (0.1,) * 8, [(0, 7, True)]),
        (R.SAME_SIDE_8, (0.1,) * 7 + (0,), []),
        (R.SAME_SIDE_9, (-0.1,) * 11, [(0, 10, False)]),
        (R.TREND, (0, 0.1, 0.2, 0.3, 0.4, 0.5), [(0, 5, True)]),
        (R.TREND, (0, 0.1, 0.2, 0.2, 0.4, 0.5), []),
        (R.TREND, (0.5, 0.4, 0.3, 0.2, 0.1, 0), [(0, 5, False)]),
        (R.ZIGZAG, (0, 1) * 7, [(0, 13, None)]),
        (R.HUGGING, (0.5, -0.5, 0.9) * 5, [(0, 14, None)]),
        (R.AVOIDING, (1.1, -1.1) * 4, [(0, 7, None)]),
        (R.AVOIDING, (1.1,) * 8, []),
    ],
)
def test_each_rule_sees_its_run_and_no_other(
    rule: R, far: tuple[float, ...], expected: list[tuple[int, int, bool | None]]
) -> None:
    assert told(at(*far), rule) == expected


def test_the_sets_of_rules_are_those_that_were_published() -> None:
    assert (len(WESTERN_ELECTRIC), len(NELSON)) == (4, 8)
    assert R.SAME_SIDE_8 in WESTERN_ELECTRIC
    assert R.SAME_SIDE_9 in NELSON


def test_the_fifteenth_and_twenty_third_wafer_are_signals() -> None:
    """The published reading of the thirty wafers."""
    bad = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12]
    chart = p_chart([(x, 50) for x in [*bad, 7, 13, 9, 6]])

    assert [s.last + 1 for s in signals(chart, (R.BEYOND,))] == [15, 23]


def test_limits_may_come_from_the_first_points_alone() -> None:
    chart = xmr_chart([10, 12, 10, 12, 30], baseline=4)

    assert chart.centre == 11
    assert signals(chart) == [Signal(R.BEYOND, 4, 4, True)]
    assert signals(xmr_chart([10, 12, 10, 12, 30])) == []


def test_the_limits_of_events_follow_the_size() -> None:
    chart = u_chart([(4, 10_000), (1, 2_500)], per=10_000)

    assert chart.centre == pytest.approx(4)
    assert [point.value for point in chart.points] == pytest.approx([4, 4])
    assert [point.high for point in chart.points] == pytest.approx([10, 16])


@pytest.mark.parametrize("counts", [[], [(1, 0)], [(3, 2)], [(-1, 2)]])
def test_counts_that_make_no_sense_are_refused(counts: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match=r"counts|nought|part"):
        p_chart(counts)


def test_one_value_has_no_limits() -> None:
    with pytest.raises(ValueError, match="two"):
        xmr_chart([1.0])
    with pytest.raises(ValueError, match="two"):
        xmr_chart([1.0, 2.0, 3.0], baseline=1)


@given(SHARES)
def test_a_share_and_its_limits_stay_between_nothing_and_all(counts: list[tuple[int, int]]) -> None:
    chart = p_chart(counts)

    parts, wholes = sum(x for x, _ in counts), sum(n for _, n in counts)
    assert chart.centre == pytest.approx(parts / wholes)
    for point in chart.points:
        assert 0 <= point.low <= chart.centre + 1e-12
        assert chart.centre - 1e-12 <= point.high <= 1


@given(SHARES)
def test_nothing_strays_where_all_or_none_are_good(counts: list[tuple[int, int]]) -> None:
    assert signals(p_chart([(n, n) for _, n in counts])) == []
    assert signals(p_chart([(0, n) for _, n in counts])) == []


@given(VALUES)
def test_limits_of_single_values_lie_evenly_about_their_mean(values: list[float]) -> None:
    chart = xmr_chart(values)

    ranges = [abs(b - a) for a, b in pairwise(values)]
    assert chart.mean_range == pytest.approx(sum(ranges) / len(ranges))
    for point in chart.points:
        assert (point.low + point.high) / 2 == pytest.approx(chart.centre, abs=1e-6)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=40), st.sampled_from(NELSON))
def test_a_mirrored_chart_has_the_mirrored_signals(far: list[float], rule: R) -> None:
    mirrored = [(f, la, None if high is None else not high) for f, la, high in told(at(*far), rule)]

    assert told(at(*(-each for each in far)), rule) == mirrored


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=40))
def test_a_signal_ends_at_a_point_of_its_run(far: list[float]) -> None:
    for signal in signals(at(*far), NELSON):
        assert 0 <= signal.first <= signal.last < len(far)
