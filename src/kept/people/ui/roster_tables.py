"""Lists of teams, shifts, skills, duties and absences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.tables import Column, Table
from kept.kernel.web.zones import zone_words

PERSON = Column("person", pgettext_lazy("roster", "Person"), value="person.name", sort="person__name")
LOGIN = Column("login", _("Login"), value="person.login")


class TeamTable(Table):
    name = "teams"
    title = _("Teams")
    columns = (
        Column("name", pgettext_lazy("team", "Name"), link="people:team", link_by="pk", sort="name"),
        Column("branch", _("Branch"), value="branch.name"),
        Column("size", _("People"), kind="number"),
        Column("new", _("New to the work"), kind="number"),
    )
    order = ("name", "id")
    empty_act = ("people:new_team", _("Form a team"), "people.roster")
    acts = (("people:new_team", _("Form a team"), "people.roster"),)


class ShiftTable(Table):
    name = "shifts"
    title = _("Shifts")
    columns = (
        Column("name", _("Shift"), value="__str__", link="people:shift", link_by="pk"),
        Column("code", _("Code"), sort="code"),
        Column("hours", _("Hours")),
        Column("breaks", _("Breaks"), value=lambda p: ", ".join("-".join(each) for each in p.breaks)),
        Column("zone", _("Time zone"), value=lambda row: zone_words(row.zone)),
    )
    order = ("begins", "id")
    empty_act = ("people:new_shift", _("Add a shift"), "people.roster")
    acts = (("people:new_shift", _("Add a shift"), "people.roster"),)


class SkillTable(Table):
    name = "skills"
    title = _("Skills")
    columns = (
        Column("name", _("Skill"), value="__str__", link="people:skill", link_by="pk"),
        Column("code", _("Code"), sort="code"),
        Column("kind", _("Kind"), value="get_kind_display"),
        Column("people", _("People"), kind="number", value="size"),
    )
    order = ("kind", "code", "id")
    empty_act = ("people:new_skill", _("Add a skill"), "people.roster")
    acts = (
        ("people:new_skill", _("Add a skill"), "people.roster"),
        ("people:skill_holders", _("Who can do what"), "people.duties"),
    )


class HolderTable(Table):
    name = "skill_holders"
    title = _("Who can do what")
    columns = (
        PERSON,
        LOGIN,
        Column("branch", _("Branch"), value="person.branch.name"),
        Column("skill", _("Skill"), value="skill"),
        Column("kind", _("Kind"), value="skill.get_kind_display"),
        Column("level", _("Level"), value="get_level_display", sort="level", phone=True),
        Column("is_new", _("New to the work"), kind="yesno", value="person.is_new"),
    )
    order = ("person__name", "id")


class DutyTable(Table):
    name = "duties"
    title = _("Duties")
    columns = (
        Column("day", _("Day"), kind="day", sort="day"),
        PERSON,
        LOGIN,
        Column("team", _("Team"), value="team.name"),
        Column("shift", _("Shift"), value="pattern"),
        Column("begins", _("Begins"), value=lambda duty: f"{duty.begins:%H:%M}"),
        Column("ends", _("Ends"), value=lambda duty: f"{duty.ends:%H:%M}", phone=True),
        Column("breaks", _("Breaks"), value=lambda d: ", ".join("-".join(each) for each in d.breaks)),
        Column("zone", _("Time zone"), value=lambda row: zone_words(row.zone)),
    )
    default = ("day", "person", "team", "shift", "begins", "ends")
    order = ("day", "begins", "id")
    empty_act = ("people:rosters", _("Open the roster"), "people.duties")
    acts = (("people:rosters", _("Roster of the week"), "people.duties"),)


class AbsenceTable(Table):
    name = "absences"
    title = _("Absences")
    columns = (
        PERSON,
        LOGIN,
        Column("kind", _("Kind"), value="get_kind_display"),
        Column("starts_at", _("Away from"), kind="moment", sort="starts_at"),
        Column("ends_at", _("Back at"), kind="moment", sort="ends_at"),
        Column("deputy", _("Deputy"), value="deputy.name"),
        Column("note", _("Note")),
    )
    default = ("person", "kind", "starts_at", "ends_at", "deputy", "note")
    order = ("-starts_at", "-id")
    empty = _("Nobody is away.")
    empty_act = ("people:new_absence", _("Tell an absence"), "people.duties")
    acts = (("people:new_absence", _("Tell an absence"), "people.duties"),)


class AwayTable(Table):
    """For whoever keeps no roster: who is away until when and who stands in, not why."""

    name = "away"
    title = _("Absences")
    columns = tuple(c for c in AbsenceTable.columns if c.code not in ("kind", "note"))
    default = ("person", "starts_at", "ends_at", "deputy")
    order = AbsenceTable.order
    empty = AbsenceTable.empty
    empty_act = AbsenceTable.empty_act
    acts = AbsenceTable.acts
