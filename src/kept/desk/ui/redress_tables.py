"""The list of compensations."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.cells import state_tone
from kept.kernel.web.tables import Column, Table

from ..models import Compensation
from .tables import SIGN, _address

state_tone(proposed="soon", approved="running", declined="broken", made_good="kept")


def _state(row: Compensation) -> tuple[str, str]:
    return row.state, str(row.get_state_display())


def _money(row: Compensation) -> Any:
    return row.money if row.amount else None


class CompensationTable(Table):
    name = "compensations"
    title = _("Compensations")
    columns = (
        Column("number", _("Compensation"), link="desk:compensation"),
        Column("case", _("Case"), value="case.number", link=lambda row: _address(row.case)),
        Column(
            "customer",
            _("Customer"),
            value=lambda row: str(row.customer),
            link=lambda row: _address(row.customer),
            link_permission="parties.view",
        ),
        Column("kind", _("Measure"), value="get_kind_display"),
        Column("amount", _("Amount"), kind="money", value=_money, total=True),
        Column("state", _("State"), kind="state", value=_state),
        SIGN,
        Column("level", _("Level"), value="get_level_display"),
        Column("proposed_by", _("Proposed by"), value="proposed_by.name"),
        Column("proposed_at", _("Proposed"), kind="moment", sort="proposed_at"),
        Column("decided_by", _("Decided by"), value="decided_by.name"),
        Column("decided_at", _("Decided"), kind="moment", sort="decided_at"),
        Column("reaction", _("What the customer said")),
        Column("made_good_at", pgettext_lazy("moment", "Made good"), kind="moment"),
        Column("charge", _("Charge"), value="charge.number"),
    )
    default = (
        "number",
        "case",
        "customer",
        "kind",
        "amount",
        "state",
        "promise",
        "proposed_by",
        "decided_by",
    )
    order = ("-id",)
    empty = _("Nothing was offered yet. Compensations begin on the page of a case.")
