"""What a matter is about: the records whose pages the other rooms hang their panels on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kept.orders.models import Order
from kept.parties.models import Customer
from kept.transport.models import Shipment

from ..models import Case, Contact


@dataclass(frozen=True)
class About:
    """Customer, order and shipment of a matter, so far as they are known."""

    customer: Customer | None
    order: Order | None
    shipment: Shipment | None

    @property
    def subjects(self) -> list[tuple[str, Any]]:
        """Record types with their records, the closest first."""
        known = (
            ("transport.shipment", self.shipment),
            ("orders.order", self.order),
            ("parties.customer", self.customer),
        )
        return [(name, record) for name, record in known if record is not None]


def about_case(case: Case) -> About:
    """One statement more where the case names several shipments: the first stands for all."""
    shipment = case.shipment
    if shipment is None:
        link = case.shipments.select_related("shipment__customer", "shipment__carrier").first()
        shipment = link.shipment if link else None
    return About(case.customer, case.order, shipment)


def about_contact(contact: Contact) -> About:
    return About(contact.customer, contact.order, contact.shipment)
