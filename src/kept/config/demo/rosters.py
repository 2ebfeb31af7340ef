"""Who is on duty in the demo company: two shifts of the Shanghai team, last week and this."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils.timezone import localtime

from kept.people.actions.absences import tell_absence
from kept.people.actions.rosters import copy_week, keep_shift, plan_duties
from kept.people.actions.skills import judge_skills, keep_skill
from kept.people.enums import SkillKind
from kept.people.models import Duty, ShiftPattern, Skill, Team
from kept.people.queries.rosters import monday_of

from .people import HOUSE, Crew

SHIFTS = (
    ("early", {"zh-hans": "早班", "zh-hant": "早班", "en": "Early"}, time(7), time(15), [["11:00", "11:30"]]),
    (
        "late",
        {"zh-hans": "晚班", "zh-hant": "晚班", "en": "Late"},
        time(14, 30),
        time(22, 30),
        [["18:00", "18:30"]],
    ),
)
SKILLS = (
    ("customs", SkillKind.CRAFT, {"zh-hans": "报关", "zh-hant": "報關", "en": "Customs"}),
    ("cold", SkillKind.CRAFT, {"zh-hans": "冷链", "zh-hant": "冷鏈", "en": "Cold chain"}),
    ("en", SkillKind.LANGUAGE, {"zh-hans": "英语", "zh-hant": "英語", "en": "English"}),
)
HELD = {"clerk": {"customs": 3, "en": 2}, "clerk2": {"cold": 2}}


def plan(crew: Crew, today: datetime) -> None:
    """Shifts, skills, a roster copied from last week to this, and an absence to come."""
    shifts = [
        keep_shift(
            pattern=ShiftPattern(code=code, words=words, begins=begins, ends=ends, breaks=breaks),
            by=HOUSE,
            at=today,
        )
        for code, words, begins, ends, breaks in SHIFTS
    ]
    skills = {
        code: keep_skill(skill=Skill(code=code, kind=kind, words=words), by=HOUSE, at=today)
        for code, kind, words in SKILLS
    }
    for login, levels in HELD.items():
        known = {skills[code]: level for code, level in levels.items()}
        judge_skills(person=crew.persons[login], levels=known, by=HOUSE, at=today)
    team = Team.objects.get(members=crew.persons["clerk"])
    week = timedelta(days=7)
    monday = monday_of(localtime(today).date())
    duties = [
        Duty.of(shift, person=crew.persons[login], day=monday - week + timedelta(days=n), team=team)
        for login, shift in zip(("clerk", "clerk2"), shifts, strict=True)
        for n in range(5)
    ]
    plan_duties(duties=duties, by=HOUSE, at=today)
    copy_week(team=team, source=monday - week, goal=monday, by=HOUSE, at=today)
    begins = localtime(today).replace(hour=0, minute=0, second=0, microsecond=0) + week
    tell_absence(
        person=crew.persons["clerk2"],
        starts_at=begins,
        ends_at=begins + timedelta(days=3),
        deputy=crew.persons["clerk"],
        by=HOUSE,
        at=today,
    )
