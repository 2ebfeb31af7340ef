"""A customer gives an instruction, takes it back, or hears that it cannot be done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit_many
from kept.kernel.numbering import next_number
from kept.orders.enums import OrderState
from kept.orders.models import Order
from kept.parties.models import ContactPerson
from kept.transport.enums import ShipmentState
from kept.transport.models import Shipment

from ..enums import InstructionState
from ..events import InstructionEvent, InstructionGiven, InstructionRefused, InstructionWithdrawn
from ..models import Instruction
from ..queries.instructions import subjects_of

A_MINUTE = timedelta(minutes=1)
"""Moments are typed to the minute."""


class AboutNothing(Refused):
    default = _("Say which order or shipment it is about.")


class OtherOrder(Refused):
    default = _("This shipment does not belong to the order.")


class OtherCustomer(Refused):
    default = _("This contact person belongs to another customer.")


class WordsMissing(Refused):
    default = _("Write down what the customer said.")


class NothingToSteer(Refused):
    default = _("This is a draft or cancelled; there is nothing to be done with it.")


class GivenInTheFuture(Refused):
    default = _("This moment lies in the future.")


class WantedBeforeGiven(Refused):
    default = _("It cannot be wanted before it was given.")


class WhyNotMissing(Refused):
    default = _("Say why; the reason stays with the instruction.")


@transaction.atomic
def give_instruction(
    *,
    order: Order | None = None,
    shipment: Shipment | None = None,
    kind: str,
    words: str,
    channel: str,
    contact: ContactPerson | None = None,
    given_by: str = "",
    given_at: datetime | None = None,
    do_by: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Instruction:
    """Take down what a customer wants done with an order or a shipment, as it was said and when."""
    about = shipment or order
    if about is None:
        raise AboutNothing(field="about")
    if shipment and order and shipment.order_id != order.pk:
        raise OtherOrder(field="shipment")
    if about.state in (OrderState.DRAFT, OrderState.CANCELLED, ShipmentState.CANCELLED):
        raise NothingToSteer(field="about")
    if contact and contact.customer_id != about.customer_id:
        raise OtherCustomer(field="contact")
    if not words.strip():
        raise WordsMissing(field="words")
    given = given_at or at
    if given >= at + A_MINUTE:
        raise GivenInTheFuture(field="given_at")
    if do_by is not None and do_by < given:
        raise WantedBeforeGiven(field="do_by")
    instruction = Instruction.objects.create(
        number=next_number("instruction", at=at),
        customer_id=about.customer_id,
        branch_id=about.branch_id,
        order=order or (shipment.order if shipment else None),
        shipment=shipment,
        kind=kind,
        words=words.strip(),
        channel=channel,
        contact=contact,
        given_by="" if contact else given_by.strip()[:80],
        given_at=given,
        taken_at=at,
        taken_by_id=by.person_id,
        do_by=do_by,
    )
    wanted = do_by.isoformat() if do_by else ""
    tell(InstructionGiven, instruction, by=by, at=given, channel=channel, do_by=wanted)
    return instruction


@transaction.atomic
def refuse_instruction(*, instruction: Instruction, reason: str, by: Actor, at: datetime) -> Instruction:
    """It cannot be done, and why."""
    return _end(instruction, InstructionState.REFUSED, InstructionRefused, reason, by=by, at=at)


@transaction.atomic
def withdraw_instruction(*, instruction: Instruction, reason: str, by: Actor, at: datetime) -> Instruction:
    """The customer no longer wants it, and why."""
    return _end(instruction, InstructionState.WITHDRAWN, InstructionWithdrawn, reason, by=by, at=at)


def locked(instruction: Instruction) -> Instruction:
    rows = Instruction.objects.select_for_update(of=("self",))
    return rows.select_related("order", "shipment").get(pk=instruction.pk)


def tell(
    fact: type[InstructionEvent], instruction: Instruction, *, by: Actor, at: datetime, **more: Any
) -> None:
    """Into the history of the instruction, of its order and of its shipment."""
    said: dict[str, Any] = {
        "number": instruction.number,
        "kind": instruction.kind,
        "customer_id": instruction.customer_id,
    }
    facts = [fact(subject=each, occurred_at=at, **said, **more) for each in subjects_of(instruction)]
    emit_many(facts, by=by)


def _end(
    instruction: Instruction,
    state: str,
    fact: type[InstructionEvent],
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> Instruction:
    if not reason.strip():
        raise WhyNotMissing(field="reason")
    found = locked(instruction)
    found.settle(state, by=by.person_id, at=at, reason=reason.strip()[:300])
    found.save(update_fields=["state", "settled_at", "settled_by", "reason"])
    tell(fact, found, by=by, at=at, why=found.reason)
    return found
