"""A released order goes through transport and learns how far it has come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kept.orders.actions.amending import amend_order
from kept.orders.actions.cancelling import cancel_order
from kept.orders.actions.releasing import release_order
from kept.orders.models import Order
from kept.promises.models import Promise
from kept.transport.actions.delivering import deliver, return_shipment
from kept.transport.actions.receipts import archive_receipts, check_receipts, receive_receipts
from kept.transport.actions.shipping import ShipmentDraft, plan_shipment
from kept.transport.actions.tracking import TrackingInput, record_events
from kept.transport.models import ReceiptReturn, Shipment
from tests.factories import HOUSE, NOON
from tests.orders.orders import placed

HOUR = timedelta(hours=1)


def a_released_order(**details: object) -> tuple[Order, Shipment]:
    order = release_order(order=placed(**details), by=HOUSE, at=NOON)
    return order, Shipment.objects.get(order=order)


def hand_over(shipment: Shipment, hours: float = 20, **more: object) -> None:
    given: dict[str, object] = {"outcome": "delivered", "receiver_name": "李四", "condition": "good", **more}
    given.setdefault("pieces_delivered", shipment.pieces)
    deliver(
        shipment=shipment,
        happened_at=NOON + hours * HOUR,
        papers_ok=True,
        by=HOUSE,
        at=NOON + 90 * HOUR,
        **given,
    )  # type: ignore[arg-type]


def test_a_released_order_gets_its_waybill_with_the_promise_of_the_order(db: None) -> None:
    order, shipment = a_released_order()

    assert shipment.state == "planned"
    assert (shipment.pieces, shipment.destination_city) == (order.pieces, order.destination_city)
    assert shipment.delivery_promise_id == order.delivery_promise_id
    assert not Promise.objects.about(shipment).exists()


@pytest.mark.spec("R281")
def test_the_shipment_of_an_order_that_is_collected_waits_for_its_receiver(db: None) -> None:
    order, shipment = a_released_order(delivery_mode="self_pickup")
    assert shipment.is_collected

    amend_order(order=order, changes={"delivery_mode": "delivery"}, why="改送货", by=HOUSE, at=NOON)

    shipment.refresh_from_db()
    assert not shipment.is_collected


@pytest.mark.spec("R158")
def test_the_order_follows_its_shipment_to_the_door(db: None) -> None:
    order, shipment = a_released_order()

    record_events(
        inputs=[TrackingInput(number=shipment.number, code="picked_up", occurred_at=NOON + HOUR)],
        by=HOUSE,
        at=NOON + HOUR,
    )
    order.refresh_from_db()
    assert (order.state, order.started_at) == ("in_progress", NOON + HOUR)

    hand_over(shipment)

    order.refresh_from_db()
    promise = Promise.objects.about(order).of_kind("delivery").get()
    assert (order.state, order.delivered_at) == ("delivered", NOON + 20 * HOUR)
    assert (promise.met_at, promise.terms()["quantity"]) == (NOON + 20 * HOUR, "kept")  # type: ignore[index]


def test_an_order_in_two_shipments_is_delivered_with_the_second(db: None) -> None:
    order, first = a_released_order()
    second = plan_shipment(
        draft=ShipmentDraft(customer=order.customer, order=order, destination_city="武汉", pieces=2),
        by=HOUSE,
        at=NOON,
    )

    hand_over(first, 20)
    order.refresh_from_db()
    assert order.state == "in_progress"
    hand_over(second, 22, pieces_delivered=1, pieces_short=1)

    order.refresh_from_db()
    promise = Promise.objects.about(order).of_kind("delivery").get()
    assert order.state == "delivered"
    assert (promise.met_at, promise.terms()["quantity"]) == (NOON + 22 * HOUR, "broken")  # type: ignore[index]


def test_a_cancelled_order_takes_its_shipment_with_it(db: None) -> None:
    order, shipment = a_released_order()

    cancel_order(order=order, reason="客户不发了", by=HOUSE, at=NOON + HOUR)

    shipment.refresh_from_db()
    assert shipment.state == "cancelled"


def test_what_the_customer_amends_stands_on_the_waybill_and_moves_the_promise(db: None) -> None:
    order, shipment = a_released_order(wanted_delivery_at=NOON + 48 * HOUR)

    amend_order(
        order=order,
        changes={"destination_phone": "13900001234", "wanted_delivery_at": NOON + 72 * HOUR},
        why="客户改期",
        by=HOUSE,
        at=NOON + HOUR,
    )

    shipment.refresh_from_db()
    assert (shipment.consignee_phone, shipment.consignee_phone_tail) == ("13900001234", "1234")
    assert shipment.promised_at == NOON + 72 * HOUR


def test_an_order_whose_goods_all_went_back_is_closed(db: None) -> None:
    order, shipment = a_released_order()
    hand_over(shipment, 20, outcome="refused", receiver_name="", pieces_delivered=None)

    return_shipment(
        shipment=shipment, happened_at=NOON + 30 * HOUR, why="拒收", by=HOUSE, at=NOON + 30 * HOUR
    )

    order.refresh_from_db()
    assert order.state == "closed"


@pytest.mark.spec("R142")
def test_an_order_is_closed_when_its_signed_papers_are_dealt_with(db: None) -> None:
    order, shipment = a_released_order(receipt_kind="original", receipt_copies=2)
    hand_over(shipment)
    receipts = list(ReceiptReturn.objects.filter(shipment=shipment))

    for step in (receive_receipts, check_receipts, archive_receipts):
        step(receipts=receipts, by=HOUSE, at=NOON + 90 * HOUR)

    order.refresh_from_db()
    assert (receipts[0].copies, order.state) == (2, "closed")
