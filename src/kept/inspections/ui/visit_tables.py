"""Lists of mystery checks, supervisors and observations of competitors."""

from __future__ import annotations

from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.tables import Column, Table

from ..models import MysteryVisit, Supervisor

TONES = {"planned": "soon", "recorded": "running", "released": "kept", "dropped": "waived"}


def visit_state(row: MysteryVisit) -> tuple[str, str]:
    return TONES.get(row.state, row.state), str(row.get_state_display())


NUMBER = Column("number", _("Number"), link="inspections:visit")
SCENARIO = Column("scenario", _("Scenario"), value="scenario.title", phone=True)
BRANCH = Column("branch", _("Branch"), value="branch.name", phone=True)
PLANNED = Column("planned_on", _("Planned for"), kind="day", sort="planned_on")
STATE = Column("state", _("State"), kind="state", value=visit_state, phone=True)
VISITED = Column("visited_at", _("Visited"), kind="moment")
SCORE = Column("score", _("Score"), kind="percent", sort="score", phone=True)


class VisitTable(Table):
    """For those who plan them: with the name of whoever posed."""

    name = "mystery_visits"
    title = _("Mystery checks")
    columns = (
        NUMBER,
        SCENARIO,
        BRANCH,
        Column("visitor", _("Posing as customer"), value="visitor.name"),
        Column("posed_as", _("Posed as")),
        PLANNED,
        STATE,
        VISITED,
        SCORE,
    )
    order = ("-planned_on", "-id")
    empty = _("No mystery check yet. Write a scenario and send somebody who is not known at the branch.")
    empty_act = ("inspections:new_visit", _("Plan a mystery check"), "inspections.mystery")
    acts = (
        ("inspections:new_visit", _("Plan a mystery check"), "inspections.mystery"),
        ("inspections:scenarios", _("Scenarios"), "inspections.mystery"),
        ("inspections:own_visits", _("My mystery checks"), "inspections.pose"),
    )


class MaskedVisitTable(Table):
    """For everybody else: nobody's name."""

    name = "mystery_results"
    title = _("Mystery checks")
    columns = (NUMBER, SCENARIO, BRANCH, STATE, VISITED, SCORE)
    order = ("-visited_at", "-id")
    empty = _("No result has been released yet.")
    acts = (("inspections:own_visits", _("My mystery checks"), "inspections.pose"),)


class OwnVisitTable(Table):
    name = "own_visits"
    title = _("My mystery checks")
    columns = (
        Column("number", _("Number"), link="inspections:recording"),
        SCENARIO,
        BRANCH,
        Column("posed_as", _("Posed as")),
        PLANNED,
        STATE,
    )
    order = ("planned_on", "id")
    empty = _("Nobody asked you to pose as a customer.")


class ScenarioTable(Table):
    name = "scenarios"
    title = _("Scenarios")
    columns = (
        Column("title", _("Title"), link=lambda row: row.get_absolute_url(), phone=True),
        Column("channel", _("Channel"), value="get_channel_display", phone=True),
        Column("asks", pgettext_lazy("of a mystery check", "Questions"), kind="number", value="ask_count"),
        Column("situation", _("Situation")),
    )
    order = ("title", "id")
    empty = _("No scenario yet. Write down who one pretends to be, and what is asked and complained of.")
    empty_act = ("inspections:new_scenario", _("Write a scenario"), "inspections.mystery")
    acts = (("inspections:new_scenario", _("Write a scenario"), "inspections.mystery"),)


def _serving(row: Supervisor) -> tuple[str, str]:
    if row.ended_at is not None:
        return "waived", say("Ended")
    return ("kept", say("Serving")) if row.until >= localdate() else ("expired", say("Term over"))


class SupervisorTable(Table):
    name = "supervisors"
    title = _("Social supervisors")
    columns = (
        Column("person", pgettext_lazy("person", "Name"), value="person.name", phone=True),
        Column("background", _("Who they are"), phone=True),
        Column("branch", _("Branch"), value=lambda row: str(row.branch or say("whole company"))),
        Column("login", _("Login"), value="person.login"),
        Column("findings", _("Findings"), kind="number", value="finding_count"),
        Column("appointed_at", _("Appointed"), kind="moment"),
        Column("until", pgettext_lazy("term of a supervisor", "Until"), kind="day", sort="until"),
        Column("state", _("State"), kind="state", value=_serving, phone=True),
    )
    order = ("-appointed_at", "-id")
    empty = _("Nobody from outside watches the service yet.")
    empty_act = ("inspections:new_supervisor", _("Appoint a supervisor"), "inspections.appoint")
    acts = (("inspections:new_supervisor", _("Appoint a supervisor"), "inspections.appoint"),)
    bulk_acts = (("inspections:dismissal", _("Dismiss"), "inspections.appoint"),)


class ObservationTable(Table):
    name = "competitor_observations"
    title = _("Observations of competitors")
    columns = (
        Column("number", _("Number"), link="inspections:observation"),
        Column("competitor", _("Competitor"), value="competitor.name", phone=True),
        Column("dimension", _("Dimension"), value="get_dimension_display", phone=True),
        Column("service", _("Service"), value=lambda row: str(row.service or say("all services"))),
        Column("indicator", _("Indicator"), value=lambda row: row.declared and str(row.declared.title)),
        Column("level", pgettext_lazy("of a competitor", "Level"), value="level_words", phone=True),
        Column("price", _("Price"), value="price_words"),
        Column("words", _("What was seen")),
        Column("seen_on", _("Seen on"), kind="day", sort="seen_on", phone=True),
        Column("source", _("Seen in"), value="get_source_display"),
        Column("source_note", _("Where exactly")),
        Column("seen_by", _("Seen by"), value="seen_by.name"),
    )
    default = (
        "number",
        "competitor",
        "dimension",
        "service",
        "level",
        "price",
        "seen_on",
        "source",
        "seen_by",
    )
    order = ("-seen_on", "-id")
    empty = _("Nothing is known of competitors yet.")
    empty_act = ("inspections:new_observation", _("Write down an observation"), "inspections.compare")
    acts = (("inspections:new_observation", _("Write down an observation"), "inspections.compare"),)
