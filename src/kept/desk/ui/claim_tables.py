"""The list of claims."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.cells import state_tone
from kept.kernel.web.tables import Column, Table

from ..models import Claim
from .tables import SIGN, _address

state_tone(granted="running", paid="kept")


def _state(row: Claim) -> tuple[str, str]:
    return row.state, str(row.get_state_display())


class ClaimTable(Table):
    name = "claims"
    title = _("Claims")
    columns = (
        Column("number", _("Claim"), link="desk:claim"),
        Column("case", _("Case"), value="case.number", link=lambda row: _address(row.case)),
        Column("side", _("Against whom"), value="get_side_display"),
        Column("against", _("By name"), value="against"),
        Column("customer", _("Customer"), value="case.customer.name"),
        Column("sort", _("Cost of"), value="get_sort_display"),
        Column("product", _("Product")),
        Column("cause", _("Cause"), value="case.get_cause_display"),
        Column("amount", _("Amount claimed"), kind="money", value="money", total=True, phone=True),
        Column("granted", _("Amount granted"), kind="money", value="granted_money", total=True),
        Column("state", _("State"), kind="state", value=_state, phone=True),
        SIGN,
        Column("filed_at", _("Filed"), kind="moment"),
        Column("decided_by", _("Decided by"), value="decided_by.name"),
        Column("decided_at", _("Decided"), kind="moment"),
        Column("pay_by", _("To be paid by"), kind="day"),
        Column("paid_at", pgettext_lazy("moment", "Paid"), kind="moment"),
        Column("proof", _("Proof of payment")),
    )
    default = (
        "number",
        "case",
        "side",
        "against",
        "product",
        "amount",
        "granted",
        "state",
        "promise",
        "pay_by",
    )
    order = ("-id",)
    empty = _("No claim yet. Claims are filed on the page of a case.")
    acts = (("desk:claim_costs", _("Costs per product and cause")),)
