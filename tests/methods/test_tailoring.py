"""Five criteria lead to a level of service; needs are more or less alike."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.tailoring import Criteria, OffTheScale, service_step, similarity_of_needs

MARK = st.integers(1, 5)
CRITERIA = st.builds(Criteria, MARK, MARK, MARK, MARK, MARK)


@given(CRITERIA)
def test_the_score_stays_on_the_scale_and_the_step_follows_it(criteria: Criteria) -> None:
    found = service_step(criteria)

    assert 1 <= found.score <= 5
    assert found.step == (found.score >= Decimal("2.5")) + (found.score >= Decimal("3.5"))


@given(
    CRITERIA, st.sampled_from(["customer_importance", "acceptable_cost", "need_importance", "competitors"])
)
def test_a_higher_mark_never_lowers_the_level_and_a_dearer_need_never_raises_it(
    criteria: Criteria, name: str
) -> None:
    told = vars(criteria)
    better = service_step(Criteria(**{**told, name: min(told[name] + 1, 5)}))
    dearer = service_step(Criteria(**{**told, "fulfilment_cost": min(told["fulfilment_cost"] + 1, 5)}))

    assert dearer.step <= service_step(criteria).step <= better.step


def test_a_criterion_without_weight_does_not_count() -> None:
    criteria = Criteria(5, 5, 5, 5, 5)

    found = service_step(criteria, weights={"fulfilment_cost": Decimal(0)})

    assert (found.score, found.step) == (Decimal("5.00"), 2)


def test_a_mark_off_the_scale_is_refused() -> None:
    with pytest.raises(OffTheScale):
        service_step(Criteria(0, 5, 5, 5, 5))


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.floats(1, 7)), max_size=8))
def test_similarity_is_a_share_or_not_known(needs: list[dict[str, float]]) -> None:
    found = similarity_of_needs(needs, width=6)

    assert found is None or 0 <= found <= 1


def test_one_customer_is_like_nobody() -> None:
    assert similarity_of_needs([{"price": 7}], width=6) is None
