"""Facts about shipments, with what all of them carry."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from kept.kernel.events import Subject

from ..events import ShipmentEvent
from ..models import Shipment

Fact = TypeVar("Fact", bound=ShipmentEvent)


def told(fact: type[Fact], shipment: Shipment, *, at: datetime, **more: Any) -> Fact:
    """A fact of this kind about a shipment."""
    return fact(
        subject=Subject.of(shipment),
        occurred_at=at,
        order_id=shipment.order_id,
        customer_id=shipment.customer_id,
        branch_id=shipment.branch_id,
        carrier_id=shipment.carrier_id,
        **more,
    )
