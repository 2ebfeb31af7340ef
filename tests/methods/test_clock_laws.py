"""What holds of working time for every calendar, start and amount, also when clocks are changed."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kept.methods.clock import (
    WorkingCalendar,
    add_working_time,
    is_working,
    next_working_moment,
    take_working_time,
    working_time_between,
)

ZONES = [
    "UTC", "Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns",
    "Pacific/Apia", "Africa/Cairo", "America/Sao_Paulo", "America/Havana",
]  # fmt: skip


@st.composite
def spans(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    edges = sorted(draw(st.sets(st.integers(0, 1440), max_size=6)))
    return tuple(zip(edges[::2], edges[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    week = {day: draw(spans()) for day in range(7)}
    week[draw(st.integers(0, 6))] = draw(st.sampled_from([((540, 1080),), ((0, 1440),), ((1380, 1440),)]))
    days = draw(st.dictionaries(st.dates(date(2011, 12, 1), date(2012, 1, 31)), spans(), max_size=8))
    return WorkingCalendar(draw(st.sampled_from(ZONES)), week, days)


moments = st.datetimes(datetime(2009, 10, 1), datetime(2012, 12, 31), timezones=st.just(UTC))
amounts = st.timedeltas(timedelta(0), timedelta(days=20))


@given(calendars(), moments, amounts)
def test_what_was_added_is_measured_again(
    calendar: WorkingCalendar, start: datetime, amount: timedelta
) -> None:
    due = add_working_time(calendar, start, amount)

    assert working_time_between(calendar, start, due) == amount


@given(calendars(), moments, amounts)
def test_what_was_taken_is_measured_again_and_no_later_start_would_do(
    calendar: WorkingCalendar, end: datetime, amount: timedelta
) -> None:
    start = take_working_time(calendar, end, amount)

    assert working_time_between(calendar, start, end) == amount
    if amount:
        assert working_time_between(calendar, start + timedelta(microseconds=1), end) < amount


@given(calendars(), moments, amounts, amounts)
def test_more_time_is_due_later_and_parts_add_up(
    calendar: WorkingCalendar, start: datetime, some: timedelta, more: timedelta
) -> None:
    first = add_working_time(calendar, start, some)
    second = add_working_time(calendar, start, some + more)

    assert start <= first <= second
    assert add_working_time(calendar, first, more) == second


@given(calendars(), moments, moments, amounts)
def test_who_starts_later_is_due_no_earlier(
    calendar: WorkingCalendar, one: datetime, two: datetime, amount: timedelta
) -> None:
    early, late = sorted((one, two))

    if amount:
        assert add_working_time(calendar, early, amount) <= add_working_time(calendar, late, amount)


@given(calendars(), moments, moments, moments)
def test_working_time_is_additive_and_never_more_than_time(
    calendar: WorkingCalendar, a: datetime, b: datetime, c: datetime
) -> None:
    whole = working_time_between(calendar, a, c)

    assert working_time_between(calendar, a, b) + working_time_between(calendar, b, c) == whole
    assert abs(whole) <= abs(c - a)


@given(calendars(), moments)
def test_the_next_working_moment_is_worked_and_nothing_before_it_is(
    calendar: WorkingCalendar, moment: datetime
) -> None:
    begin = next_working_moment(calendar, moment)

    assert is_working(calendar, begin)
    assert working_time_between(calendar, moment, begin) == timedelta(0)


@given(calendars(), moments)
@settings(max_examples=200)
def test_somebody_works_when_the_wall_clock_is_within_the_hours(
    calendar: WorkingCalendar, moment: datetime
) -> None:
    local = moment.astimezone(calendar._tzinfo)
    minute = local.hour * 60 + local.minute
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()

    if not twice:
        expected = any(start <= minute < end for start, end in calendar.spans_on(local.date()))
        assert is_working(calendar, moment) == expected


def test_a_span_over_the_spring_gap_is_an_hour_shorter() -> None:
    night = WorkingCalendar("America/New_York", {6: ((0, 240),)})
    start = datetime(2025, 3, 9, 5, tzinfo=UTC)

    assert working_time_between(night, start, start + timedelta(days=1)) == timedelta(hours=3)
    assert add_working_time(night, start, timedelta(hours=3)) == datetime(2025, 3, 9, 8, tzinfo=UTC)


def test_a_span_over_the_repeated_hour_is_an_hour_longer() -> None:
    night = WorkingCalendar("America/New_York", {6: ((0, 240),)})
    start = datetime(2025, 11, 2, 4, tzinfo=UTC)

    assert working_time_between(night, start, start + timedelta(days=1)) == timedelta(hours=5)


def test_a_span_within_the_gap_has_no_length() -> None:
    gap = WorkingCalendar("Europe/Berlin", {6: ((120, 180),), 0: ((540, 600),)})

    begin = next_working_moment(gap, datetime(2025, 3, 30, 0, 30, tzinfo=UTC))

    assert begin == datetime(2025, 3, 31, 7, tzinfo=UTC)


def test_a_date_that_a_country_skipped_has_no_hours() -> None:
    always = WorkingCalendar("Pacific/Apia", dict.fromkeys(range(7), ((0, 1440),)))
    skipped = WorkingCalendar("Pacific/Apia", {4: ((0, 1440),)})
    thursday = datetime(2011, 12, 29, 10, tzinfo=UTC)

    assert always.intervals_on(date(2011, 12, 30)) == ()
    assert working_time_between(skipped, thursday, thursday + timedelta(days=3)) == timedelta(0)


def test_a_hundred_thousand_due_times_are_quick() -> None:
    office = WorkingCalendar("Asia/Shanghai", dict.fromkeys(range(5), ((540, 720), (780, 1080))))
    start = datetime(2025, 1, 1, tzinfo=UTC)
    began = datetime.now()

    for step in range(100_000):
        add_working_time(office, start + timedelta(minutes=step * 5), timedelta(hours=8))

    assert datetime.now() - began < timedelta(seconds=10)
