"""Duties, absences and skills for programs: the same verbs, rights and refusals."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import is_naive, make_aware, now
from django.utils.translation import gettext_lazy as _
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused

from ..actions.absences import tell_absence
from ..actions.rosters import plan_duties
from ..actions.skills import judge_skills
from ..enums import AbsenceKind
from ..models import Absence, Duty, Person, ShiftPattern, Skill, Team

router = Router(tags=["people"])
MOST = 1000


class UnknownName(Refused):
    default = _("There is no '%(name)s' here, or it lies outside your reach.")


class DutyIn(Schema):
    """A shift by its code, or hours by beginning and end."""

    login: str
    day: date
    shift: str = ""
    begins: time | None = None
    ends: time | None = None
    breaks: list[tuple[time, time]] = Field([], max_length=10)
    zone: str = settings.TIME_ZONE
    team: int | None = None


class DutyOut(Schema):
    id: int
    login: str
    name: str
    team: int | None
    shift: str
    day: date
    starts_at: datetime
    ends_at: datetime
    breaks: list[list[str]]
    zone: str


class AbsenceIn(Schema):
    """Without a login it is one's own."""

    login: str = ""
    kind: AbsenceKind = AbsenceKind.LEAVE
    starts_at: datetime
    ends_at: datetime
    deputy: str = ""
    note: str = Field("", max_length=200)


class AbsenceOut(Schema):
    """`kind` and `note` are empty for who does not keep this person's roster."""

    id: int
    login: str
    name: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    deputy: str
    note: str


class SkillsIn(Schema):
    """All skills of a person from now on: code of the skill to level 1, 2 or 3."""

    login: str
    skills: dict[str, int] = Field(max_length=200)
    is_new: bool | None = None
    capacity: int | None = Field(None, ge=0, le=999)


class SkillsOut(Schema):
    login: str
    name: str
    is_new: bool
    capacity: int | None
    skills: dict[str, int]


@router.get("duties", response=list[DutyOut])
def duties(
    request: HttpRequest, since: date, until: date, team: int | None = None, login: str = ""
) -> list[dict[str, Any]]:
    """Duties of the days from `since` to `until`, at most 1000, soonest first."""
    rows = Duty.objects.permitted(_allowed(request, "people.duties"), "people.duties")
    rows = rows.filter(day__gte=since, day__lte=until).select_related("person", "pattern")
    if team is not None:
        rows = rows.filter(team=team)
    if login:
        rows = rows.filter(person__login=login)
    return [_duty(duty) for duty in rows.order_by("starts_at", "pk")[:MOST]]


@router.post("duties", response={201: list[DutyOut]})
def new_duties(request: HttpRequest, body: list[DutyIn]) -> Status[list[dict[str, Any]]]:
    """Put duties on the roster, all or none."""
    actor = _allowed(request, "people.roster")
    if len(body) > MOST:
        raise HttpError(422, f"at most {MOST}")
    wanted = [_placed(actor, row) for row in body]
    return Status(201, [_duty(duty) for duty in plan_duties(duties=wanted, by=actor, at=now())])


@router.get("absences", response=list[AbsenceOut])
def absences(request: HttpRequest, since: date, until: date) -> list[dict[str, Any]]:
    """Absences that touch the days from `since` to `until`, at most 1000."""
    actor = _allowed(request, "people.duties")
    reach = Absence.objects.permitted(actor, "people.duties").values("pk")
    kept = set(Person.objects.in_reach(actor, "people.roster").values_list("pk", flat=True))
    rows = Absence.objects.filter(pk__in=reach) | Absence.objects.filter(person=actor.person_id)
    first = make_aware(datetime.combine(since, time.min))
    last = make_aware(datetime.combine(until, time.max))
    rows = rows.filter(starts_at__lte=last, ends_at__gt=first).select_related("person", "deputy")
    kept.add(actor.person_id or 0)
    return [_absence(each, told=each.person_id in kept) for each in rows[:MOST]]


