"""Attempts to deliver, one or many: what they do to shipments, promises and receipts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kept.documents.models import Document
from kept.kernel.bulk import insert_many, read_many
from kept.kernel.events import Subject
from kept.promises.actions import PromiseRequest

from ..enums import (
    DeliveryOutcome,
    ExceptionKind,
    GoodsCondition,
    ReceiptState,
    ShipmentState,
    TrackingSource,
)
from ..events import DeliveryAttempted, ReceiptMoved, ShipmentDelivered, ShipmentRefused
from ..models import Delivery, ReceiptReturn, Shipment
from ..rules import CODE_OF, HandOver, Verdict, judge, judge_together
from .settling import READ
from .telling import told
from .turn import Sighting, Turn

OVER_WHEN_DELIVERED = frozenset(ExceptionKind.values) - {ExceptionKind.DAMAGE, ExceptionKind.SHORTAGE}


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What is told of one attempt."""

    shipment: Shipment
    happened_at: datetime
    outcome: str
    receiver_name: str = ""
    pieces_delivered: int | None = None
    pieces_damaged: int | None = None
    pieces_short: int | None = None
    condition: str = ""
    papers_ok: bool | None = None
    reason: str = ""
    photo: Document | None = None
    signature: Document | None = None
    note: str = ""
    source: str = TrackingSource.HAND


def attempt_deliveries(attempts: Sequence[Attempt], turn: Turn) -> list[Delivery]:
    """Write the attempts down and gather what follows. The number of statements does not grow with them."""
    if not attempts:
        return []
    record = Record([attempt.shipment for attempt in attempts])
    deliveries = [record.row(attempt, turn) for attempt in attempts]
    insert_many(deliveries)
    for delivery in deliveries:
        _settle(delivery, record, turn)
    _sign_receipts([d.shipment for d in deliveries if d.shipment.state == ShipmentState.DELIVERED], turn)
    return deliveries


class Record:
    """All attempts that are known of some shipments and of the others of their orders; two statements."""

    def __init__(self, shipments: Iterable[Shipment]) -> None:
        self.shipments = {shipment.pk: shipment for shipment in shipments}
        orders = {s.order_id for s in self.shipments.values() if s.order_id}
        if orders:
            others = Shipment.objects.filter(order_id__among=orders).exclude(pk__among=self.shipments)
            self.shipments |= {shipment.pk: shipment for shipment in read_many(others, READ)}
        self.of_order: dict[int, list[Shipment]] = defaultdict(list)
        for shipment in self.shipments.values():
            if shipment.order_id:
                self.of_order[shipment.order_id].append(shipment)
        self.attempts: dict[int, list[Delivery]] = defaultdict(list)
        self.verdicts: dict[int, Verdict] = {}
        self.counted: dict[int, int] = defaultdict(int)
        for delivery in Delivery.objects.filter(shipment_id__among=self.shipments).order_by("attempt_no"):
            self.attempts[delivery.shipment_id].append(delivery)
            self.counted[delivery.shipment_id] = delivery.attempt_no

    def row(self, attempt: Attempt, turn: Turn) -> Delivery:
        """The attempt as a row, numbered after those before it."""
        self.counted[attempt.shipment.pk] += 1
        return Delivery(
            shipment=attempt.shipment,
            attempt_no=self.counted[attempt.shipment.pk],
            happened_at=attempt.happened_at,
            recorded_at=turn.at,
            outcome=attempt.outcome,
            receiver_name=attempt.receiver_name,
            pieces_delivered=attempt.pieces_delivered,
            pieces_damaged=attempt.pieces_damaged,
            pieces_short=attempt.pieces_short,
            condition=attempt.condition,
            papers_ok=attempt.papers_ok,
            reason=attempt.reason,
            photo=attempt.photo,
            signature=attempt.signature,
            note=attempt.note,
            source=attempt.source,
            by_id=turn.by.person_id,
        )

    def add(self, delivery: Delivery) -> None:
        self.attempts[delivery.shipment_id].append(delivery)
        self.verdicts.pop(delivery.shipment_id, None)

    def verdict(self, shipment: Shipment) -> Verdict:
        if shipment.pk not in self.verdicts:
            attempts = [_hand_over(delivery) for delivery in self.attempts[shipment.pk]]
            self.verdicts[shipment.pk] = judge(shipment.pieces, attempts)
        return self.verdicts[shipment.pk]

    def promised(self, shipment: Shipment) -> tuple[Subject, Verdict]:
        """What the delivery promise is about, and how all of it stands."""
        if not shipment.order_id:
            return Subject.of(shipment), self.verdict(shipment)
        together = [s for s in self.of_order[shipment.order_id] if s.state != ShipmentState.CANCELLED]
        subject = Subject("orders.order", shipment.order_id)
        return subject, judge_together([self.verdict(other) for other in together])

    def completed_at(self, shipment: Shipment) -> datetime:
        """When the last piece of what was promised was handed over."""
        moments = [
            delivery.happened_at
            for other in (self.of_order[shipment.order_id] if shipment.order_id else [shipment])
            for delivery in self.attempts[other.pk]
            if _hand_over(delivery).handed_over
        ]
        return max(moments)


