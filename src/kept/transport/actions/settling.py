"""What news does to one shipment in memory. Attempts to deliver are settled elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from kept.kernel.events import Subject

from ..enums import ExceptionKind, ShipmentState, TrackingCode
from ..events import ShipmentPickedUp, ShipmentReturned, TrackingRecorded
from ..models import Shipment
from ..rules import ATTEMPT_BY, KNOWN_CODES, PICKED_UP_BY, STATE_AFTER, exception_of, is_at_pickup
from .awaiting import Arrival
from .telling import told
from .turn import Sighting, Turn

ENDS = (TrackingCode.RETURNED, TrackingCode.CANCELLED)
OVER_WHEN_WAITING = (ExceptionKind.DELAY, ExceptionKind.STOPPED, ExceptionKind.LOST_CONTACT)
Locate = Callable[[str], tuple[float, float] | None]
"""A city's (longitude, latitude), if it is known."""


class TrackingRow(NamedTuple):
    """One piece of news as it is written down: the columns of a tracking event."""

    shipment_id: int
    code: str
    occurred_at: datetime
    recorded_at: datetime
    place: str
    note: str
    reason: str
    source: str
    external_key: str
    eta_at: datetime | None
    latitude: Decimal | None
    longitude: Decimal | None
    by_id: int | None


@dataclass(slots=True)
class Whereabouts:
    """As much of a shipment as news changes that moves nothing."""

    id: int
    number: str
    external_key: str | None
    last_event_at: datetime | None
    last_code: str
    last_place: str
    latitude: Decimal | float | None
    longitude: Decimal | float | None


WHEREABOUTS = tuple(field.name for field in fields(Whereabouts))
READ = (
    *WHEREABOUTS,
    *"order customer branch carrier service origin_city destination_city pieces is_collected".split(),
    *"state state_at promised_at eta_at picked_up_at delivered_at".split(),
)
"""What of a shipment news and attempts read and write."""


def settle_whereabouts(where: Whereabouts, news: Sequence[TrackingRow], turn: Turn, locate: Locate) -> None:
    """Apply news that moves nothing, oldest first: what `settle_shipment` would do with it."""
    before = where.last_event_at
    for event in news:
        _locate(where, event, locate)
    if where.last_event_at != before:
        turn.seen.append(where)
    turn.end_exceptions(where.id, (ExceptionKind.LOST_CONTACT,))


def settle_shipment(shipment: Shipment, news: Sequence[TrackingRow], turn: Turn, locate: Locate) -> None:
    """Apply news, oldest first. Only what happened last decides; late news fills gaps and moves nothing."""
    was_state, was_eta = shipment.state, shipment.eta_at
    handed_over = TrackingCode.DELIVERED in {event.code for event in news}
    for event in news:
        _pick_up(shipment, event, turn)
        if event.code not in ATTEMPT_BY and not (handed_over and event.code in ENDS):
            _move(shipment, event, turn)
        if event.code not in ATTEMPT_BY:
            _see(shipment, event, turn)
        _arrive(shipment, event, turn)
        _expect(shipment, event, turn)
        _locate(shipment, event, locate)
    turn.change(shipment)
    turn.end_exceptions(shipment.pk, (ExceptionKind.LOST_CONTACT,))
    if (was_state, was_eta) != (shipment.state, shipment.eta_at):
        turn.events.append(
            told(
                TrackingRecorded,
                shipment,
                at=news[-1].occurred_at,
                code=shipment.last_code,
                was_state=was_state,
                state=shipment.state,
                eta_at=shipment.eta_at,
            )
        )


def _pick_up(shipment: Shipment, event: TrackingRow, turn: Turn) -> None:
    """The earliest news of goods on the move is the pickup, whenever it is told."""
    known = shipment.picked_up_at
    if event.code not in PICKED_UP_BY or (known is not None and known <= event.occurred_at):
        return
    shipment.picked_up_at = event.occurred_at
    if known is None:
        for subject in _pickup_subjects(shipment):
            turn.keep(subject, "pickup", met_at=event.occurred_at)
        turn.begin_order(shipment, event.occurred_at)
        turn.events.append(told(ShipmentPickedUp, shipment, at=event.occurred_at))


def _pickup_subjects(shipment: Shipment) -> list[Subject]:
    own = Subject.of(shipment)
    return [own, Subject("orders.order", shipment.order_id)] if shipment.order_id else [own]


def _move(shipment: Shipment, event: TrackingRow, turn: Turn) -> None:
    state = STATE_AFTER.get(event.code)
    if state is None or (shipment.state_at is not None and event.occurred_at < shipment.state_at):
        return
    if state == shipment.state:
        shipment.state_at = event.occurred_at
    elif shipment.may_move_to(state):
        shipment.move_to(state)
        shipment.state_at = event.occurred_at
        if state == ShipmentState.RETURNED:
            turn.events.append(told(ShipmentReturned, shipment, at=event.occurred_at))
            turn.end_exceptions(shipment.pk, ExceptionKind.values)


def _arrive(shipment: Shipment, event: TrackingRow, turn: Turn) -> None:
    """Where the receiver collects the goods, they are no longer late nor standing: they wait."""
    here = is_at_pickup(
        event.code,
        event.place,
        destination=shipment.destination_city,
        collects=shipment.is_collected,
    )
    if here and shipment.is_on_the_way and shipment.pk not in turn.arrivals:
        turn.arrivals[shipment.pk] = Arrival(shipment=shipment, at=event.occurred_at, place=event.place)
        turn.end_exceptions(shipment.pk, OVER_WHEN_WAITING)


def _see(shipment: Shipment, event: TrackingRow, turn: Turn) -> None:
    kind = exception_of(event.code, event.reason)
    if kind and shipment.is_open:
        turn.sightings.append(_sighting(shipment, kind, event))


def _expect(shipment: Shipment, event: TrackingRow, turn: Turn) -> None:
    """The newest word about the arrival counts; one behind the promised moment is a delay foreseen."""
    if event.eta_at is None or not shipment.is_open or not _is_news(shipment, event.occurred_at):
        return
    shipment.eta_at = event.eta_at
    if exception_of(event.code, event.reason):
        return  # seen already, by its own name
    if shipment.promised_at is not None and event.eta_at > shipment.promised_at:
        turn.sightings.append(_sighting(shipment, ExceptionKind.DELAY, event))


def _locate(shipment: Shipment | Whereabouts, event: TrackingRow, locate: Locate) -> None:
    if not _is_news(shipment, event.occurred_at):
        return
    shipment.last_event_at = event.occurred_at
    if event.code in KNOWN_CODES:
        shipment.last_code = event.code
    if event.place:
        shipment.last_place = event.place
    if event.longitude is not None and event.latitude is not None:
        shipment.longitude, shipment.latitude = event.longitude, event.latitude
    elif event.place and (point := locate(event.place)):
        shipment.longitude, shipment.latitude = point


def _is_news(shipment: Shipment | Whereabouts, moment: datetime) -> bool:
    return shipment.last_event_at is None or shipment.last_event_at <= moment


def _sighting(shipment: Shipment, kind: str, event: TrackingRow) -> Sighting:
    return Sighting(
        shipment=shipment, kind=kind, seen_at=event.occurred_at, reason=event.reason, place=event.place
    )
