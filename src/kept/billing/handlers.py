"""What billing does when goods were handed over or came back, and when a price appears at last.

These run after the act: a price that is missing must never stop a delivery, and a thousand deliveries told
at once are priced one by one.
"""

from __future__ import annotations

from kept.contracts.events import RateCardMade
from kept.kernel.actor import Actor
from kept.kernel.events import after
from kept.kernel.models import EventRecord
from kept.transport.events import ShipmentDelivered, ShipmentReturned
from kept.transport.models import Shipment

from .actions.charging import Happening, charge_shipment, price_again
from .models import Unpriced
from .rules import PricedAlready, StillNoPrice

HOUSE = Actor.system("billing")
MOST_AT_ONCE = 500


@after(ShipmentDelivered, ShipmentReturned)
def charge_what_happened(record: EventRecord) -> None:
    shipment = Shipment.objects.filter(pk=record.subject_id).first()
    if shipment is None:
        return
    charge_shipment(
        shipment=shipment,
        happening=Happening(uid=record.uid, name=record.name, happened_at=record.occurred_at),
        attempts=record.data.get("attempt_no") or 1,
        by=HOUSE,
        at=record.recorded_at,
    )


@after(RateCardMade)
def price_what_waited(record: EventRecord) -> None:
    """A new card may know the price of what had none."""
    waiting = Unpriced.objects.waiting().filter(shipment__service=record.data["service_id"])
    if record.data["customer_id"]:
        waiting = waiting.filter(customer=record.data["customer_id"])
    for unpriced in waiting.order_by("pk")[:MOST_AT_ONCE]:
        try:
            price_again(unpriced=unpriced, by=HOUSE, at=record.recorded_at)
        except (StillNoPrice, PricedAlready):
            continue
