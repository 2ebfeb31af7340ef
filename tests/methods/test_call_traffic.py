"""A made day of calls: the curve of the day, seats that talk to one caller at a time, patience."""

from datetime import datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kept.methods.call_traffic import MadeCall, Traffic, made_calls

MONDAY = datetime(2026, 3, 2)
SATURDAY = datetime(2026, 3, 7)


def a_day(start: datetime = MONDAY, seed: int = 1, **traffic: float) -> list[MadeCall]:
    return made_calls(Traffic(**traffic), start, start + timedelta(days=1), Random(seed))  # type: ignore[arg-type]


def test_a_working_day_has_about_its_calls_and_a_dip_at_noon() -> None:
    calls = a_day(calls_a_day=4000, seats=200)
    by_hour = [sum(call.rang_at.hour == hour for call in calls) for hour in range(24)]

    assert 3700 < len(calls) < 4300
    assert by_hour[10] > by_hour[12] < by_hour[14] and by_hour[3] < by_hour[12]


def test_the_weekend_is_quieter() -> None:
    assert len(a_day(SATURDAY, calls_a_day=4000)) < len(a_day(MONDAY, calls_a_day=4000)) / 2


def test_the_same_seed_makes_the_same_day() -> None:
    assert a_day(seed=7) == a_day(seed=7) != a_day(seed=8)


def test_fewer_seats_lose_more_callers() -> None:
    lost = [sum(call.seat is None for call in a_day(seats=seats)) for seats in (2, 4, 30)]

    assert lost[0] > lost[1] > lost[2]


@given(st.integers(0, 1000), st.integers(1, 8))
def test_a_seat_talks_to_one_caller_at_a_time_and_moments_follow_each_other(seed: int, seats: int) -> None:
    calls = a_day(seed=seed, seats=seats, calls_a_day=150)

    for call in calls:
        assert call.rang_at < (call.answered_at or call.ended_at) <= call.ended_at
        assert (call.seat is None) == (call.answered_at is None)
    for seat in range(seats):
        talks = [(call.answered_at, call.ended_at) for call in calls if call.seat == seat]
        assert all(talks[n][1] < talks[n + 1][0] for n in range(len(talks) - 1))  # type: ignore[operator]
