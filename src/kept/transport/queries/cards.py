"""Everything that the page of one shipment shows; the number of statements does not grow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kept.catalog.models import HandlingMark
from kept.promises.models import Promise

from ..models import (
    Connection,
    Delivery,
    NoticeAttempt,
    PickupNotice,
    ReceiptReturn,
    Shipment,
    ShipmentException,
    TrackingEvent,
)
from .places import Point, place_of

MOST_NEWS = 200


@dataclass(frozen=True)
class Stop:
    """A place on the way: the ends, and where news came from."""

    name: str
    longitude: float
    latitude: float
    is_end: bool = False


@dataclass(frozen=True)
class ShipmentCard:
    news: Sequence[TrackingEvent]
    deliveries: Sequence[Delivery]
    promises: Sequence[Promise]
    exceptions: Sequence[ShipmentException]
    receipt: ReceiptReturn | None
    notice: PickupNotice | None
    notice_attempts: Sequence[NoticeAttempt]
    connections: Sequence[Connection]
    stops: Sequence[Stop]
    marks: Sequence[HandlingMark]


def shipment_card(shipment: Shipment) -> ShipmentCard:
    """Six statements, and one more each where the receiver collects and where goods are marked."""
    notice: PickupNotice | None = getattr(shipment, "pickup_notice", None)
    news = list(shipment.tracking.select_related("by")[:MOST_NEWS])
    promises = [shipment.delivery_promise] if shipment.delivery_promise else []
    own = Promise.objects.about(shipment).exclude(pk__in=[promise.pk for promise in promises])
    own = own.select_related("calendar_version", "policy_version").order_by("due_at")
    return ShipmentCard(
        news=news,
        deliveries=list(shipment.deliveries.select_related("photo", "signature", "by")),
        promises=[*promises, *own],
        exceptions=list(shipment.exceptions.filter(over_at=None).order_by("seen_at")),
        receipt=ReceiptReturn.objects.filter(shipment=shipment).first(),
        notice=notice,
        notice_attempts=list(notice.attempts.select_related("by", "message")) if notice else [],
        connections=list(shipment.connections.select_related("carrier")),
        stops=stops_of(shipment, news),
        marks=marks_of(shipment),
    )


def stops_of(shipment: Shipment, news: Sequence[TrackingEvent]) -> list[Stop]:
    """From the origin over the places of the news, oldest first, to the destination."""
    stops: list[Stop | None] = [_stop(shipment.origin_city, place_of(shipment.origin_city), is_end=True)]
    for event in sorted(news, key=lambda each: (each.occurred_at, each.pk)):
        exact = event.longitude is not None and event.latitude is not None
        point = (float(event.longitude), float(event.latitude)) if exact else place_of(event.place)  # type: ignore[arg-type]
        stops.append(_stop(event.place, point))
    stops.append(_stop(shipment.destination_city, place_of(shipment.destination_city), is_end=True))
    known = [stop for stop in stops if stop is not None]
    return [stop for n, stop in enumerate(known) if n == 0 or stop.name != known[n - 1].name]


def _stop(name: str, point: Point | None, *, is_end: bool = False) -> Stop | None:
    return Stop(name, point[0], point[1], is_end) if point and name else None


def marks_of(shipment: Shipment) -> Sequence[HandlingMark]:
    """How the goods are to be handled, as the order says."""
    codes = shipment.order.handling_marks if shipment.order else []
    return list(HandlingMark.objects.filter(code__in=codes)) if codes else []


def pieces_left(shipment: Shipment) -> int | None:
    """What was not handed over yet; None where nobody counted."""
    if shipment.pieces is None:
        return None
    handed_over = sum(attempt.pieces_delivered or 0 for attempt in shipment.deliveries.all())
    return max(shipment.pieces - handed_over, 0)
