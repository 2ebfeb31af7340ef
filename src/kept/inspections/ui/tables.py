"""Lists of standards, designs, inspections, findings and improvements."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from kept.kernel.web.cells import state_tone
from kept.kernel.web.tables import Column, Table

from ..models import Design, Finding, Improvement, Inspection, Standard

state_tone(met="kept", n_a="quiet", taken_up="running", minor="quiet", major="soon", critical="broken")


def _of_version(name: str) -> Any:
    return lambda row: getattr(row.current, name) if row.current else None


def _service(row: Standard | Design) -> str:
    return str(row.service or say("all services"))


def _standard_state(row: Standard) -> tuple[str, str]:
    return ("replaced", say("Ended")) if row.ended_on else ("current", pgettext("standard", "In force"))


class StandardTable(Table):
    name = "standards"
    title = _("Service standards")
    columns = (
        Column("number", _("Number"), link="inspections:standard", sort="number"),
        Column("title", _("Title"), phone=True, sort="title"),
        Column("service", _("Service"), value=_service, phone=True),
        Column("step", _("Step"), value=lambda row: row.step and row.step.name),
        Column("limit", pgettext_lazy("standard", "Limit"), value=_of_version("limit_words"), phone=True),
        Column("version", _("Version"), kind="number", value=_of_version("number")),
        Column(
            "every_days", _("Checked every"), kind="number", unit=_("days"), value=_of_version("every_days")
        ),
        Column("valid_from", _("In force from"), kind="day", value=_of_version("valid_from")),
        Column("state", _("State"), kind="state", value=_standard_state),
    )
    order = ("number", "id")
    empty = _("No standard yet. Write what good service is, and how it is checked.")
    empty_act = ("inspections:new_standard", _("Write a standard"), "inspections.write")
    acts = (
        ("inspections:new_standard", _("Write a standard"), "inspections.write"),
        ("inspections:designs", _("Service designs"), "inspections.view"),
    )


class DesignTable(Table):
    name = "designs"
    title = _("Service designs")
    columns = (
        Column("number", _("Number"), link="inspections:design", sort="number"),
        Column("title", _("Title"), phone=True, sort="title"),
        Column("service", _("Service"), value=_service, phone=True),
        Column("channels", _("Channels"), value=lambda row: say(", ").join(row.channel_words)),
        Column("steps", _("Steps"), kind="number", value="step_count"),
        Column("version", _("Version"), kind="number"),
        Column("in_force_from", _("In force from"), kind="day"),
        Column("state", _("State"), kind="state", value="state_shown"),
        Column("changed_at", _("Changed"), kind="moment"),
    )
    order = ("number", "id")
    empty = _("No design yet. Say by which channels, in which steps and with whom a service is given.")
    empty_act = ("inspections:new_design", _("Design a service"), "inspections.write")
    acts = (("inspections:new_design", _("Design a service"), "inspections.write"),)


def inspection_state(row: Inspection) -> tuple[str, str]:
    if row.is_overdue(localdate()):
        return "overdue", say("Overdue")
    if row.is_held is not None:
        return ("kept", say("Standard held")) if row.is_held else ("broken", say("Standard not held"))
    tone = {"due": "soon", "dropped": "waived"}.get(row.state, row.state)
    return tone, str(row.get_state_display())


class InspectionTable(Table):
    name = "inspections"
    title = _("Inspections")
    columns = (
        Column("number", _("Number"), link="inspections:inspection"),
        Column("standard", _("Service standard"), value="version.standard", phone=True),
        Column("branch", _("Branch"), value="place", phone=True),
        Column("inspector", _("Inspector"), value="inspector.name"),
        Column("due_on", _("Due day"), kind="day", sort="due_on", phone=True),
        Column("state", _("State"), kind="state", value=inspection_state, phone=True),
        Column("score", _("Score"), kind="percent", sort="score"),
        Column("critical_misses", _("Critical items not met"), kind="number"),
        Column("finding_count", _("Findings"), kind="number"),
        Column("done_at", _("Carried out"), kind="moment"),
    )
    default = ("number", "standard", "branch", "inspector", "due_on", "state", "score", "finding_count")
    order = ("-due_on", "-id")
    empty = _(
        "No inspection. Plan how often a standard is checked, and each one is put up when its day comes."
    )
    empty_act = ("inspections:new_plan", _("Plan inspections"), "inspections.write")
    acts = (
        ("inspections:new_plan", _("Plan inspections"), "inspections.write"),
        ("inspections:new_inspection", _("Order one inspection"), "inspections.write"),
        ("inspections:plans", _("Plans"), "inspections.view"),
        ("inspections:findings", _("Findings"), "inspections.view"),
    )


class PlanTable(Table):
    name = "inspection_plans"
    title = _("Plans of inspections")
    columns = (
        Column(
            "standard",
            _("Service standard"),
            value="standard",
            link=lambda row: row.standard.get_absolute_url(),
            phone=True,
        ),
        Column("branch", _("Branch"), value=lambda row: str(row.branch or say("whole company")), phone=True),
        Column("inspector", _("Inspector"), value="inspector.name"),
        Column("every_days", _("Every"), kind="number", unit=_("days")),
        Column("next_on", _("Next on"), kind="day", sort="next_on", phone=True),
        Column(
            "state",
            _("State"),
            kind="state",
            value=lambda row: ("running", say("Running")) if row.is_running else ("paused", say("Stopped")),
        ),
    )
    order = ("next_on", "id")
    empty = _("Nothing is planned yet.")
    empty_act = ("inspections:new_plan", _("Plan inspections"), "inspections.write")
    acts = (("inspections:new_plan", _("Plan inspections"), "inspections.write"),)
    bulk_acts = (("inspections:stop_plans", _("Stop"), "inspections.write"),)


def _finding_state(row: Finding) -> tuple[str, str]:
    return row.state, str(row.get_state_display())


class FindingTable(Table):
    name = "findings"
    title = _("Findings")
    columns = (
        Column("number", _("Number"), link="inspections:finding"),
        Column("what", _("What was found"), phone=True),
        Column("source", _("Found by"), value="get_source_display"),
        Column(
            "severity",
            _("Severity"),
            kind="state",
            value=lambda row: (row.severity, str(row.get_severity_display())),
            phone=True,
        ),
        Column("branch", _("Branch"), value="branch.name", phone=True),
        Column("inspection", _("Inspection"), value="inspection.number"),
        Column("visit", _("Mystery check"), value="visit.number"),
        Column("supervisor", _("Social supervisor"), value="supervisor.person.name"),
        Column("found_at", pgettext_lazy("moment", "Found"), kind="moment", sort="found_at"),
        Column("answered_at", _("Answered"), kind="moment"),
        Column("state", _("State"), kind="state", value=_finding_state),
        Column("case", _("Case"), value="case.number"),
        Column("result", _("What came of it")),
    )
    default = ("number", "what", "source", "severity", "branch", "found_at", "state")
    order = ("-found_at", "-id")
    acts = (("inspections:supervisors", _("Social supervisors"), "inspections.appoint"),)
    empty = _("Nothing was found. What an inspection does not see met stands here.")


def _effects(row: Improvement) -> str:
    words = {True: say("better"), False: say("worse"), None: say("no data")}
    told = (f"{each.get_aspect_display()} {words[each.is_better]}" for each in row.effects.all())
    return say(", ").join(told)


def improvement_state(row: Improvement) -> tuple[str, str]:
    if row.is_overdue(localdate()):
        return "overdue", say("Overdue")
    return ("kept" if row.state == "done" else row.state), str(row.get_state_display())


class ImprovementTable(Table):
    name = "improvements"
    title = _("Improvements")
    columns = (
        Column("number", _("Number"), link="inspections:improvement"),
        Column("title", _("Title"), phone=True),
        Column("problem", _("Problem"), value="get_problem_display", phone=True),
        Column("field", _("Field"), value="get_field_display"),
        Column("branch", _("Branch"), value=lambda row: str(row.branch or say("whole company"))),
        Column("owner", _("Owner"), value="owner.name"),
        Column("due_on", _("Due day"), kind="day", sort="due_on", phone=True),
        Column("state", _("State"), kind="state", value=improvement_state, phone=True),
        Column("change", _("Change made")),
        Column("done_on", _("Changed on"), kind="day", sort="done_on"),
        Column("effects", _("Effect"), value=_effects),
        Column("finding", _("Finding"), value="finding.number"),
        Column("next_round", _("Look again on"), kind="day"),
    )
    default = ("number", "title", "problem", "field", "owner", "due_on", "state", "effects")
    order = ("-id",)
    empty = _("No improvement yet. Write down a flaw or waste and who changes it by when.")
    empty_act = ("inspections:new_improvement", _("Open an improvement"), "inspections.improve")
    acts = (("inspections:new_improvement", _("Open an improvement"), "inspections.improve"),)
