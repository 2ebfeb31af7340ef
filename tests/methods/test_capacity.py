"""Seats of a desk: published rows, and what must hold at any load."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kept.methods.capacity import (
    DeskLoad,
    SeatTarget,
    UnstableQueue,
    erlang_a,
    erlang_b,
    erlang_c,
    seats_needed,
)

ROWS = [
    (DeskLoad(100, 1800, 180), 13, 20, (0.285270, 0.795595, 17.116, 0.7692)),
    (DeskLoad(100, 1800, 180), 14, 20, (0.174132, 0.888350, 7.836, 0.7143)),
    (DeskLoad(360, 1800, 240), 55, 15, (0.238701, 0.845883, 8.184, 0.8727)),
    (DeskLoad(20, 3600, 180), 3, 15, (0.090909, 0.923047, 8.182, 0.3333)),
]


@pytest.mark.parametrize(("load", "seats", "within", "published"), ROWS)
def test_published_rows_of_erlang_c(
    load: DeskLoad, seats: int, within: float, published: tuple[float, ...]
) -> None:
    found = erlang_c(load, seats, answer_within=within)

    got = (
        round(found.waiting, 6),
        round(found.level, 6),
        round(found.mean_wait, 3),
        round(found.occupancy, 4),
    )
    assert got == published


def test_the_target_of_eighty_in_twenty_needs_fourteen_seats_and_twenty_people() -> None:
    target = SeatTarget(0.8, 20, occupancy=0.85, shrinkage=0.3)

    found = seats_needed(DeskLoad(100, 1800, 180), target)

    assert (found.staffed, found.scheduled) == (14, 20)


def test_a_queue_that_grows_without_end_is_refused() -> None:
    with pytest.raises(UnstableQueue, match=r"10 seats cannot do 10.00 Erlangs"):
        erlang_c(DeskLoad(100, 1800, 180), 10, answer_within=20)


def test_people_who_give_up_keep_an_overloaded_desk_stable() -> None:
    found = erlang_a(DeskLoad(100, 1800, 180, patience_seconds=60), 8, answer_within=20)

    assert found.abandoned > 0.19
    assert found.occupancy < 1


def test_the_published_comparison_of_both_models() -> None:
    """50 seats, 48 calls a minute of one minute, patience of two (Mandelbaum and Zeltyn)."""
    load = DeskLoad(48, 60, 60, patience_seconds=120)

    patient, human = (model(load, 50, answer_within=0) for model in (erlang_c, erlang_a))

    assert (round(patient.mean_wait, 1), round(human.mean_wait, 1)) == (20.8, 3.7)
    assert (patient.abandoned, round(human.abandoned, 3)) == (0.0, 0.031)


def test_so_many_seats_that_nobody_waits() -> None:
    found = erlang_a(DeskLoad(1, 60, 60, patience_seconds=120), 300, answer_within=0)

    assert (found.waiting, found.level, found.abandoned) == (0.0, 1.0, 0.0)


def test_where_nobody_calls_no_seat_is_needed() -> None:
    assert seats_needed(DeskLoad(0, 1800, 180), SeatTarget()).staffed == 0


@pytest.mark.parametrize("wrong", [(-1, 60, 60, None), (1, 0, 60, None), (1, 60, 0, None), (1, 60, 60, 0)])
def test_a_load_without_sense_is_refused(wrong: tuple[float, float, float, float | None]) -> None:
    with pytest.raises(ValueError, match="0"):
        DeskLoad(*wrong)


loads = st.builds(
    DeskLoad,
    calls=st.floats(1, 400),
    within_seconds=st.just(1800.0),
    handle_seconds=st.floats(20, 600),
    patience_seconds=st.floats(10, 2000),
)


@settings(max_examples=60)
@given(loads, st.floats(0, 120))
def test_one_more_seat_never_hurts(load: DeskLoad, within: float) -> None:
    seats = max(1, int(load.offered))

    fewer, more = (erlang_a(load, seats + n, answer_within=within) for n in (0, 1))

    assert more.level >= fewer.level - 1e-9
    assert more.abandoned <= fewer.abandoned + 1e-9
    assert 0 <= fewer.level <= 1 + 1e-9 and 0 <= fewer.abandoned <= 1


@settings(max_examples=40)
@given(loads, st.floats(0, 60))
def test_endless_patience_is_erlang_c(load: DeskLoad, within: float) -> None:
    seats = int(load.offered * 1.1) + 2
    patient = DeskLoad(load.calls, load.within_seconds, load.handle_seconds, 1e7)

    by_a, by_c = (model(patient, seats, answer_within=within) for model in (erlang_a, erlang_c))

    assert by_a.level == pytest.approx(by_c.level, abs=2e-3)
    assert by_a.waiting == pytest.approx(by_c.waiting, abs=2e-3)


@given(st.floats(0.1, 200), st.integers(0, 250))
def test_more_seats_turn_fewer_away(offered: float, seats: int) -> None:
    assert erlang_b(offered, seats + 1) <= erlang_b(offered, seats) <= 1


@settings(max_examples=40)
@given(loads, st.floats(0.5, 0.99), st.floats(0, 60))
def test_the_seats_found_are_the_fewest(load: DeskLoad, level: float, within: float) -> None:
    found = seats_needed(load, SeatTarget(level, within))

    assert found.figures is not None and found.figures.level >= level
    if found.staffed > 1:
        assert erlang_a(load, found.staffed - 1, answer_within=within).level < level
