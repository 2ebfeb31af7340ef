"""Working time in the checks of the field: business hours, China's 2025 holidays, pauses, year ends."""

import copy
import pickle
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kept.methods.clock import (
    BadCalendar,
    NoWorkingTime,
    WorkingCalendar,
    add_working_time,
    is_provisional,
    is_working,
    next_working_moment,
    working_time_between,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = ((540, 1080),)
BUSINESS = WorkingCalendar("Asia/Shanghai", dict.fromkeys(range(5), DAY))
CHINA_2025 = WorkingCalendar(
    "Asia/Shanghai",
    dict.fromkeys(range(5), DAY),
    {date(2025, 10, day): () for day in range(1, 9)} | {date(2025, 9, 28): DAY, date(2025, 10, 11): DAY},
    known_until=date(2025, 12, 31),
)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("calendar", "start", "amount", "due"),
    [
        (BUSINESS, "2025-09-05 17:30", timedelta(hours=8), "2025-09-08 16:30"),
        (BUSINESS, "2025-09-05 17:50", timedelta(minutes=5), "2025-09-05 17:55"),
        (BUSINESS, "2025-09-05 17:50", timedelta(minutes=30), "2025-09-08 09:20"),
        (BUSINESS, "2025-09-05 17:50", timedelta(hours=1), "2025-09-08 09:50"),
        (CHINA_2025, "2025-09-30 16:00", timedelta(hours=8), "2025-10-09 15:00"),
        (CHINA_2025, "2025-09-27 10:00", timedelta(hours=1), "2025-09-28 10:00"),
        (CHINA_2025, "2025-10-10 17:00", timedelta(hours=2), "2025-10-11 10:00"),
    ],
)
def test_working_time_is_added_over_evenings_weekends_and_holidays(
    calendar: WorkingCalendar, start: str, amount: timedelta, due: str
) -> None:
    assert add_working_time(calendar, at(start), amount) == at(due)
    assert working_time_between(calendar, at(start), at(due)) == amount


def test_a_pause_freezes_what_is_left_and_resuming_adds_it_again() -> None:
    due = add_working_time(BUSINESS, at("2025-09-05 17:30"), timedelta(hours=8))

    left = working_time_between(BUSINESS, at("2025-09-08 10:00"), due)
    resumed = add_working_time(BUSINESS, at("2025-09-08 12:00"), left)

    assert resumed == at("2025-09-09 09:30")


def test_time_that_fills_the_day_exactly_ends_with_the_day() -> None:
    assert add_working_time(BUSINESS, at("2025-09-05 17:00"), timedelta(hours=1)) == at("2025-09-05 18:00")


def test_no_time_at_all_is_due_at_once_even_outside_the_hours() -> None:
    assert add_working_time(BUSINESS, at("2025-09-06 12:00"), timedelta(0)) == at("2025-09-06 12:00")


def test_the_answer_is_told_in_utc() -> None:
    assert add_working_time(BUSINESS, at("2025-09-05 10:00"), timedelta(hours=1)).tzinfo is UTC


def test_a_lunch_break_is_not_worked() -> None:
    office = WorkingCalendar("Asia/Shanghai", {0: ((540, 720), (780, 1080))})

    assert add_working_time(office, at("2025-09-08 11:30"), timedelta(hours=1)) == at("2025-09-08 13:30")
    assert not is_working(office, at("2025-09-08 12:00"))
    assert is_working(office, at("2025-09-08 13:00"))


def test_half_days_and_year_ends_are_counted() -> None:
    days = {date(2025, 12, 31): ((540, 720),), date(2026, 1, 1): ()}
    calendar = WorkingCalendar("Asia/Shanghai", dict.fromkeys(range(5), DAY), days)

    assert add_working_time(calendar, at("2025-12-31 10:00"), timedelta(hours=3)) == at("2026-01-02 10:00")


def test_day_and_night_is_the_time_on_the_watch() -> None:
    always = WorkingCalendar.always("America/New_York")
    start = datetime(2025, 3, 9, 5, tzinfo=UTC)

    assert add_working_time(always, start, timedelta(hours=24)) == start + timedelta(hours=24)
    assert working_time_between(always, start, start + timedelta(days=400)) == timedelta(days=400)


def test_measuring_backwards_is_negative() -> None:
    monday, friday = at("2025-09-08 10:00"), at("2025-09-05 17:00")

    assert working_time_between(BUSINESS, monday, friday) == timedelta(hours=-2)


def test_the_next_working_moment_is_now_or_the_next_opening() -> None:
    assert next_working_moment(BUSINESS, at("2025-09-05 12:00")) == at("2025-09-05 12:00")
    assert next_working_moment(BUSINESS, at("2025-09-05 18:00")) == at("2025-09-08 09:00")


def test_a_week_without_hours_is_refused_when_time_is_asked_of_it() -> None:
    empty = WorkingCalendar("UTC", {})

    with pytest.raises(NoWorkingTime):
        add_working_time(empty, at("2025-09-05 12:00"), timedelta(minutes=1))
    with pytest.raises(NoWorkingTime):
        next_working_moment(empty, at("2025-09-05 12:00"))
    assert not is_working(empty, at("2025-09-05 12:00"))
    assert working_time_between(empty, at("2025-09-05 12:00"), at("2026-09-05 12:00")) == timedelta(0)


def test_more_than_five_busy_years_can_be_added() -> None:
    hour_a_week = WorkingCalendar("UTC", {0: ((540, 600),)})

    due = add_working_time(hour_a_week, datetime(2025, 1, 6, 9, tzinfo=UTC), timedelta(hours=522))

    assert due == datetime(2035, 1, 1, 10, tzinfo=UTC)


def test_a_due_time_beyond_the_published_year_is_provisional() -> None:
    assert not is_provisional(CHINA_2025, at("2025-12-31 23:59"))
    assert is_provisional(CHINA_2025, at("2026-01-01 00:00"))
    assert not is_provisional(BUSINESS, at("2036-01-01 00:00"))


def test_naive_moments_and_negative_amounts_are_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        add_working_time(BUSINESS, datetime(2025, 9, 5), timedelta(hours=1))
    with pytest.raises(ValueError, match="never taken away"):
        add_working_time(BUSINESS, at("2025-09-05 12:00"), timedelta(hours=-1))


@pytest.mark.parametrize(
    ("zone", "week"),
    [
        ("Mars/Olympus", {}),
        ("UTC", {7: DAY}),
        ("UTC", {0: ((600, 540),)}),
        ("UTC", {0: ((600, 1441),)}),
        ("UTC", {0: ((540, 720), (700, 800))}),
    ],
)
def test_impossible_calendars_are_refused(zone: str, week: dict[int, tuple[tuple[int, int], ...]]) -> None:
    with pytest.raises(BadCalendar):
        WorkingCalendar(zone, week)


def test_a_calendar_survives_json_copy_and_pickle() -> None:
    data = CHINA_2025.to_data()

    assert WorkingCalendar.from_data(data) == CHINA_2025
    assert pickle.loads(pickle.dumps(CHINA_2025)) == copy.deepcopy(CHINA_2025) == CHINA_2025
    assert len({CHINA_2025, WorkingCalendar.from_data(data)}) == 1
    assert data["days"]["2025-10-01"] == []


@pytest.mark.parametrize("data", [{}, {"zone": "UTC", "week": {"0": [[1]]}}, {"zone": "UTC", "week": []}])
def test_data_that_are_no_calendar_are_refused(data: dict[str, object]) -> None:
    with pytest.raises(BadCalendar):
        WorkingCalendar.from_data(data)
