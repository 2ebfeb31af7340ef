from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kept.kernel.events import Event, event


@event("people.person_added")
@dataclass(frozen=True, kw_only=True)
class PersonAdded(Event):
    title = _("Person added")


@event("people.company_named")
@dataclass(frozen=True, kw_only=True)
class CompanyNamed(Event):
    title = _("Company named")
    names: Mapping[str, str]


@event("people.granted")
@dataclass(frozen=True, kw_only=True)
class Granted(Event):
    title = _("Grant given")
    role: str
    scope_kind: str
    scope_id: int | None


@event("people.grant_taken")
@dataclass(frozen=True, kw_only=True)
class GrantTaken(Event):
    title = _("Grant taken back")
    role: str


@event("people.person_left")
@dataclass(frozen=True, kw_only=True)
class PersonLeft(Event):
    title = _("Person blocked")


@event("people.person_admitted")
@dataclass(frozen=True, kw_only=True)
class PersonAdmitted(Event):
    title = _("Person let in again")


@event("people.key_made")
@dataclass(frozen=True, kw_only=True)
class KeyMade(Event):
    title = _("API key made")
    prefix: str


@event("people.key_revoked")
@dataclass(frozen=True, kw_only=True)
class KeyRevoked(Event):
    title = _("API key revoked")
    prefix: str


@event("kernel.rule_changed")
@dataclass(frozen=True, kw_only=True)
class RuleChanged(Event):
    title = _("Rule number changed")
    key: str
    value: str


@event("people.branch_opened")
@dataclass(frozen=True, kw_only=True)
class BranchOpened(Event):
    title = _("Branch opened")


@event("people.team_changed")
@dataclass(frozen=True, kw_only=True)
class TeamChanged(Event):
    title = _("Team changed")


@event("people.shift_kept")
@dataclass(frozen=True, kw_only=True)
class ShiftKept(Event):
    title = _("Shift changed")


@event("people.skill_kept")
@dataclass(frozen=True, kw_only=True)
class SkillKept(Event):
    title = _("Skill changed")


@event("people.skills_judged")
@dataclass(frozen=True, kw_only=True)
class SkillsJudged(Event):
    title = _("Skills changed")


@event("people.duties_planned")
@dataclass(frozen=True, kw_only=True)
class DutiesPlanned(Event):
    title = _("Put on the roster")
    days: list[str]

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return _span(data["days"])


@event("people.duties_taken_off")
@dataclass(frozen=True, kw_only=True)
class DutiesTakenOff(DutiesPlanned):
    title = _("Taken off the roster")


@event("people.absence_told")
@dataclass(frozen=True, kw_only=True)
class AbsenceTold(Event):
    title = _("Absence told")
    absence_id: int


@event("people.absence_ended")
@dataclass(frozen=True, kw_only=True)
class AbsenceEnded(Event):
    title = _("Absence ended")
    absence_id: int


def _span(days: Sequence[str]) -> str:
    """The first and last of some days, and how many they are."""
    if not days:
        return ""
    ends = dict.fromkeys(
        date_format(date.fromisoformat(day), "MONTH_DAY_FORMAT") for day in (min(days), max(days))
    )
    many = ngettext("%(n)d day", "%(n)d days", len(days)) % {"n": len(days)}
    return f"{' – '.join(ends)} · {many}"
