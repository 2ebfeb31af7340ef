"""Who is on duty when: put on together, copied, checked, and where nobody is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.kernel.models import EventRecord
from kept.people.actions.absences import (
    AwayAlready,
    DeputyAway,
    EndsBeforeItBegins,
    OverAlready,
    OwnDeputy,
    end_absence,
    tell_absence,
)
from kept.people.actions.branches import form_team, keep_team
from kept.people.actions.persons import block_person
from kept.people.actions.rosters import (
    BreakOutside,
    DutyInAbsence,
    DutyOverlaps,
    DutyTooLong,
    NothingChosen,
    NotOnRosters,
    copy_week,
    keep_shift,
    plan_duties,
    take_off,
)
from kept.people.models import Absence, Duty, Person, ShiftPattern, Team
from kept.people.queries.rosters import members_at, monday_of, week_of
from kept.people.rules import gaps_between
from tests.factories import HOUSE, NOON, a_branch, staff

MONDAY = NOON.date()
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ZONE = ZoneInfo("Asia/Shanghai")


def a_shift(code: str = "early", begins: int = 8, ends: int = 16, **details: Any) -> ShiftPattern:
    given = {"words": {"en": code}, **details}
    pattern = ShiftPattern(code=code, begins=time(begins), ends=time(ends % 24), **given)
    return keep_shift(pattern=pattern, by=HOUSE, at=NOON)


def a_team(*people: Person, **details: Any) -> Team:
    team = form_team(**{"branch": a_branch(), "name": "客服一组", **details}, by=HOUSE, at=NOON)
    return keep_team(team=team, members=people, by=HOUSE, at=NOON)


def put_on(team: Team | None, pattern: ShiftPattern, *whom: tuple[Person, date]) -> list[Duty]:
    duties = [Duty.of(pattern, person=person, day=day, team=team) for person, day in whom]
    return plan_duties(duties=duties, by=HOUSE, at=NOON)


def away(person: Person, begins: datetime = NOON, ends: datetime = NOON + DAY, **details: Any) -> Absence:
    return tell_absence(person=person, starts_at=begins, ends_at=ends, **details, by=HOUSE, at=NOON)


@pytest.mark.django_db
@pytest.mark.spec("R307")
def test_a_shift_is_put_on_several_people_and_days_and_told_once_for_each() -> None:
    one, two = staff(), staff()
    team, shift = a_team(one, two), a_shift()

    put_on(team, shift, *((person, MONDAY + n * DAY) for person in (one, two) for n in range(3)))

    assert Duty.objects.filter(team=team, pattern=shift).count() == 6
    told = EventRecord.objects.filter(name="people.duties_planned")
    assert [event.data["days"] for event in told] == [["2026-03-02", "2026-03-03", "2026-03-04"]] * 2


@pytest.mark.django_db
def test_duties_are_planned_all_or_none() -> None:
    one, two = staff(), staff()
    shift = a_shift()
    put_on(None, shift, (two, MONDAY))

    with pytest.raises(DutyOverlaps, match=f"{two.name}.*2026-03-02, 08:00-16:00"):
        put_on(None, a_shift("late", 15, 23), (one, MONDAY), (two, MONDAY))

    assert Duty.objects.get().person == two


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("begins", "ends", "no"),
    [
        (16, 23, None),
        (15, 23, DutyOverlaps),
        (0, 8, None),
        (0, 9, DutyOverlaps),
        (9, 10, DutyOverlaps),
        (8, 8, DutyTooLong),
        (17, 16, DutyTooLong),
    ],
)
def test_what_a_duty_may_stand_beside(begins: int, ends: int, no: type[Exception] | None) -> None:
    person = staff()
    put_on(None, a_shift(), (person, MONDAY))
    other = ShiftPattern(code="x", begins=time(begins), ends=time(ends))

    if no is None:
        put_on(None, a_shift("x", begins, ends), (person, MONDAY))
    else:
        with pytest.raises(no):
            plan_duties(duties=[Duty.of(other, person=person, day=MONDAY)], by=HOUSE, at=NOON)


@pytest.mark.django_db
def test_a_night_shift_meets_the_morning_after() -> None:
    person = staff()
    put_on(None, a_shift("night", 22, 8), (person, MONDAY))

    with pytest.raises(DutyOverlaps):
        put_on(None, a_shift("early", 6, 14), (person, MONDAY + DAY))


@pytest.mark.django_db
def test_nobody_is_put_on_while_away_or_after_leaving() -> None:
    person, gone = staff(), staff()
    away(person)
    block_person(person=gone, by=HOUSE, at=NOON)
    gone.refresh_from_db()
    shift = a_shift()

    with pytest.raises(DutyInAbsence):
        put_on(None, shift, (person, MONDAY))
    with pytest.raises(NotOnRosters):
        put_on(None, shift, (gone, MONDAY))
    with pytest.raises(NothingChosen):
        put_on(None, shift)
    put_on(None, shift, (person, MONDAY + 2 * DAY))


@pytest.mark.django_db
@pytest.mark.parametrize("pause", [["07:00", "07:30"], ["12:00", "11:00"], ["15:30", "16:30"]])
def test_a_break_lies_inside_its_shift(pause: list[str]) -> None:
    with pytest.raises(BreakOutside):
        a_shift(breaks=[pause])
    assert not ShiftPattern.objects.exists()


@pytest.mark.django_db
@pytest.mark.spec("R307")
def test_a_week_is_copied_as_far_as_it_can_be() -> None:
    one, two, three = staff(), staff(), staff()
    team, shift = a_team(one, two, three), a_shift()
    put_on(team, shift, (one, MONDAY), (two, MONDAY + DAY), (three, MONDAY + 2 * DAY))
    away(two, NOON + 7 * DAY, NOON + 9 * DAY)
    put_on(team, shift, (three, MONDAY + 9 * DAY))

    copied = copy_week(team=team, source=MONDAY, goal=MONDAY + 7 * DAY, by=HOUSE, at=NOON)

    assert [(duty.person, duty.day) for duty in copied.made] == [(one, MONDAY + 7 * DAY)]
    assert [type(why) for _duty, why in copied.left_out] == [DutyInAbsence, DutyOverlaps]
    with pytest.raises(NothingChosen):
        copy_week(team=team, source=MONDAY + 70 * DAY, goal=MONDAY, by=HOUSE, at=NOON)


@pytest.mark.django_db
def test_duties_are_taken_off_and_told() -> None:
    person = staff()
    duties = put_on(None, a_shift(), (person, MONDAY), (person, MONDAY + DAY))

    assert take_off(duties=duties[:1], by=HOUSE, at=NOON) == 1

    assert Duty.objects.get().day == MONDAY + DAY
    assert EventRecord.objects.get(name="people.duties_taken_off").data["days"] == ["2026-03-02"]


@pytest.mark.django_db
def test_an_absence_that_makes_no_sense_is_refused() -> None:
    person, deputy = staff(), staff()
    away(person)

    with pytest.raises(EndsBeforeItBegins):
        away(deputy, NOON, NOON)
    with pytest.raises(OwnDeputy):
        away(deputy, deputy=deputy)
    with pytest.raises(DeputyAway):
        away(deputy, deputy=person)
    with pytest.raises(AwayAlready):
        away(person, NOON + HOUR)
    assert Absence.objects.get().person == person


@pytest.mark.django_db
def test_an_absence_ends_sooner_or_falls_away() -> None:
    running, coming = away(staff()), away(staff(), NOON + DAY, NOON + 2 * DAY)

    end_absence(absence=running, by=HOUSE, at=NOON + HOUR)
    end_absence(absence=coming, by=HOUSE, at=NOON + HOUR)

    assert Absence.objects.get().ends_at == NOON + HOUR
    with pytest.raises(OverAlready):
        end_absence(absence=running, by=HOUSE, at=NOON + 2 * HOUR)


@pytest.mark.django_db
@pytest.mark.spec("R307")
def test_the_week_shows_where_nobody_is() -> None:
    one, two = staff(name="甲"), staff(name="乙")
    team = a_team(one, two)
    early, late = a_shift(breaks=[["12:00", "13:00"]]), a_shift("late", 16, 22)
    put_on(team, early, (one, MONDAY), (one, MONDAY + DAY))
    put_on(team, late, (two, MONDAY), (two, MONDAY + DAY))
    tuesday = datetime(2026, 3, 3, tzinfo=ZONE)
    away(two, tuesday + 20 * HOUR, tuesday + DAY)

    week = week_of(team, MONDAY, at=NOON)

    assert [foot.people for foot in week.feet] == [2, 2, 0, 0, 0, 0, 0]
    told = [[(gap.begins.hour, gap.ends.hour, gap.at_work) for gap in local(foot.gaps)] for foot in week.feet]
    assert told[:3] == [[(12, 13, 0)], [(12, 13, 0), (20, 22, 0)], [(8, 22, 0)]]
    assert week.rows[0][1].absence is not None or week.rows[1][1].absence is not None


def local(gaps: Any) -> list[Any]:
    return [type(g)(g.begins.astimezone(ZONE), g.ends.astimezone(ZONE), g.at_work) for g in gaps]


@pytest.mark.django_db
def test_the_week_is_read_in_a_fixed_number_of_statements(django_assert_num_queries: Any) -> None:
    people = [staff() for _ in range(3)]
    team, shift = a_team(people[0]), a_shift()
    put_on(team, shift, *((person, MONDAY) for person in people))

    with django_assert_num_queries(4):
        week_of(team, MONDAY, at=NOON)


@pytest.mark.django_db
@pytest.mark.spec("R307")
def test_a_team_tells_who_is_on_duty_at_a_break_and_away() -> None:
    working, resting, absent, off = (staff(name=name) for name in "甲乙丙丁")
    team = a_team(working, resting, absent, off)
    put_on(team, a_shift(), (working, MONDAY), (absent, MONDAY))
    put_on(team, a_shift("pause", breaks=[["12:00", "13:00"]]), (resting, MONDAY))
    away(absent, deputy=working)

    found = {member.person.name: member for member in members_at(team, NOON)}

    told = {n: (m.duty is not None, m.at_break, m.absence is not None) for n, m in found.items()}
    assert told == {
        "甲": (True, False, False),
        "乙": (True, True, False),
        "丙": (True, False, True),
        "丁": (False, False, False),
    }


def test_a_week_begins_on_monday() -> None:
    assert [monday_of(MONDAY + n * DAY) for n in (0, 6, 7)] == [MONDAY, MONDAY, MONDAY + 7 * DAY]


HOURS = st.integers(0, 24).map(lambda hour: datetime(2026, 3, 2, tzinfo=ZONE) + hour * HOUR)
STRETCHES = st.lists(st.tuples(HOURS, HOURS).filter(lambda pair: pair[0] < pair[1]), max_size=6)


@given(STRETCHES, st.integers(0, 3))
def test_gaps_hold_exactly_the_hours_with_too_few(stretches: Any, least: int) -> None:
    first = datetime(2026, 3, 2, tzinfo=ZONE)
    hours = [first + n * HOUR for n in range(24)]

    gaps = gaps_between(first, first + 24 * HOUR, stretches, least=least)

    at_work = {hour: sum(start <= hour < end for start, end in stretches) for hour in hours}
    inside = {hour: gap.at_work for gap in gaps for hour in hours if gap.begins <= hour < gap.ends}
    assert inside == {hour: count for hour, count in at_work.items() if count < least}
