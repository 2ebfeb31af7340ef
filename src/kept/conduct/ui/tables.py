"""Lists of fines."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kept.kernel.web.cells import state_tone
from kept.kernel.web.tables import Column, Table

from ..models import Fine

state_tone(offered="soon", imposed="broken", waived="kept")


def _state(row: Fine) -> tuple[str, str]:
    return row.state, str(row.get_state_display())


CASE = Column(
    "case",
    _("Case"),
    value="case.number",
    link=lambda row: row.case.get_absolute_url(),
    link_permission="desk.view",
)
COLUMNS = (
    Column("kind", _("For what"), value="get_kind_display"),
    CASE,
    Column("month", _("Month"), value=lambda row: f"{row.month:%Y-%m}"),
    Column("range", _("By the table"), value="range_words"),
    Column("amount", _("Amount"), kind="money", value="money", total=True, phone=True),
    Column(
        "consequence", _("Consequence"), value=lambda row: row.consequence and row.get_consequence_display()
    ),
    Column("state", _("State"), kind="state", value=_state, phone=True),
    Column("offered_at", _("Put to a decision"), kind="moment"),
    Column("decided_by", _("Decided by"), value="decided_by.name"),
    Column("decided_at", _("Decided"), kind="moment"),
    Column("note", _("Why")),
)


class FineTable(Table):
    name = "fines"
    title = _("Fines")
    columns = (
        Column("number", _("Number"), link="conduct:fine"),
        Column("person", _("Person"), value="person.name", phone=True),
        *COLUMNS,
        Column("branch", _("Branch"), value="branch.name"),
    )
    default = ("number", "person", "kind", "case", "month", "range", "amount", "state", "consequence")
    order = ("-id",)
    empty = _("No fine. One is put to a decision when a complaint is closed with somebody responsible.")


class OwnTable(Table):
    name = "own_fines"
    title = _("My fines")
    columns = (Column("number", _("Number")), *COLUMNS)
    default = ("number", "kind", "case", "month", "amount", "state", "consequence", "note")
    order = ("-id",)
    empty = _("You have no fine.")
