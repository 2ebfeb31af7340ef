"""Lists of client reviews and of reports that are sent regularly."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.cells import state_tone
from kept.kernel.web.tables import Column, Table

from ..enums import Span
from ..queries.kinds import title_of
from ..queries.writing import period_words

state_tone(handed="kept", queued="running")


def _state(row: Any) -> tuple[str, str]:
    return row.state, str(row.get_state_display())


def _receivers(row: Any) -> str:
    return _(", ").join(each.name for each in (*row.persons.all(), *row.contacts.all()))


class ReviewTable(Table):
    name = "reviews"
    title = _("Client reviews")
    columns = (
        Column("number", _("Number"), link="reports:review", phone=True),
        Column("customer", _("Customer"), value="customer.name", phone=True),
        Column("period", _("Period"), value=lambda row: period_words(row.period), sort="last", phone=True),
        Column("version", _("Version"), kind="number"),
        Column("state", _("State"), kind="state", value=_state, phone=True),
        Column("begun_at", pgettext_lazy("moment", "Begun"), kind="moment"),
        Column("begun_by", _("Prepared by"), value="begun_by.name"),
        Column("handed_at", pgettext_lazy("review", "Handed over"), kind="moment"),
        Column("taken_by", pgettext_lazy("review", "Taken by")),
    )
    order = ("-last", "-id")
    empty = _("No client review yet. Begin one for a customer and a quarter.")
    acts = (("reports:new_review", _("Begin a review"), "reports.review"),)


class ScheduleTable(Table):
    name = "schedules"
    title = _("Reports sent regularly")
    columns = (
        Column("number", _("Number"), link="reports:schedule", phone=True),
        Column("title", _("Report"), value=lambda row: title_of(row.kind), phone=True),
        Column("whose", pgettext_lazy("report", "About")),
        Column("span", pgettext_lazy("report", "How often"), value=lambda row: Span(row.span).rhythm),
        Column("receivers", _("Receivers"), value=_receivers, phone=True),
        Column("form", _("As"), value="get_form_display"),
        Column("is_active", _("Active"), kind="yesno"),
        Column("next_at", _("Sent next"), kind="moment", sort="next_at", phone=True),
        Column("made_by", _("Arranged by"), value="made_by.name"),
    )
    order = ("-id",)
    empty = _("Nothing is sent regularly. Open a report and choose 'Send regularly'.")
    acts = (("reports:shelf", _("All reports"), "reports.view"),)
