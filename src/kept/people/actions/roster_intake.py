"""A roster from Excel or CSV: judged row by row, put on the roster all at once or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from unicodedata import normalize

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.sheets import UnreadableFile
from kept.methods.dates import parse_date
from kept.methods.unreadable import Unreadable

from ..models import Duty, Person, PersonQuerySet, ShiftPattern, Team
from ..rules import ROSTER_ROWS
from .rosters import plan_duties, refusals_of


@dataclass(frozen=True)
class Column:
    """A column of the file. Without a shift, its hours are given by beginning and end."""

    code: str
    words: Any
    aliases: tuple[str, ...] = ()
    required: bool = False
    example: str = ""


COLUMNS = (
    Column("person", _("Login"), ("账号", "登錄名", "user"), required=True, example="wangmin"),
    Column("day", _("Day"), ("日期", "date"), required=True, example="2026-11-30"),
    Column("shift", _("Shift"), ("班次代码", "班次代碼", "pattern"), example="early"),
    Column("begins", _("Begins"), ("开始", "開始", "from", "start"), example=""),
    Column("ends", _("Ends"), ("结束", "結束", "to", "end"), example=""),
    Column("team", _("Team"), ("组", "組"), example=""),
)


@dataclass(frozen=True)
class RowError:
    row: int
    column: str
    reason: str


@dataclass
class Judged:
    """What a file would become; `known` counts duties that are on the roster exactly so already."""

    duties: list[Duty] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    known: int = 0


class _Wrong(Exception):
    def __init__(self, column: str, reason: Any) -> None:
        self.column, self.reason = column, reason
        super().__init__(str(reason))


@transaction.atomic
def take_roster(*, rows: Sequence[Sequence[str]], people: PersonQuerySet, by: Actor, at: datetime) -> Judged:
    """Plan the duties of a file for `people` alone. With any error nothing is written.

    Raises UnreadableFile when the headings are missing or the file is too long.
    """
    judged = _judge(rows, people, at)
    if judged.duties and not judged.errors:
        plan_duties(duties=judged.duties, by=by, at=at)
    return judged


def _judge(rows: Sequence[Sequence[str]], people: PersonQuerySet, at: datetime) -> Judged:
    places = _places(rows[0] if rows else ())
    most = int(rule(ROSTER_ROWS, at=at))
    if len(rows) - 1 > most:
        raise UnreadableFile(_("A roster file has at most %(most)d rows.") % {"most": most}, field="file")
    read = _Reader(people)
    judged = Judged()
    for number, cells in enumerate(rows[1:], 2):
        said = {code: cells[place] if place < len(cells) else "" for code, place in places.items()}
        if not any(said.values()):
            continue
        try:
            duty = read.duty(said)
        except _Wrong as wrong:
            judged.errors.append(RowError(number, _named(wrong.column), str(wrong.reason)))
            continue
        judged.duties.append(duty)
        judged.rows.append(number)
    _drop_known(judged)
    for place, why in refusals_of(judged.duties, at=at).items():
        judged.errors.append(RowError(judged.rows[place], _named(why.field or "day"), str(why.message)))
    judged.errors.sort(key=lambda error: error.row)
    return judged


def _drop_known(judged: Judged) -> None:
    days = {duty.day for duty in judged.duties}
    there = set(Duty.objects.filter(day__in=days).values_list("person", "day", "begins", "ends"))
    new = [
        (duty, row)
        for duty, row in zip(judged.duties, judged.rows, strict=True)
        if (duty.person_id, duty.day, duty.begins, duty.ends) not in there
    ]
    judged.known = len(judged.duties) - len(new)
    judged.duties, judged.rows = [duty for duty, _row in new], [row for _duty, row in new]


class _Reader:
    """Turns the texts of a row into a duty; knows the people, shifts and teams by name."""

    def __init__(self, people: PersonQuerySet) -> None:
        self.people: dict[str, Person] = {person.login.casefold(): person for person in people}
        patterns = ShiftPattern.objects.all()
        self.patterns = {plain(name): each for each in patterns for name in (each.code, *each.words.values())}
        self.teams: dict[int, list[Team]] = defaultdict(list)
        teams = {team.pk: team for team in Team.objects.all()}
        for team_id, person_id in Person.teams.through.objects.values_list("team_id", "person_id"):
            self.teams[person_id].append(teams[team_id])

    def duty(self, said: dict[str, str]) -> Duty:
        for column in COLUMNS:
            if column.required and not said[column.code]:
                raise _Wrong(column.code, _("This is missing."))
        person = self.people.get(said["person"].casefold())
        if person is None:
            raise _Wrong("person", _("Nobody whose roster you keep has the login '%s'.") % said["person"])
        day = parse_date(said["day"])
        if isinstance(day, Unreadable):
            raise _Wrong("day", _("'%s' is no date. Write 2026-11-30.") % said["day"])
        return self._placed(said, person, day)

    def _placed(self, said: dict[str, str], person: Person, day: date) -> Duty:
        team = self._team_of(said.get("team", ""), person)
        if shift := said.get("shift", ""):
            pattern = self.patterns.get(plain(shift))
            if pattern is None:
                raise _Wrong("shift", _("There is no shift '%s'.") % shift)
            return Duty.of(pattern, person=person, day=day, team=team)
        begins, ends = (_time(said, name) for name in ("begins", "ends"))
        duty = Duty(person=person, team=team, day=day, begins=begins, ends=ends, zone=settings.TIME_ZONE)
        duty.place()
        return duty

    def _team_of(self, name: str, person: Person) -> Team | None:
        """The team named, or the person's only one."""
        own = self.teams[person.pk]
        if not name:
            return own[0] if len(own) == 1 else None
        found = next((team for team in own if plain(team.name) == plain(name)), None)
        if found is None:
            raise _Wrong("team", _("%(person)s is in no team '%(team)s'.") % {"person": person, "team": name})
        return found


def _time(said: dict[str, str], name: str) -> time:
    text = said.get(name, "").replace("：", ":")
    if not text:
        raise _Wrong("shift", _("Name a shift, or its beginning and end."))
    try:
        hour, minute = text.split(":")[:2]
        return time(int(hour), int(minute))
    except ValueError:
        raise _Wrong(name, _("'%s' is no time of the day. Write 08:30.") % text) from None


def plain(words: str) -> str:
    """One form of a heading or a name: width, case, spaces and stars do not matter."""
    return "".join(sign for sign in normalize("NFKC", words).casefold() if sign not in " \t\n*_-:")


def _places(heads: Sequence[str]) -> dict[str, int]:
    known = {plain(name): column.code for column in COLUMNS for name in _names(column)}
    places: dict[str, int] = {}
    for place, head in enumerate(heads):
        code = known.get(plain(head))
        if code and code not in places:
            places[code] = place
    missing = [str(column.words) for column in COLUMNS if column.required and column.code not in places]
    if missing:
        words = _("The first row must name the columns. Missing: %s") % ", ".join(missing)
        raise UnreadableFile(words, field="file")
    return places


def _names(column: Column) -> Iterator[str]:
    yield from (column.code, *column.aliases)
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield str(column.words)


def _named(code: str) -> str:
    return next((str(column.words) for column in COLUMNS if column.code == code), code)
