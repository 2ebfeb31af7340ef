"""A week of a team as a grid, and a team as it stands at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import Q
from django.utils.timezone import get_current_timezone

from kept.kernel.numbers import rule

from ..enums import SkillKind
from ..models import Absence, Duty, Person, PersonSkill, Team
from ..rules import LEAST_ON_DUTY, Gap, Stretch, gaps_between

WEEK = 7


@dataclass(frozen=True)
class Cell:
    """One person's day: duties of this team and of others, and an absence."""

    person: Person
    day: date
    duties: list[Duty]
    absence: Absence | None

    @property
    def key(self) -> str:
        return f"{self.person.pk}:{self.day.isoformat()}"


@dataclass(frozen=True)
class Foot:
    """How a day is staffed: how many people, and where too few are at work."""

    day: date
    people: int
    gaps: list[Gap]


@dataclass(frozen=True)
class Week:
    team: Team
    first: date
    rows: list[list[Cell]]
    feet: list[Foot]

    @property
    def days(self) -> list[date]:
        return days_from(self.first)

    @property
    def columns(self) -> list[tuple[Foot, list[Cell]]]:
        """The same by day, for narrow screens."""
        return [(foot, [row[place] for row in self.rows]) for place, foot in enumerate(self.feet)]


@dataclass
class Member:
    """Somebody of a team, as of a moment."""

    person: Person
    crafts: list[PersonSkill] = field(default_factory=list)
    languages: list[PersonSkill] = field(default_factory=list)
    duty: Duty | None = None
    at_break: bool = False
    absence: Absence | None = None

    @property
    def is_working(self) -> bool:
        return self.duty is not None and not self.at_break and self.absence is None


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def days_from(first: date) -> list[date]:
    return [first + timedelta(days=n) for n in range(WEEK)]


def week_of(team: Team, first: date, *, at: datetime) -> Week:
    """Seven days from `first`; four statements however large the team."""
    members = Q(teams=team, is_active=True) | Q(duties__team=team, duties__day__in=days_from(first))
    people = list(Person.objects.filter(members).distinct().order_by("name", "pk"))
    duties: dict[tuple[int, date], list[Duty]] = defaultdict(list)
    for duty in Duty.objects.in_days(first, WEEK).filter(person__in=people).select_related("pattern", "team"):
        duties[duty.person_id, duty.day].append(duty)
    starts, ends = _midnight(first), _midnight(first + timedelta(days=WEEK))
    absences: dict[int, list[Absence]] = defaultdict(list)
    for absence in Absence.objects.filter(
        person__in=people, starts_at__lt=ends, ends_at__gt=starts
    ).select_related("deputy"):
        absences[absence.person_id].append(absence)
    days = days_from(first)
    rows = [
        [Cell(each, day, duties[each.pk, day], _away(absences[each.pk], day)) for day in days]
        for each in people
    ]
    return Week(team, first, rows, _feet(team, first, rows, absences, least=int(rule(LEAST_ON_DUTY, at=at))))


def members_at(team: Team, at: datetime) -> list[Member]:
    """Who belongs to a team, what they can do, and who is on duty or away at a moment."""
    people = team.members.filter(is_active=True).prefetch_related("skills__skill").order_by("name", "pk")
    found = {person.pk: Member(person) for person in people}
    for duty in Duty.objects.at(at).filter(person__in=found).select_related("pattern"):
        found[duty.person_id].duty = duty
        found[duty.person_id].at_break = not duty.is_working(at)
    for absence in Absence.objects.at(at).filter(person__in=found).select_related("deputy"):
        found[absence.person_id].absence = absence
    for member in found.values():
        for held in member.person.skills.all():
            own = member.languages if held.skill.kind == SkillKind.LANGUAGE else member.crafts
            own.append(held)
    return list(found.values())


def _feet(
    team: Team,
    first: date,
    rows: list[list[Cell]],
    absences: dict[int, list[Absence]],
    *,
    least: int,
) -> list[Foot]:
    """Gaps are looked for between the earliest beginning and the latest end that the week has anywhere."""
    own = [duty for row in rows for cell in row for duty in cell.duties if duty.team_id in (None, team.pk)]
    opens = min((duty.starts_at - _midnight(duty.day) for duty in own), default=None)
    closes = max((duty.ends_at - _midnight(duty.day) for duty in own), default=None)
    there = [duty for duty in own if _without(duty.work(), absences[duty.person_id])]
    work = [stretch for duty in there for stretch in _without(duty.work(), absences[duty.person_id])]
    feet = []
    for day in days_from(first):
        gaps: list[Gap] = []
        if opens is not None and closes is not None:
            start = _midnight(day)
            gaps = gaps_between(start + opens, start + closes, work, least=least)
        people = {duty.person_id for duty in there if duty.day == day}
        feet.append(Foot(day, len(people), gaps))
    return feet


def _without(work: Sequence[Stretch], absences: Sequence[Absence]) -> list[Stretch]:
    """Stretches of work less the time away."""
    left = list(work)
    for away in absences:
        cut = []
        for begins, ends in left:
            turns = sorted({begins, ends, *(t for t in (away.starts_at, away.ends_at) if begins < t < ends)})
            cut += [(a, b) for a, b in pairwise(turns) if not (away.starts_at <= a and b <= away.ends_at)]
        left = cut
    return left


def _away(absences: Sequence[Absence], day: date) -> Absence | None:
    start, end = _midnight(day), _midnight(day + timedelta(days=1))
    return next((each for each in absences if each.starts_at < end and each.ends_at > start), None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), get_current_timezone())
