"""Scores on 0 to 100 from any figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.normalizing import band_score, gather, linear_score

NUMBERS = st.decimals(-(10**6), 10**6, places=3)
SHARES = st.lists(
    st.tuples(st.decimals(0, 1, places=3), st.none() | st.decimals(0, 100, places=2)), max_size=8
)


@given(x=NUMBERS, worst=NUMBERS, best=NUMBERS)
def test_a_score_lies_between_nought_and_a_hundred_and_turns_with_its_bounds(
    x: Decimal, worst: Decimal, best: Decimal
) -> None:
    if worst == best:
        with pytest.raises(ValueError, match="apart"):
            linear_score(x, worst=worst, best=best)
        return

    score = linear_score(x, worst=worst, best=best)

    assert 0 <= score <= 100
    assert abs(score + linear_score(x, worst=best, best=worst) - 100) < Decimal("1e-15")


@given(x=NUMBERS, limits=st.lists(NUMBERS, min_size=4, max_size=4).map(sorted))
def test_a_band_is_full_inside_and_nought_outside(x: Decimal, limits: list[Decimal]) -> None:
    least, low, high, most = limits

    score = band_score(x, least=least, low=low, high=high, most=most)

    assert 0 <= score <= 100
    if low <= x <= high:
        assert score == 100
    elif x < least or x > most:
        assert score == 0


@given(parts=SHARES)
def test_a_mean_lies_among_the_scores_it_is_made_of(parts: list[tuple[Decimal, Decimal | None]]) -> None:
    found = gather(parts, least_known=Decimal("0.7"))

    scores = [score for weight, score in parts if weight and score is not None]
    if found.score is not None:
        assert min(scores) - Decimal("1e-9") <= found.score <= max(scores) + Decimal("1e-9")
        assert found.known >= Decimal("0.7")
