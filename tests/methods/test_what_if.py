"""Promises of the past, judged again by another time allowed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.methods.what_if import Past, Terms, kept_by_limit, paired_shift, replay

HOURS = st.floats(0, 200, allow_nan=False)
PASTS = st.lists(
    st.builds(Past, used=HOURS, is_met=st.booleans(), was_kept=st.booleans(), customer=st.integers(1, 4)),
    min_size=1,
    max_size=40,
)


@given(PASTS, st.floats(1, 100), st.floats(0, 100))
def test_more_time_never_keeps_fewer(pasts: list[Past], limit: float, more: float) -> None:
    met = [past for past in pasts if past.is_met]

    shares = [found.estimate for _limit, found in kept_by_limit(met, (limit, limit + more)) if found]

    assert shares == sorted(shares)


@given(PASTS, st.floats(1, 100))
def test_what_changed_sides_is_the_whole_difference(pasts: list[Past], limit: float) -> None:
    found = replay(pasts, Terms(limit))

    if found is not None:
        moved = (found.newly_kept - found.newly_broken) / found.judged
        assert found.kept_then.estimate - found.kept_before.estimate == pytest.approx(moved)
        assert found.judged + found.undecided == len(pasts)
        assert sum(broken for broken, _n in found.broken_of.values()) == found.newly_broken


@given(PASTS)
def test_the_same_verdicts_change_nothing(pasts: list[Past]) -> None:
    limit = 50.0
    same = [Past(p.used, True, p.used <= limit, p.customer, 100) for p in pasts]

    found = replay(same, Terms(limit))

    assert found is not None
    assert (found.newly_broken, found.newly_kept, found.penalty) == (0, 0, 0)
    assert found.more_broken.low <= 0 <= found.more_broken.high


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_the_interval_of_a_shift_holds_what_was_seen_or_is_drawn_to_nought(b: int, c: int, rest: int) -> None:
    n = b + c + rest + 1

    found = paired_shift(b, c, n)

    assert -1 <= found.low <= found.high <= 1
    assert found.low <= (b - c) / (n + 2) <= found.high


def test_a_promise_not_met_yet_is_broken_by_time_alone() -> None:
    waiting = [Past(10, False, True), Past(30, False, True)]

    found = replay(waiting, Terms(24))

    assert found is not None
    assert (found.judged, found.undecided, found.newly_broken) == (1, 1, 1)


def test_what_comes_before_a_window_opens_is_not_kept() -> None:
    found = replay([Past(1, True, True), Past(5, True, True)], Terms(latest=8, earliest=4))

    assert found is not None
    assert (found.too_early, found.kept_then.estimate) == (1, 0.5)


def test_nothing_is_said_of_no_past() -> None:
    assert replay([Past(10, False, True)], Terms(24)) is None
