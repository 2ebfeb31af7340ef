"""What billing does when goods were handed over or came back or a price appears, and whom it tells.

These run after the act: a price that is missing must never stop a delivery, and a thousand deliveries told
at once are priced one by one.
"""

from __future__ import annotations

from django.db.models import Q

from kept.comms.actions import notify
from kept.contracts.events import RateCardMade
from kept.kernel.actor import Actor
from kept.kernel.events import after
from kept.kernel.models import EventRecord
from kept.people.models import Person
from kept.transport.actions.pickup_notices import price_pickup
from kept.transport.events import PickupAwaited, ShipmentDelivered, ShipmentReturned
from kept.transport.models import PickupNotice, Shipment

from .actions.charging import Happening, charge_shipment, price_again
from .actions.pricing import NoPrice, bill_for
from .enums import Occasion
from .events import RechargeContested
from .models import Recharge, Unpriced
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


@after(PickupAwaited)
def say_what_the_receiver_pays(record: EventRecord) -> None:
    """Freight collect: the amount stands on the pick-up notice, as far as a price is known."""
    notice = (
        PickupNotice.objects.select_related("shipment__order__quote")
        .filter(pk=record.data["notice_id"], freight_due=None)
        .first()
    )
    if notice is None or not notice.wants_freight:
        return
    try:
        bill = bill_for(notice.shipment, Occasion.DELIVERED, record.occurred_at)
    except NoPrice:
        return
    if bill.currency == notice.shipment.currency:
        price_pickup(notice=notice, freight_due=sum(line.amount + line.tax for line in bill.lines))


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


@after(RechargeContested)
def tell_who_decides(record: EventRecord) -> None:
    """Finance and the manager of the branch decide on what a subcontractor contests."""
    recharge = Recharge.objects.get(pk=record.subject_id)
    reach = Q(grants__scope_kind="company")
    if recharge.branch_id:
        reach |= Q(grants__scope_kind="branch", grants__scope_id=recharge.branch_id)
    deciding = Q(grants__role__code__in=("finance", "branch_manager"))
    people = Person.objects.staff().filter(reach & deciding).exclude(pk=record.actor_id or 0).distinct()
    url = recharge.get_absolute_url()
    notify(people=list(people.order_by("pk")), event=record, tone="soon", url=url, at=record.recorded_at)
