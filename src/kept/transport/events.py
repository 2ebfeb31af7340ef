from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, event

CONNECTION_ENDS = {
    "met": _("Handed over in time"),
    "missed": _("Handed over too late"),
    "dropped": _("Cancelled"),
}
NOTICE_RESULTS = {
    "told": _("Told"),
    "no_answer": _("No answer"),
    "wrong_number": _("Wrong number"),
    "refused": _("Does not want the goods"),
    "sent": _("Message sent"),
}


@dataclass(frozen=True, kw_only=True)
class ShipmentEvent(Event):
    """What all facts of a shipment carry: whose it is and who works on it."""

    order_id: int | None
    customer_id: int
    branch_id: int | None
    carrier_id: int | None


@event("transport.shipment_planned")
@dataclass(frozen=True, kw_only=True)
class ShipmentPlanned(ShipmentEvent):
    title = _("Shipment planned")


@event("transport.carrier_assigned")
@dataclass(frozen=True, kw_only=True)
class CarrierAssigned(ShipmentEvent):
    """Who carries the goods from now on; no name where it is our own fleet."""

    title = _("Carrier assigned")
    was_carrier_id: int | None
    carrier: str = ""

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        if data["carrier_id"] is None:
            return str(_("our own fleet"))
        return str(data.get("carrier", ""))


@event("transport.freight_cost_stated")
@dataclass(frozen=True, kw_only=True)
class FreightCostStated(ShipmentEvent):
    title = _("Freight cost stated")
    cost: int
    currency: str


@event("transport.shipment_picked_up")
@dataclass(frozen=True, kw_only=True)
class ShipmentPickedUp(ShipmentEvent):
    title = _("Picked up")


@event("transport.tracking_recorded")
@dataclass(frozen=True, kw_only=True)
class TrackingRecorded(ShipmentEvent):
    """News moved the shipment's state or its expected arrival."""

    title = _("News from the road")
    code: str
    was_state: str
    state: str
    eta_at: datetime | None


@event("transport.delivery_attempted")
@dataclass(frozen=True, kw_only=True)
class DeliveryAttempted(ShipmentEvent):
    """An attempt that did not end the delivery: a part of the goods, or nobody there."""

    title = _("Delivery attempted")
    delivery_id: int
    attempt_no: int
    outcome: str


@event("transport.shipment_delivered")
@dataclass(frozen=True, kw_only=True)
class ShipmentDelivered(ShipmentEvent):
    """All pieces are accounted for. `outcome` is delivered, or partial when some are missing for good."""

    title = _("Delivered")
    delivery_id: int
    attempt_no: int
    outcome: str
    pieces_delivered: int | None
    pieces_damaged: int | None
    pieces_short: int | None


@event("transport.shipment_refused")
@dataclass(frozen=True, kw_only=True)
class ShipmentRefused(ShipmentEvent):
    title = _("Refused by the receiver")
    delivery_id: int
    attempt_no: int
    reason: str


@event("transport.delivery_revised")
@dataclass(frozen=True, kw_only=True)
class DeliveryRevised(ShipmentEvent):
    title = _("Delivery record revised")
    delivery_id: int
    fields: tuple[str, ...]
    why: str


@event("transport.shipment_returned")
@dataclass(frozen=True, kw_only=True)
class ShipmentReturned(ShipmentEvent):
    title = _("Returned to the shipper")


@event("transport.shipment_lost")
@dataclass(frozen=True, kw_only=True)
class ShipmentLost(ShipmentEvent):
    """Nobody knows where the goods are, and nobody expects them any more."""

    title = _("Declared lost")
    why: str
    cause: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data["why"])


@event("transport.connection_planned")
@dataclass(frozen=True, kw_only=True)
class ConnectionPlanned(ShipmentEvent):
    title = _("Onward connection planned")
    connection_id: int


@event("transport.connection_ended")
@dataclass(frozen=True, kw_only=True)
class ConnectionEnded(ShipmentEvent):
    """The next carrier has the goods, in time or too late; or the connection was dropped."""

    title = _("Onward connection")
    connection_id: int
    state: str
    why: str = ""

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return " · ".join(filter(None, (str(CONNECTION_ENDS[data["state"]]), data.get("why", ""))))


@event("transport.shipment_cancelled")
@dataclass(frozen=True, kw_only=True)
class ShipmentCancelled(ShipmentEvent):
    title = _("Shipment cancelled")
    why: str


@event("transport.receipt_moved")
@dataclass(frozen=True, kw_only=True)
class ReceiptMoved(ShipmentEvent):
    """A signed receipt went one step further."""

    title = _("Receipt moved on")
    receipt_id: int
    state: str


@event("transport.pickup_awaited")
@dataclass(frozen=True, kw_only=True)
class PickupAwaited(ShipmentEvent):
    """The goods are where their receiver collects them."""

    title = _("Waits for pick-up")
    notice_id: int


@event("transport.pickup_notice_tried")
@dataclass(frozen=True, kw_only=True)
class PickupNoticeTried(ShipmentEvent):
    """Somebody tried to tell the receiver."""

    title = _("Pick-up notice")
    attempt_id: int
    channel: str
    result: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(NOTICE_RESULTS[data["result"]])


@event("transport.exception_seen")
@dataclass(frozen=True, kw_only=True)
class ExceptionSeen(ShipmentEvent):
    """Something is wrong with a shipment. Shipments with one `cause_key` suffer from one cause."""

    title = _("Exception seen")
    exception_id: int
    kind: str
    cause_key: str
    reason: str
    place: str


@event("transport.exception_over")
@dataclass(frozen=True, kw_only=True)
class ExceptionOver(ShipmentEvent):
    title = _("Exception is over")
    exception_id: int
    kind: str


@event("transport.deliveries_taken_in")
@dataclass(frozen=True, kw_only=True)
class DeliveriesTakenIn(Event):
    """One batch of an import. `months` are the first days of the months it touched."""

    title = _("Deliveries taken in")
    run_id: int
    months: tuple[str, ...]
    shipments: int
    promises: int


@event("transport.shipments_progressed")
@dataclass(frozen=True, kw_only=True)
class ShipmentsProgressed(Event):
    """Once per act, however many shipments: which orders began and which were delivered, and when."""

    started: dict[int, datetime]
    delivered: dict[int, datetime]


@event("transport.road_event_named")
@dataclass(frozen=True, kw_only=True)
class RoadEventNamed(Event):
    title = _("Event on the road named")
    shipments: int


@event("transport.road_event_over")
@dataclass(frozen=True, kw_only=True)
class RoadEventOver(Event):
    title = _("Event on the road is over")
    shipments: int
