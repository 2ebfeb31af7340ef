"""Scores of checklists."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.checklists import Judged, checklist_score, mark_score

ITEMS = st.lists(
    st.builds(
        Judged,
        st.decimals("0.01", 100, places=2),
        st.sampled_from((True, False, None)),
        st.booleans(),
    ),
    max_size=12,
)


@given(ITEMS)
def test_a_score_is_a_share_and_nothing_when_nothing_applied(items: list[Judged]) -> None:
    told = checklist_score(items)

    applying = [item for item in items if item.is_met is not None]
    assert told.judged == len(applying)
    assert (told.score is None) == (not applying)
    assert told.score is None or 0 <= told.score <= 1
    assert told.score != 1 or all(item.is_met for item in applying)
    assert not told.critical_misses or told.score == 0


@given(ITEMS, st.decimals("0.01", 100, places=2))
def test_one_more_item_met_never_lowers_the_score(items: list[Judged], weight: Decimal) -> None:
    before, after = checklist_score(items).score, checklist_score([*items, Judged(weight, True)]).score

    assert after is not None
    assert before is None or after >= before


def test_a_weight_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="weights"):
        checklist_score([Judged(Decimal(0), True)])


MARKS = st.lists(
    st.tuples(st.decimals("0.01", 100, places=2), st.one_of(st.none(), st.integers(1, 5))), max_size=8
)


@given(MARKS)
def test_marks_score_from_the_worst_to_the_best(marks: list[tuple[Decimal, int | None]]) -> None:
    score = mark_score(marks)

    given_marks = [mark for _, mark in marks if mark is not None]
    assert (score is None) == (not given_marks)
    assert score is None or 0 <= score <= 1
    assert score != 1 or set(given_marks) == {5}
    assert score is None or mark_score([*marks, (Decimal(1), 5)]) >= score  # type: ignore[operator]


@pytest.mark.parametrize("wrong", [(Decimal(0), 3), (Decimal(1), 6), (Decimal(1), 0)])
def test_a_mark_outside_the_scale_is_refused(wrong: tuple[Decimal, int]) -> None:
    with pytest.raises(ValueError, match="marks"):
        mark_score([wrong])
