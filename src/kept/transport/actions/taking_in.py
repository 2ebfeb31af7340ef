"""Deliveries that happened elsewhere, taken in from files: one batch of rows is one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.kernel.bulk import draw_ids, insert_many
from kept.kernel.events import Subject, emit
from kept.kernel.numbering import next_numbers
from kept.promises.actions import Outcome, PromiseRequest, start_promises
from kept.promises.models import Promise

from ..enums import DeliveryOutcome, ShipmentState, TrackingSource
from ..events import DeliveriesTakenIn
from ..models import Delivery, Shipment
from ..rules import HandOver, judge

BATCH = 1000
STATE_OF = {
    DeliveryOutcome.DELIVERED: ShipmentState.DELIVERED,
    DeliveryOutcome.PARTIAL: ShipmentState.PARTLY_DELIVERED,
    DeliveryOutcome.REFUSED: ShipmentState.REFUSED,
    DeliveryOutcome.ABSENT: ShipmentState.IN_TRANSIT,
}


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    """One delivery as a file states it. What is None was not stated and promises nothing.

    `promised_at` makes a promise of time; `pieces_delivered` of quantity, `condition` of quality,
    `papers_ok` of documents. Without `happened_at` the shipment is still open.
    """

    external_key: str
    customer_id: int
    carrier_id: int | None = None
    branch_id: int | None = None
    service: str = ""
    customer_reference: str = ""
    origin: str = ""
    destination: str = ""
    consignee: str = ""
    consignee_phone: str = ""
    address: str = ""
    pieces: int | None = None
    weight_kg: Decimal | None = None
    volume_m3: Decimal | None = None
    declared_value: int | None = None
    freight_cost: int | None = None
    currency: str = "CNY"
    planned_at: datetime | None = None
    promised_from: datetime | None = None
    promised_at: datetime | None = None
    is_day: bool = False
    picked_up_at: datetime | None = None
    happened_at: datetime | None = None
    outcome: str = DeliveryOutcome.DELIVERED
    attempt_no: int = 1
    receiver_name: str = ""
    pieces_delivered: int | None = None
    pieces_damaged: int | None = None
    pieces_short: int | None = None
    condition: str = ""
    papers_ok: bool | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TakenIn:
    """What a batch came to: new shipments, and the keys that were known and changed nothing."""

    shipments: list[Shipment]
    promises: list[Promise]
    known: list[str]


@transaction.atomic
def take_in_deliveries(*, rows: Sequence[DeliveryRow], run_id: int, by: Actor, at: datetime) -> TakenIn:
    """Write shipments, attempts and the promises that the rows state; tell once for the batch.

    A key that is known, or stands in the batch twice, is taken once. Reads and writes are one
    statement per table for each thousand rows.
    """
    fresh, known = _sift(rows)
    if not fresh:
        return TakenIn(shipments=[], promises=[], known=known)
    services = dict(Service.objects.values_list("code", "pk"))
    numbers = next_numbers("shipment", len(fresh), at=at)
    shipments = [_shipment(r, n, services.get(r.service), at) for r, n in zip(fresh, numbers, strict=True)]
    draw_ids(shipments)
    pairs = list(zip(shipments, fresh, strict=True))
    promises = _promise(pairs, by, at)
    insert_many(shipments)
    insert_many([_delivery(s, r, by, at) for s, r in pairs if r.happened_at is not None])
    emit(_told(fresh, promises, run_id, at), by=by)
    return TakenIn(shipments=shipments, promises=promises, known=known)


def _sift(rows: Sequence[DeliveryRow]) -> tuple[list[DeliveryRow], list[str]]:
    keys = [row.external_key for row in rows]
    seen: set[str | None] = set()
    for start in range(0, len(keys), BATCH):
        held = Shipment.objects.filter(external_key__in=keys[start : start + BATCH])
        seen.update(held.values_list("external_key", flat=True))
    fresh, known = [], []
    for row in rows:
        if row.external_key in seen:
            known.append(row.external_key)
        else:
            seen.add(row.external_key)
            fresh.append(row)
    return fresh, known


def _shipment(row: DeliveryRow, number: str, service_id: int | None, at: datetime) -> Shipment:
    is_over = row.happened_at is not None and row.outcome == DeliveryOutcome.DELIVERED
    shipment = Shipment(
        number=number,
        customer_id=row.customer_id,
        branch_id=row.branch_id,
        carrier_id=row.carrier_id,
        service_id=service_id,
        customer_reference=row.customer_reference[:80],
        external_key=row.external_key,
        origin_city=row.origin[:60],
        destination_city=row.destination[:60],
        consignee_name=row.consignee[:80],
        consignee_address=row.address[:200],
        pieces=row.pieces,
        weight_kg=row.weight_kg,
        volume_m3=row.volume_m3,
        declared_value=row.declared_value,
        freight_cost=row.freight_cost,
        currency=row.currency,
        state=_state(row),
        planned_at=_began(row, at),
        promised_from=row.promised_from,
        promised_at=row.promised_at,
        is_day=row.is_day,
        picked_up_at=row.picked_up_at,
        delivered_at=row.happened_at if is_over else None,
        state_at=row.happened_at or row.picked_up_at,
        last_event_at=row.happened_at or row.picked_up_at,
    )
    if row.consignee_phone:
        shipment.receive_phone(row.consignee_phone)
    return shipment


def _state(row: DeliveryRow) -> str:
    if row.happened_at is not None:
        return STATE_OF[DeliveryOutcome(row.outcome)]
    return ShipmentState.PICKED_UP if row.picked_up_at else ShipmentState.PLANNED


def _began(row: DeliveryRow, at: datetime) -> datetime:
    """When the work began, as far as the row knows: no later than anything that it states."""
    stated = [m for m in (row.planned_at, row.picked_up_at, row.promised_at, row.happened_at) if m]
    return row.planned_at or min(stated, default=at)


def _delivery(shipment: Shipment, row: DeliveryRow, by: Actor, at: datetime) -> Delivery:
    assert row.happened_at is not None
    return Delivery(
        shipment=shipment,
        attempt_no=row.attempt_no,
        happened_at=row.happened_at,
        recorded_at=at,
        outcome=row.outcome,
        receiver_name=row.receiver_name[:80],
        pieces_delivered=row.pieces_delivered,
        pieces_damaged=row.pieces_damaged,
        pieces_short=row.pieces_short,
        condition=row.condition,
        papers_ok=row.papers_ok,
        note=row.note[:200],
        source=TrackingSource.IMPORT,
        by_id=by.person_id,
    )


def _promise(pairs: Sequence[tuple[Shipment, DeliveryRow]], by: Actor, at: datetime) -> list[Promise]:
    """Only what the columns state. A promise of quality without a moment is due when it was judged."""
    stated = [(shipment, row, terms) for shipment, row in pairs if (terms := _terms(row))]
    requests = [_request(shipment, row, terms, at) for shipment, row, terms in stated]
    promises = start_promises(requests=requests, by=by, at=at, tell_each=False) if requests else []
    for (shipment, _row, _terms_stated), promise in zip(stated, promises, strict=True):
        shipment.delivery_promise = promise
    return promises


def _terms(row: DeliveryRow) -> tuple[str, ...]:
    if row.promised_at is None and row.happened_at is None:
        return ()
    stated = {
        "time": row.promised_at is not None,
        "quantity": row.pieces_delivered is not None or row.pieces_short is not None,
        "quality": bool(row.condition) or row.pieces_damaged is not None,
        "documents": row.papers_ok is not None,
    }
    return tuple(term for term, is_stated in stated.items() if is_stated)


def _request(shipment: Shipment, row: DeliveryRow, terms: tuple[str, ...], at: datetime) -> PromiseRequest:
    return PromiseRequest(
        kind="delivery",
        subject=Subject.of(shipment),
        started_at=shipment.planned_at,
        customer_id=row.customer_id,
        provider_id=row.carrier_id,
        branch_id=row.branch_id,
        service_id=shipment.service_id,
        lane=(shipment.origin_city, shipment.destination_city),
        due_from=row.promised_from,
        due_at=row.promised_at or row.happened_at,
        is_day=row.is_day,
        terms=terms,
        outcome=_outcome(row, terms),
    )


def _outcome(row: DeliveryRow, terms: tuple[str, ...]) -> Outcome | None:
    """How it went, if the goods were handed over; an attempt that failed keeps nothing."""
    if row.happened_at is None or row.outcome not in (DeliveryOutcome.DELIVERED, DeliveryOutcome.PARTIAL):
        return None
    verdict = judge(
        row.pieces,
        [
            HandOver(
                outcome=row.outcome,
                delivered=row.pieces_delivered,
                damaged=row.pieces_damaged,
                short=row.pieces_short,
                condition=row.condition,
                papers_ok=row.papers_ok,
            )
        ],
    )
    if not verdict.is_complete:
        return None
    return Outcome(met_at=row.happened_at, terms=verdict.terms())


def _told(
    rows: Sequence[DeliveryRow], promises: Sequence[Promise], run_id: int, at: datetime
) -> DeliveriesTakenIn:
    zone = ZoneInfo(settings.TIME_ZONE)
    moments = [m for row in rows for m in (row.happened_at, row.promised_at) if m]
    moments += [promise.started_at for promise in promises]
    months = {f"{moment.astimezone(zone):%Y-%m}-01" for moment in moments}
    return DeliveriesTakenIn(
        subject=Subject("exchange.importrun", run_id),
        occurred_at=at,
        run_id=run_id,
        months=tuple(sorted(months)),
        shipments=len(rows),
        promises=len(promises),
    )
