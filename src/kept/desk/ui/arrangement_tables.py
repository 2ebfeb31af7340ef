"""Lists of what managers arrange."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.chrome import LANGUAGE_NAMES
from kept.kernel.web.tables import Column, Table

from ..models import CannedReply, UpwardReport

ALL = pgettext_lazy("team", "all teams")
TEAM = Column("team", _("Team"), value=lambda kept: kept.team.name if kept.team else ALL)
IN_USE = Column("is_active", _("In use"), kind="yesno")
CHANGED = Column("changed", _("Changed"), kind="moment", value="changed_at", sort="-changed_at")


def _page(kept: Any) -> str:
    return str(kept.get_absolute_url())


def _report(report: UpwardReport) -> str:
    return reverse("desk:report", args=[report.pk])


def _languages(reply: CannedReply) -> str:
    return str(_(", ")).join(LANGUAGE_NAMES.get(code, code) for code in reply.languages)


class CannedReplyTable(Table):
    name = "canned_replies"
    title = _("Canned replies")
    columns = (
        Column("name", _("Name"), sort="name", link=_page),
        TEAM,
        Column("languages", _("Languages"), value=_languages),
        IN_USE,
        CHANGED,
    )
    order = ("name", "id")
    empty = _("No canned reply yet. Write what is said every day once, with gaps for the case.")
    empty_act = ("desk:new_canned_reply", _("New canned reply"), "desk.arrange")
    acts = (("desk:new_canned_reply", _("New canned reply"), "desk.arrange"),)


class MacroTable(Table):
    name = "macros"
    title = _("Macros")
    columns = (
        Column("name", _("Name"), sort="name", link=_page),
        TEAM,
        Column("steps", _("Steps"), kind="number", value=lambda macro: len(macro.steps)),
        IN_USE,
        CHANGED,
    )
    order = ("name", "id")
    empty = _("No macro yet. A macro does several steps in one go.")
    empty_act = ("desk:new_macro", _("New macro"), "desk.arrange")
    acts = (("desk:new_macro", _("New macro"), "desk.arrange"),)


class CampaignTable(Table):
    name = "campaigns"
    title = _("Collections of suggestions")
    columns = (
        Column("name", _("Name"), link=_page),
        Column("question", pgettext_lazy("that is asked", "Question")),
        Column("starts_on", _("First day"), kind="day"),
        Column("ends_on", _("Last day"), kind="day"),
        Column("count", _("Suggestions received"), kind="number", value="count", total=True),
    )
    order = ("-starts_on", "-id")
    empty = _("No collection yet. A collection asks a question during some days.")
    empty_act = ("desk:new_campaign", _("New collection"), "desk.arrange")
    acts = (("desk:new_campaign", _("New collection"), "desk.arrange"),)


class ReportTable(Table):
    name = "upward_reports"
    title = _("Reported upward")
    columns = (
        Column("at", _("Reported"), kind="moment", sort="-at"),
        Column("sort", _("What it is"), value="get_sort_display"),
        Column("text", _("What the head must know"), value="text", link=_report),
        Column("customer", _("Customer"), value="customer.name"),
        Column("case", _("Case"), value="case.number"),
        Column("person", pgettext_lazy("to the head", "Reported by"), value="person.name"),
        Column("branch", _("Branch"), value="branch.name"),
        Column("seen", pgettext_lazy("a report", "Seen"), kind="moment", value="seen_at"),
        Column("decision", _("Decision")),
    )
    default = ("at", "sort", "text", "customer", "case", "person", "seen", "decision")
    order = ("-at", "-id")
    empty = _("Nothing has been reported upward.")
