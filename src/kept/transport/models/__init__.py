"""Goods on their way, and what happens on the roads."""

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
    "Delivery",
    "ReceiptReturn",
    "RoadEvent",
    "Shipment",
    "ShipmentException",
    "ShipmentQuerySet",
    "TrackingEvent",
    "public_token",
]
