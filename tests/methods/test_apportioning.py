"""Shares make the whole again."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.apportioning import apportion

WEIGHTS = st.lists(
    st.decimals(min_value=0, max_value=100, places=2, allow_nan=False), min_size=1, max_size=8
).filter(lambda weights: sum(weights) > 0)


@given(st.integers(-(10**12), 10**12), WEIGHTS)
def test_the_parts_make_the_amount_and_none_is_a_unit_off(amount: int, weights: list[Decimal]) -> None:
    parts = apportion(amount, weights)

    whole = sum(weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - amount * weight / whole) < Decimal("1.0001")


@pytest.mark.parametrize("weights", [[Decimal(0)], [Decimal(2), Decimal(-1)]])
def test_weights_that_share_nothing_out_are_refused(weights: list[Decimal]) -> None:
    with pytest.raises(ValueError, match="weights"):
        apportion(100, weights)
