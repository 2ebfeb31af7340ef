from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.cells import state_tone
from kept.kernel.web.tables import Column, Table
from kept.kernel.web.times import span_words

from ..models import Instruction

state_tone(
    instruction_given="running",
    instruction_overdue="broken",
    instruction_carried_out="kept",
    instruction_late="soon",
    instruction_refused="soon",
    instruction_withdrawn="quiet",
)


def state_shown(instruction: Instruction, at: datetime | None = None) -> tuple[str, Any]:
    """Its state as a mark: what is open past its moment, and what was done late, stand out."""
    if instruction.is_overdue(at or now()):
        return "instruction_overdue", pgettext_lazy("instructions", "Overdue")
    if instruction.was_late:
        return "instruction_late", _("Carried out late")
    return f"instruction_{instruction.state}", instruction.get_state_display()


def took_words(instruction: Instruction) -> str | None:
    return None if instruction.took is None else span_words(instruction.took)


class InstructionTable(Table):
    name = "instructions"
    title = _("Customer instructions")
    columns = (
        Column("number", _("Instruction"), link="fulfillment:instruction", hint="get_kind_display"),
        Column("state", _("State"), kind="state", value=state_shown),
        Column("do_by", _("To be carried out by"), kind="moment", sort="do_by"),
        Column(
            "customer",
            _("Customer"),
            value=lambda i: str(i.customer),
            link=lambda i: i.customer.get_absolute_url(),
            link_permission="parties.view",
        ),
        Column(
            "order",
            _("Order"),
            value=lambda i: i.order and i.order.number,
            link=lambda i: i.order.get_absolute_url() if i.order else "",
            link_permission="orders.view",
        ),
        Column(
            "shipment",
            _("Waybill"),
            value=lambda i: i.shipment and i.shipment.number,
            link=lambda i: i.shipment.get_absolute_url() if i.shipment else "",
            link_permission="transport.view",
        ),
        Column("kind", _("Kind"), value="get_kind_display"),
        Column("words", _("Words of the customer")),
        Column("given_at", _("Said at"), kind="moment", sort="given_at"),
        Column("who", _("Given by")),
        Column("channel", _("Channel"), value="get_channel_display"),
        Column("taken_by", _("Taken down by"), value="taken_by.name"),
        Column("actions", _("Done upon it"), value=lambda i: "; ".join(map(str, i.actions.all())) or None),
        Column("done_at", _("Done at"), kind="moment", sort="done_at"),
        Column("took", _("From word to act"), value=took_words),
        Column("reason", _("Reason")),
        Column("settled_by", _("Settled by"), value="settled_by.name"),
    )
    default = (
        "number",
        "state",
        "do_by",
        "customer",
        "order",
        "shipment",
        "words",
        "given_at",
        "who",
        "channel",
    )
    order = ("do_by", "given_at", "id")
    empty = _("No customer instruction is open. Look at all of them by the filter of states.")
    acts = (("fulfillment:new_instruction", _("Take down an instruction"), "fulfillment.instruct"),)
    empty_act = ("fulfillment:new_instruction", _("Take down an instruction"), "fulfillment.instruct")
