"""Goods on their way, goods that wait to be collected, and what happens on the roads."""

from .connections import Connection
from .pickups import NoticeAttempt, PickupNotice
from .roads import RoadEvent
from .shipments import (
    ON_THE_WAY,
    OPEN,
    OVER,
    Delivery,
    ReceiptReturn,
    Shipment,
    ShipmentException,
    ShipmentQuerySet,
    TrackingEvent,
    public_token,
)

__all__ = [
    "ON_THE_WAY",
    "OPEN",
    "OVER",
    "Connection",
    "Delivery",
    "NoticeAttempt",
    "PickupNotice",
    "ReceiptReturn",
    "RoadEvent",
    "Shipment",
    "ShipmentException",
    "ShipmentQuerySet",
    "TrackingEvent",
    "public_token",
]