@router.post("absences", response={201: AbsenceOut})
def new_absence(request: HttpRequest, body: AbsenceIn) -> Status[dict[str, Any]]:
    """Tell one's own absence, or that of somebody whose roster one keeps."""
    actor = _allowed(request, "people.duties")
    own = Person.objects.filter(pk=actor.person_id)
    people = own | Person.objects.staff().in_reach(actor, "people.roster")
    absence = tell_absence(
        person=_person(people if body.login else own, body.login),
        kind=body.kind,
        starts_at=_aware(body.starts_at),
        ends_at=_aware(body.ends_at),
        deputy=_person(Person.objects.staff(), body.deputy, field="deputy") if body.deputy else None,
        note=body.note,
        by=actor,
        at=now(),
    )
    return Status(201, _absence(absence, told=True))


@router.get("skills", response=list[SkillsOut])
def skills(request: HttpRequest) -> list[dict[str, Any]]:
    """What the staff in reach can do, at most 1000 people."""
    actor = _allowed(request, "people.duties")
    people = Person.objects.staff().in_reach(actor, "people.duties").prefetch_related("skills__skill")
    return [_skills(person) for person in people.order_by("login")[:MOST]]


@router.post("skills", response=SkillsOut)
def judge(request: HttpRequest, body: SkillsIn) -> dict[str, Any]:
    """Set all skills of one person."""
    actor = _allowed(request, "people.roster")
    person = _person(Person.objects.staff().in_reach(actor, "people.roster"), body.login)
    known = {skill.code: skill for skill in Skill.objects.all()}
    for code in body.skills:
        if code not in known:
            raise _unknown(code, "skills")
    levels = {known[code]: level for code, level in body.skills.items()}
    judged = judge_skills(
        person=person, levels=levels, is_new=body.is_new, capacity=body.capacity, by=actor, at=now()
    )
    return _skills(judged)


def _allowed(request: HttpRequest, permission: str) -> Actor:
    actor = Actor.of(request)
    if not actor.may(permission):
        raise HttpError(403, permission)
    return actor


def _placed(actor: Actor, row: DutyIn) -> Duty:
    person = _person(Person.objects.staff().in_reach(actor, "people.roster"), row.login)
    team = None
    if row.team is not None:
        team = Team.objects.permitted(actor, "people.roster").filter(pk=row.team).first()
        if team is None:
            raise _unknown(row.team, "team")
    if row.shift:
        pattern = ShiftPattern.objects.filter(code=row.shift).first()
        if pattern is None:
            raise _unknown(row.shift, "shift")
        return Duty.of(pattern, person=person, day=row.day, team=team)
    if row.begins is None or row.ends is None:
        raise Refused(_("Name a shift, or its beginning and end."), field="shift")
    try:
        ZoneInfo(row.zone)
    except (KeyError, ValueError, OSError):
        raise _unknown(row.zone, "zone") from None
    breaks = [[f"{edge:%H:%M}" for edge in each] for each in row.breaks]
    duty = Duty(
        person=person, team=team, day=row.day, begins=row.begins, ends=row.ends, breaks=breaks, zone=row.zone
    )
    duty.place()
    return duty


def _person(people: Any, login: str, *, field: str = "login") -> Person:
    found: Person | None = people.filter(login=login).first() if login else people.first()
    if found is None:
        raise _unknown(login, field)
    return found


def _unknown(name: object, field: str) -> UnknownName:
    return UnknownName(UnknownName.default % {"name": name}, field=field)


def _aware(moment: datetime) -> datetime:
    return make_aware(moment) if is_naive(moment) else moment


def _duty(duty: Duty) -> dict[str, Any]:
    own = ("id", "day", "starts_at", "ends_at", "breaks", "zone")
    return {
        **{name: getattr(duty, name) for name in own},
        "login": duty.person.login,
        "name": duty.person.name,
        "team": duty.team_id,
        "shift": duty.pattern.code if duty.pattern else "",
    }


def _absence(absence: Absence, *, told: bool) -> dict[str, Any]:
    return {
        "id": absence.pk,
        "login": absence.person.login,
        "name": absence.person.name,
        "kind": absence.kind if told else "",
        "starts_at": absence.starts_at,
        "ends_at": absence.ends_at,
        "deputy": absence.deputy.login if absence.deputy else "",
        "note": absence.note if told else "",
    }


def _skills(person: Person) -> dict[str, Any]:
    held = {row.skill.code: row.level for row in person.skills.all()}
    return {
        "login": person.login,
        "name": person.name,
        "is_new": person.is_new,
        "capacity": person.capacity,
        "skills": held,
    }