def _settle(delivery: Delivery, record: Record, turn: Turn) -> None:
    shipment = delivery.shipment
    record.add(delivery)
    turn.begin_order(shipment, delivery.happened_at)
    _move(delivery, record, turn)
    if delivery.attempt_no > 1:
        turn.keep(Subject.of(shipment), "redelivery", met_at=delivery.happened_at)
    if shipment.state == ShipmentState.DELIVERED:
        _conclude(delivery, record, turn)
    elif delivery.outcome == DeliveryOutcome.REFUSED:
        turn.events.append(
            told(
                ShipmentRefused,
                shipment,
                at=delivery.happened_at,
                delivery_id=delivery.pk,
                attempt_no=delivery.attempt_no,
                reason=delivery.reason,
            )
        )
    else:
        turn.events.append(_attempted(delivery))
        turn.requests.append(_redelivery(delivery))
    turn.sightings += _sightings(delivery)


def _move(delivery: Delivery, record: Record, turn: Turn) -> None:
    """A hand-over counts whenever it is told; a failed attempt only while nothing later is known."""
    shipment, outcome = delivery.shipment, delivery.outcome
    if outcome in (DeliveryOutcome.DELIVERED, DeliveryOutcome.PARTIAL):
        complete = record.verdict(shipment).is_complete
        _go(shipment, ShipmentState.DELIVERED if complete else ShipmentState.PARTLY_DELIVERED)
        shipment.delivered_at = delivery.happened_at if complete else None
    elif _is_latest(delivery):
        if outcome == DeliveryOutcome.REFUSED:
            _go(shipment, ShipmentState.REFUSED)
        elif shipment.state != ShipmentState.PARTLY_DELIVERED:
            _go(shipment, ShipmentState.IN_TRANSIT)
    if _is_latest(delivery):
        shipment.state_at = delivery.happened_at
    if shipment.last_event_at is None or shipment.last_event_at <= delivery.happened_at:
        shipment.last_event_at, shipment.last_code = delivery.happened_at, CODE_OF[outcome]
        shipment.last_place = shipment.destination_city or shipment.last_place
    turn.change(shipment)


def _is_latest(delivery: Delivery) -> bool:
    known = delivery.shipment.state_at
    return known is None or known <= delivery.happened_at


def _go(shipment: Shipment, state: str) -> None:
    if shipment.state != state:
        shipment.move_to(state)


