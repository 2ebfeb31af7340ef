"""How an order is carried through transport, and how it learns how far it has come."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from kept.kernel.actor import Actor
from kept.kernel.events import on, on_together
from kept.orders.actions.progressing import advance_orders, close_orders
from kept.orders.enums import DeliveryMode, OrderState
from kept.orders.events import OrderAmended, OrderCancelled, OrderReleased
from kept.orders.models import Order
from kept.transport.actions.receipts import DONE
from kept.transport.actions.shipping import amend_shipments, cancel_shipments, draft_of, plan_shipments
from kept.transport.enums import ShipmentState
from kept.transport.events import ReceiptMoved, ShipmentLost, ShipmentReturned, ShipmentsProgressed
from kept.transport.models import OPEN, ReceiptReturn, Shipment

CARRIED_OVER = {
    "destination_name": "consignee_name",
    "destination_phone": "consignee_phone",
    "destination_address": "consignee_address",
    "destination_city": "destination_city",
    "origin_city": "origin_city",
    "customer_reference": "customer_reference",
    "declared_value": "declared_value",
    "cod_amount": "cod_amount",
    "payment": "payment",
}
"""What a shipment says as its order does."""
GOODS = ("pieces", "weight_kg", "volume_m3")


@on_together(OrderReleased)
def plan_the_shipments(events: Sequence[OrderReleased], by: Actor) -> None:
    """Released orders get their waybills; one that was only held keeps the one it has."""
    again = {event.subject.id for event in events if event.again}
    planned = Shipment.objects.filter(order__in=again).exclude(state=ShipmentState.CANCELLED)
    keeping = set(planned.values_list("order_id", flat=True)) if again else set()
    moments = {event.subject.id: event.occurred_at for event in events if event.subject.id not in keeping}
    orders = Order.objects.select_related("customer", "branch", "service", "delivery_promise").in_bulk(
        moments
    )
    for moment in dict.fromkeys(moments.values()):
        drafts = [draft_of(orders[pk]) for pk, at in moments.items() if at == moment]
        plan_shipments(drafts=drafts, by=by, at=moment)


@on(OrderCancelled)
def cancel_the_shipment(event: OrderCancelled, by: Actor) -> None:
    planned = Shipment.objects.filter(order=event.subject.id, state=ShipmentState.PLANNED)
    cancel_shipments(shipments=planned, why=str(event.title), by=by, at=event.occurred_at)


@on(OrderAmended)
def amend_the_shipment(event: OrderAmended, by: Actor) -> None:
    """What changed stands on the waybill too; pieces only while one shipment carries them all."""
    shipments = list(Shipment.objects.filter(order=event.subject.id, state__in=OPEN))
    if not shipments:
        return
    order = Order.objects.get(pk=event.subject.id)
    changes = {CARRIED_OVER[name]: getattr(order, name) for name in event.fields if name in CARRIED_OVER}
    if "lines" in event.fields and len(shipments) == 1:
        changes |= {name: getattr(order, name) for name in GOODS}
    if "delivery_mode" in event.fields:
        changes["is_collected"] = order.delivery_mode == DeliveryMode.SELF_PICKUP
    if changes:
        amend_shipments(shipments=shipments, changes=changes)


@on(ShipmentsProgressed)
def move_the_orders(event: ShipmentsProgressed, by: Actor) -> None:
    """In few statements however many orders an act has moved, and by however many steps."""
    steps: dict[str, dict[int, datetime]] = {
        OrderState.IN_PROGRESS: event.started,
        OrderState.DELIVERED: event.delivered,
    }
    advance_orders(steps=steps, by=by)


@on(ShipmentReturned, ShipmentLost)
def close_order_without_goods(event: ShipmentReturned | ShipmentLost, by: Actor) -> None:
    """Nothing is left to bring for an order all of whose goods went back or were given up."""
    if event.order_id and not Shipment.objects.filter(order=event.order_id, state__in=OPEN).exists():
        close_orders(moments={event.order_id: event.occurred_at}, by=by)


@on(ReceiptMoved)
def close_order_with_its_papers(event: ReceiptMoved, by: Actor) -> None:
    """Delivered, and its last receipt is back with the customer or in the archive."""
    if event.order_id is None or event.state not in DONE:
        return
    open_papers = ~Q(state__in=DONE)
    if not ReceiptReturn.objects.filter(open_papers, shipment__order=event.order_id).exists():
        close_orders(moments={event.order_id: event.occurred_at}, by=by)
