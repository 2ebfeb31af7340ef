"""Charging for what happened: once per event, by the price in force, or kept in sight without one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit
from kept.kernel.facts import month_of
from kept.kernel.numbering import next_numbers
from kept.orders.enums import Payment
from kept.transport.models import Shipment

from ..enums import PRICED, Payer, WhyUnpriced
from ..events import ShipmentCharged, ShipmentNotPriced
from ..models import Charge, Unpriced
from ..rules import NotByRateCard, PricedAlready, StillNoPrice
from .pricing import Bill, NoPrice, bill_for


@dataclass(frozen=True, kw_only=True)
class Happening:
    """An event that has a price."""

    uid: UUID
    name: str
    happened_at: datetime


@transaction.atomic
def charge_shipment(
    *, shipment: Shipment, happening: Happening, attempts: int = 1, by: Actor, at: datetime
) -> list[Charge]:
    """Write the charges of one event. Where no price is known the event is kept as unpriced instead.

    An event that was charged before, or a shipment that was charged for the same occasion, is left alone.
    """
    shipment = _locked(shipment)
    told = Charge.objects.of_event(happening.uid)
    twin = Charge.objects.standing().filter(shipment=shipment, event_name=happening.name)
    if (told | twin).exists():
        return []
    try:
        bill = bill_for(shipment, happening.name, happening.happened_at, attempts=attempts)
    except NoPrice as unknown:
        _keep_in_sight(shipment, happening, unknown.why, by=by, at=at)
        return []
    return _write(shipment, happening, bill, by=by, at=at)


@transaction.atomic
def price_again(*, unpriced: Unpriced, by: Actor, at: datetime) -> list[Charge]:
    """Try once more what had no price. Raises StillNoPrice with the reason."""
    row = Unpriced.objects.select_for_update().get(pk=unpriced.pk)
    if row.priced_at is not None:
        raise PricedAlready
    happening = Happening(uid=row.event_uid, name=row.event_name, happened_at=row.happened_at)
    shipment = _locked(row.shipment)
    charges = _charged(shipment, happening, by=by, at=at)
    row.priced_at = row.tried_at = at
    row.save(update_fields=["priced_at", "tried_at"])
    return charges


@transaction.atomic
def charge_again(*, charge: Charge, by: Actor, at: datetime) -> list[Charge]:
    """After all charges of an event were reversed: charge it anew, by the price that is right now."""
    if charge.event_name not in PRICED or charge.shipment is None:
        raise NotByRateCard
    shipment = _locked(charge.shipment)
    if Charge.objects.standing().filter(shipment=shipment, event_name=charge.event_name).exists():
        raise PricedAlready
    happening = Happening(uid=charge.event_uid, name=charge.event_name, happened_at=charge.happened_at)
    return _charged(shipment, happening, by=by, at=at)


def _locked(shipment: Shipment) -> Shipment:
    """The shipment with what its price depends on; two that charge it wait for each other."""
    rows = Shipment.objects.select_related("customer", "order__quote__rate_card")
    return rows.select_for_update(of=("self",)).get(pk=shipment.pk)


def _charged(shipment: Shipment, happening: Happening, *, by: Actor, at: datetime) -> list[Charge]:
    try:
        bill = bill_for(shipment, happening.name, happening.happened_at, attempts=shipment.deliveries.count())
    except NoPrice as unknown:
        raise StillNoPrice(WhyUnpriced(unknown.why).label) from unknown
    return _write(shipment, happening, bill, by=by, at=at)


def _keep_in_sight(shipment: Shipment, happening: Happening, why: str, *, by: Actor, at: datetime) -> None:
    _row, is_new = Unpriced.objects.get_or_create(
        event_uid=happening.uid,
        defaults={
            "event_name": happening.name,
            "customer_id": shipment.customer_id,
            "shipment": shipment,
            "branch_id": shipment.branch_id,
            "why": why,
            "happened_at": happening.happened_at,
            "seen_at": at,
            "tried_at": at,
        },
    )
    if is_new:
        told = ShipmentNotPriced(
            subject=Subject.of(shipment),
            occurred_at=at,
            customer_id=shipment.customer_id,
            occasion=happening.name,
            why=why,
        )
        emit(told, by=by)


def _write(shipment: Shipment, happening: Happening, bill: Bill, *, by: Actor, at: datetime) -> list[Charge]:
    charges = _rows(shipment, happening, bill, at)
    if not charges:
        return []
    Charge.objects.bulk_create(charges)
    told = ShipmentCharged(
        subject=Subject.of(shipment),
        occurred_at=at,
        customer_id=shipment.customer_id,
        occasion=happening.name,
        charge_ids=tuple(charge.pk for charge in charges),
        amount=sum(charge.amount for charge in charges),
        tax=sum(charge.tax for charge in charges),
        currency=bill.currency,
    )
    emit(told, by=by)
    return charges


def _rows(shipment: Shipment, happening: Happening, bill: Bill, at: datetime) -> list[Charge]:
    numbers = next_numbers("charge", len(bill.lines), at=at) if bill.lines else []
    collect = shipment.payment == Payment.FREIGHT_COLLECT
    return [
        Charge(
            number=number,
            kind=line.kind,
            customer_id=shipment.customer_id,
            shipment=shipment,
            order_id=shipment.order_id,
            branch_id=shipment.branch_id,
            payer=Payer.CONSIGNEE if collect else Payer.CUSTOMER,
            payment=shipment.payment,
            currency=bill.currency,
            amount=line.amount,
            tax_rate=line.tax_rate,
            tax=line.tax,
            basis=line.basis,
            rate=line.rate,
            rate_card=bill.card,
            clause=dict(line.clause),
            event_uid=happening.uid,
            event_name=happening.name,
            happened_at=happening.happened_at,
            period=month_of(happening.happened_at),
            charged_at=at,
        )
        for number, line in zip(numbers, bill.lines, strict=True)
    ]