def _conclude(delivery: Delivery, record: Record, turn: Turn) -> None:
    shipment = delivery.shipment
    subject, verdict = record.promised(shipment)
    if verdict.is_complete:
        met_at = record.completed_at(shipment)
        turn.keep(subject, "delivery", met_at=met_at, terms=verdict.terms())
        if shipment.order_id:
            turn.orders_delivered[shipment.order_id] = met_at
    for about in {subject, Subject.of(shipment)}:
        turn.keep(about, "pickup", met_at=shipment.picked_up_at or delivery.happened_at)
    turn.end_exceptions(shipment.pk, OVER_WHEN_DELIVERED)
    turn.events.append(
        told(
            ShipmentDelivered,
            shipment,
            at=delivery.happened_at,
            delivery_id=delivery.pk,
            attempt_no=delivery.attempt_no,
            outcome=delivery.outcome,
            pieces_delivered=delivery.pieces_delivered,
            pieces_damaged=delivery.pieces_damaged,
            pieces_short=delivery.pieces_short,
        )
    )


def _attempted(delivery: Delivery) -> DeliveryAttempted:
    return told(
        DeliveryAttempted,
        delivery.shipment,
        at=delivery.happened_at,
        delivery_id=delivery.pk,
        attempt_no=delivery.attempt_no,
        outcome=delivery.outcome,
    )


def _redelivery(delivery: Delivery) -> PromiseRequest:
    shipment = delivery.shipment
    return PromiseRequest(
        kind="redelivery",
        subject=Subject.of(shipment),
        started_at=delivery.happened_at,
        customer_id=shipment.customer_id,
        provider_id=shipment.carrier_id,
        branch_id=shipment.branch_id,
        service_id=shipment.service_id,
        lane=(shipment.origin_city, shipment.destination_city),
    )


def _sightings(delivery: Delivery) -> list[Sighting]:
    kinds = []
    if (delivery.pieces_damaged or 0) > 0 or delivery.condition == GoodsCondition.DAMAGED:
        kinds.append(ExceptionKind.DAMAGE)
    if (delivery.pieces_short or 0) > 0 or delivery.condition in (GoodsCondition.SHORT, GoodsCondition.WRONG):
        kinds.append(ExceptionKind.SHORTAGE)
    if delivery.outcome == DeliveryOutcome.REFUSED:
        kinds.append(ExceptionKind.REFUSAL)
    if delivery.outcome == DeliveryOutcome.ABSENT:
        kinds.append(ExceptionKind.FAILED_DELIVERY)
    shipment, place = delivery.shipment, delivery.shipment.destination_city
    return [
        Sighting(
            shipment=shipment, kind=kind, seen_at=delivery.happened_at, reason=delivery.reason, place=place
        )
        for kind in kinds
    ]


def _sign_receipts(shipments: Sequence[Shipment], turn: Turn) -> None:
    """The receipts that the customers want back are signed now, and their own promise begins."""
    if not shipments:
        return
    by_id = {shipment.pk: shipment for shipment in shipments}
    receipts = list(ReceiptReturn.objects.filter(shipment_id__among=by_id, state=ReceiptState.REQUIRED))
    for receipt in receipts:
        shipment = by_id[receipt.shipment_id]
        assert shipment.delivered_at is not None
        receipt.step_to(ReceiptState.SIGNED, at=shipment.delivered_at)
        turn.events.append(
            told(ReceiptMoved, shipment, at=shipment.delivered_at, receipt_id=receipt.pk, state=receipt.state)
        )
        turn.requests.append(_receipt_promise(shipment))
    turn.receipts += receipts


def _receipt_promise(shipment: Shipment) -> PromiseRequest:
    assert shipment.delivered_at is not None
    return PromiseRequest(
        kind="receipt_return",
        subject=Subject.of(shipment),
        started_at=shipment.delivered_at,
        customer_id=shipment.customer_id,
        provider_id=shipment.carrier_id,
        branch_id=shipment.branch_id,
        service_id=shipment.service_id,
    )


def _hand_over(delivery: Delivery) -> HandOver:
    return HandOver(
        outcome=delivery.outcome,
        delivered=delivery.pieces_delivered,
        damaged=delivery.pieces_damaged,
        short=delivery.pieces_short,
        condition=delivery.condition,
        papers_ok=delivery.papers_ok,
    )
