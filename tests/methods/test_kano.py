"""What must hold of Kano classes whatever is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.kano import KanoClass, kano_class, kano_result

ANSWERS = st.integers(1, 5)


@given(st.lists(st.tuples(ANSWERS, ANSWERS), min_size=1))
def test_counts_add_up_and_better_and_worse_stay_in_their_bounds(pairs: list[tuple[int, int]]) -> None:
    found = kano_result(pairs)

    assert found is not None
    assert sum(found.counts.values()) == len(pairs)
    assert found.counts[found.class_] == max(found.counts.values())
    if found.better is not None and found.worse is not None:
        assert 0 <= found.better <= 1 and -1 <= found.worse <= 0


@given(ANSWERS, ANSWERS)
def test_turning_a_question_round_turns_its_class_round(present: int, absent: int) -> None:
    turned = kano_class(absent, present)

    if kano_class(present, absent) == KanoClass.ONE_DIMENSIONAL:
        assert turned == KanoClass.REVERSE
    if present == absent:
        assert kano_class(present, absent) == turned


def test_ties_are_settled_for_what_must_be() -> None:
    found = kano_result([(3, 5), (1, 5), (1, 3), (3, 3)])

    assert found is not None and found.class_ == KanoClass.MUST_BE
    assert kano_result([]) is None
    with pytest.raises(ValueError):
        kano_class(0, 3)
