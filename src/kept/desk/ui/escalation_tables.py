"""Lists of escalations and of the steps that the clock takes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.tables import Column, Table

from ..models import Escalation, EscalationStep


def _page(step: EscalationStep) -> str:
    return step.get_absolute_url()


def _since(step: EscalationStep) -> datetime | None:
    return None if step.is_as_installed else step.since


def _case(row: Escalation) -> str:
    return row.case.get_absolute_url()


def _by(row: Escalation) -> Any:
    return _("by clock") if row.is_by_clock else row.by.name if row.by else ""


class EscalationStepTable(Table):
    name = "escalation_steps"
    title = _("Steps of escalation")
    columns = (
        Column("moment", pgettext_lazy("a step", "When"), value="moment_words", link=_page),
        Column("level", _("To which level"), value="get_level_display", sort="level"),
        Column("rises", _("The case rises"), kind="yesno"),
        Column("kinds", _("Kinds"), value="kind_words"),
        Column("severities", _("Severity"), value="severity_words"),
        Column("promise", _("Promise"), value="promise"),
        Column("share", _("Share of the time"), kind="percent"),
        Column("late_minutes", _("Working minutes after the breach"), kind="number"),
        Column("since", _("Valid from"), kind="moment", value=_since, sort="since"),
        Column("set_by", pgettext_lazy("of a step", "Set by"), value="set_by.name"),
        Column("ended", _("Valid until"), kind="moment", value="ended_at"),
        Column("ended_by", pgettext_lazy("of a step", "Ended by"), value="ended_by.name"),
    )
    default = ("moment", "level", "rises", "kinds", "severities", "since", "set_by", "ended")
    order = ("promise", "late_minutes", "share", "id")
    empty = _("No step is in force: cases go up by hand alone.")
    empty_act = ("desk:new_escalation_step", _("New step"), "desk.arrange")
    acts = (("desk:new_escalation_step", _("New step"), "desk.arrange"),)


class EscalationTable(Table):
    name = "escalations"
    title = _("Escalations")
    columns = (
        Column("at", pgettext_lazy("of a case", "Passed on"), kind="moment", sort="-at"),
        Column("case", _("Case"), value="case.number", link=_case),
        Column("matter", _("Matter"), value="case.heading"),
        Column("customer", _("Customer"), value="case.who"),
        Column("kind", _("Kind"), value="case.get_kind_display"),
        Column("level", _("Level"), value="get_level_display"),
        Column("rose", _("The case rose"), kind="yesno"),
        Column("by", _("Passed on by"), value=_by),
        Column("to", pgettext_lazy("of passing a case on", "To whom"), value="to.name"),
        Column("why", pgettext_lazy("of passing a case on", "Why"), value="reason_words"),
        Column("due", _("Was due"), kind="moment", value="due_at"),
        Column("branch", _("Branch"), value="case.branch.name"),
    )
    default = ("at", "case", "matter", "customer", "level", "rose", "by", "why", "branch")
    order = ("-at", "-id")
    empty = _("No case has gone up yet.")
    acts = (("desk:escalation_steps", _("Steps by the clock"), "desk.view"),)
