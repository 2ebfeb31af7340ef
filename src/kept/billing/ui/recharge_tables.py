"""The list of recharges."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kept.kernel.web.cells import state_tone
from kept.kernel.web.tables import Column, Table

from ..models import Recharge
from .tables import SHIPMENT

state_tone(contested="soon", upheld="running", withdrawn="quiet")


def _state(row: Recharge) -> tuple[str, str]:
    return row.state, row.get_state_display()


class RechargeTable(Table):
    name = "recharges"
    title = _("Recharges")
    columns = (
        Column("number", _("Recharge"), link="billing:recharge"),
        Column(
            "partner",
            _("Subcontractor"),
            value=lambda row: str(row.partner),
            link=lambda row: row.partner.get_absolute_url(),
            link_permission="parties.view",
            phone=True,
        ),
        Column("matter", _("Case")),
        Column("loss", _("Compensation")),
        SHIPMENT,
        Column("whole", _("Whole loss"), kind="money", value="whole_money"),
        Column("share", _("Share in percent"), kind="number"),
        Column("amount", _("Amount"), kind="money", value="money", total=True, phone=True),
        Column("state", _("State"), kind="state", value=_state, phone=True),
        Column("contest", _("Why it is contested")),
        Column("contest_note", _("Note on the decision")),
        Column("branch", _("Branch"), value="branch.name"),
        Column("recharged_at", _("Recharged at"), kind="moment"),
        Column("settled_at", _("Settled"), kind="moment"),
    )
    default = ("number", "partner", "matter", "whole", "share", "amount", "state", "recharged_at")
    order = ("-id",)
    empty = _(
        "No recharge yet. It is made when a compensation is granted for which a subcontractor is liable."
    )
    bulk_acts = (("billing:recharge_settlement", _("Mark as settled"), "billing.settle"),)
