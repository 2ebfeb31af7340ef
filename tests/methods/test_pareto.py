"""The vital few."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.pareto import pareto

COUNTS = st.dictionaries(st.text(min_size=1, max_size=4), st.integers(0, 1000), max_size=12)


@given(COUNTS, st.decimals(0, 1, places=2))
def test_the_vital_are_the_fewest_that_reach_the_cut(counts: dict[str, int], cut: Decimal) -> None:
    rows = pareto(counts, cut)

    whole = sum(counts.values())
    vital = [row.count for row in rows if row.is_vital]
    assert sorted(counts.values(), reverse=True)[: len(rows)] == [row.count for row in rows]
    assert sum(row.count for row in rows) == whole
    assert not vital or sum(vital) >= cut * whole > sum(vital[:-1])
    assert not rows or rows[-1].cumulative == 1


@pytest.mark.parametrize(("counts", "cut"), [({"a": -1}, "0.8"), ({"a": 1}, "1.1")])
def test_what_makes_no_sense_is_refused(counts: dict[str, int], cut: str) -> None:
    with pytest.raises(ValueError, match="counts"):
        pareto(counts, Decimal(cut))
