"""Do what the customer wants and tick it off, in one go: both happen or neither."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject
from kept.kernel.models import EventRecord
from kept.orders.actions.amending import amend_order
from kept.orders.actions.holding import hold_order
from kept.orders.actions.releasing import release_order
from kept.orders.enums import HoldReason, OrderState
from kept.orders.events import OrderAmended, OrderHeld, OrderReleased
from kept.orders.models import LIVE_STATES, Order
from kept.transport.actions.delivering import return_shipment
from kept.transport.actions.tracking import TrackingInput, record_events
from kept.transport.enums import ShipmentState
from kept.transport.events import ShipmentReturned
from kept.transport.models import Shipment, TrackingEvent

from ..enums import InstructionKind
from ..models import Instruction
from .carrying_out import carry_out_instruction
from .instructing import locked

Details = Mapping[str, Any]
K = InstructionKind


class NoSuchAct(Refused):
    default = _("This cannot be done with it now.")


class NothingChanged(Refused):
    default = _("Nothing would change. Say what is to be different.")


@dataclass(frozen=True)
class Deed:
    """An act that can be done from an instruction: who may, when it is possible, and how it is done."""

    permission: str
    kinds: tuple[str, ...]
    possible: Callable[[Instruction], bool]
    do: Callable[[Instruction, Details, Actor, datetime], str]


@transaction.atomic
def act_upon(
    *, instruction: Instruction, deed: str, details: Details, by: Actor, at: datetime
) -> Instruction:
    """Do it by the verb of the room that it belongs to, and link what that verb recorded."""
    found = locked(instruction)
    doing = DEEDS.get(deed)
    if doing is None or not found.is_open or not doing.possible(found):
        raise NoSuchAct
    if not _reached(found, doing.permission, by):
        raise NoSuchAct(_("You may not do this."))
    return carry_out_instruction(instruction=found, acts=[doing.do(found, details, by, at)], by=by, at=at)


def deeds_for(instruction: Instruction, actor: Actor) -> list[str]:
    """What this actor may do about it now, what it asks for first."""
    if not instruction.is_open:
        return []
    may = [
        name
        for name, deed in DEEDS.items()
        if deed.possible(instruction) and _reached(instruction, deed.permission, actor)
    ]
    return sorted(may, key=lambda name: instruction.kind not in DEEDS[name].kinds)


def _reached(instruction: Instruction, permission: str, actor: Actor) -> bool:
    """Whether the actor may do this to the order or shipment itself."""
    if not actor.may(permission):
        return False
    if permission.startswith("orders."):
        return Order.objects.permitted(actor, permission).filter(instructions=instruction).exists()
    return Shipment.objects.permitted(actor, permission).filter(instructions=instruction).exists()


def _may_move(state: str) -> Callable[[Instruction], bool]:
    return lambda instruction: instruction.order is not None and instruction.order.may_move_to(state)


def _is_live(instruction: Instruction) -> bool:
    return instruction.order is not None and instruction.order.state in LIVE_STATES


def _may_return(instruction: Instruction) -> bool:
    shipment = instruction.shipment
    started = shipment is not None and shipment.state != ShipmentState.PLANNED
    return started and shipment is not None and shipment.may_move_to(ShipmentState.RETURNED)


def _hold(instruction: Instruction, details: Details, by: Actor, at: datetime) -> str:
    order = _order(instruction)
    note = details.get("note") or f"{instruction.number} {instruction.words}"[:200]
    hold_order(order=order, reason=HoldReason.CUSTOMER, note=note, until=details.get("until"), by=by, at=at)
    return _event(order, OrderHeld)


def _release(instruction: Instruction, details: Details, by: Actor, at: datetime) -> str:
    order = _order(instruction)
    release_order(order=order, by=by, at=at)
    return _event(order, OrderReleased)


def _amend(instruction: Instruction, details: Details, by: Actor, at: datetime) -> str:
    order = _order(instruction)
    changes = {name: value for name, value in details.items() if getattr(order, name) != value}
    if not changes:
        raise NothingChanged
    why = f"{instruction.number} {instruction.words}"[:200]
    amend_order(order=order, changes=changes, why=why, by=by, at=at)
    return _event(order, OrderAmended)


def _record_news(instruction: Instruction, details: Details, by: Actor, at: datetime) -> str:
    shipment, moment = _shipment(instruction), details.get("occurred_at") or at
    news = TrackingInput(
        number=shipment.number,
        code=details["code"],
        occurred_at=moment,
        place=details.get("place", ""),
        note=details.get("note", ""),
    )
    result = record_events(inputs=[news], by=by, at=at)
    if result.rejected:
        raise Refused(result.rejected[0].message, field="occurred_at")
    rows = TrackingEvent.objects.filter(shipment=shipment, code=news.code, occurred_at=moment)
    return f"news-{rows.values_list('pk', flat=True)[0]}"


def _return(instruction: Instruction, details: Details, by: Actor, at: datetime) -> str:
    shipment = _shipment(instruction)
    why = f"{instruction.number} {instruction.words}"[:200]
    return_shipment(shipment=shipment, happened_at=details.get("happened_at") or at, why=why, by=by, at=at)
    return _event(shipment, ShipmentReturned)


def _event(record: Order | Shipment, fact: Any) -> str:
    """What the verb just told of the record."""
    about = Subject.of(record)
    rows = EventRecord.objects.filter(subject_type=about.type, subject_id=about.id, name=fact.name)
    return f"event-{rows.order_by('-pk').values_list('pk', flat=True)[0]}"


def _order(instruction: Instruction) -> Order:
    assert instruction.order is not None  # the deed is possible
    return instruction.order


def _shipment(instruction: Instruction) -> Shipment:
    assert instruction.shipment is not None  # the deed is possible
    return instruction.shipment


def _is_moving(instruction: Instruction) -> bool:
    return instruction.shipment is not None and instruction.shipment.is_open


DEEDS: dict[str, Deed] = {
    "hold": Deed("orders.hold", (K.HOLD, K.STOP), _may_move(OrderState.HELD), _hold),
    "release": Deed("orders.release", (K.RELEASE,), _may_move(OrderState.RELEASED), _release),
    "time": Deed("orders.amend", (K.TIME,), _is_live, _amend),
    "address": Deed("orders.amend", (K.ADDRESS,), _is_live, _amend),
    "news": Deed("transport.track", (K.STOP, K.PARTS, K.HOLD), _is_moving, _record_news),
    "return": Deed("transport.deliver", (K.RETURN,), _may_return, _return),
}
