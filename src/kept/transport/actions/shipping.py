"""Planning shipments: one waybill for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.kernel.bulk import insert_many
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit_many
from kept.kernel.numbering import next_numbers
from kept.orders.enums import DeliveryMode
from kept.orders.models import Order
from kept.parties.models import Customer, Partner
from kept.people.models import Branch
from kept.promises.actions import PromiseRequest, cancel_promises, start_promises

from ..enums import ReceiptKind, ShipmentState
from ..events import ShipmentCancelled, ShipmentPlanned
from ..models import ReceiptReturn, Shipment
from .telling import told

BATCH = 1000


class DestinationMissing(Refused):
    default = _("Say where the goods go.")


class NoPieces(Refused):
    default = _("A shipment has at least one piece.")


class WindowBackwards(Refused):
    default = _("The window ends before it begins.")


class WhyMissing(Refused):
    default = _("Say why.")


@dataclass(frozen=True, kw_only=True)
class ShipmentDraft:
    """What a shipment is to carry. With an order its promises are the order's; else its own are made."""

    customer: Customer
    destination_city: str
    order: Order | None = None
    branch: Branch | None = None
    carrier: Partner | None = None
    service: Service | None = None
    customer_reference: str = ""
    external_key: str | None = None
    origin_city: str = ""
    consignee_name: str = ""
    consignee_phone: str = ""
    consignee_address: str = ""
    pieces: int | None = None
    weight_kg: Decimal | None = None
    volume_m3: Decimal | None = None
    declared_value: int | None = None
    cod_amount: int | None = None
    freight_cost: int | None = None
    currency: str = "CNY"
    payment: str = ""
    is_collected: bool = False
    pickup_at: datetime | None = None
    promised_from: datetime | None = None
    promised_at: datetime | None = None
    is_day: bool = False
    receipt_kind: str = ""
    receipt_copies: int = 0


def draft_of(order: Order) -> ShipmentDraft:
    """The shipment that carries a whole order."""
    promise = order.delivery_promise
    wants_receipt = order.receipt_kind in ReceiptKind.values and order.receipt_copies > 0
    return ShipmentDraft(
        customer=order.customer,
        order=order,
        branch=order.branch,
        service=order.service,
        customer_reference=order.customer_reference,
        origin_city=order.origin_city,
        destination_city=order.destination_city,
        consignee_name=order.destination_name,
        consignee_phone=order.destination_phone,
        consignee_address=order.destination_address,
        pieces=order.pieces or None,
        weight_kg=order.weight_kg,
        volume_m3=order.volume_m3,
        declared_value=order.declared_value,
        cod_amount=order.cod_amount,
        currency=order.currency,
        payment=order.payment,
        is_collected=order.delivery_mode == DeliveryMode.SELF_PICKUP,
        promised_from=promise.due_from if promise else order.wanted_delivery_from,
        promised_at=promise.due_at if promise else order.wanted_delivery_at,
        is_day=promise.is_day if promise else False,
        receipt_kind=order.receipt_kind if wants_receipt else "",
        receipt_copies=order.receipt_copies if wants_receipt else 0,
    )


def plan_shipment(*, draft: ShipmentDraft, by: Actor, at: datetime) -> Shipment:
    return plan_shipments(drafts=[draft], by=by, at=at)[0]


@transaction.atomic
def plan_shipments(*, drafts: Sequence[ShipmentDraft], by: Actor, at: datetime) -> list[Shipment]:
    """Give each its waybill, promise what is asked, and tell. One statement per table per batch."""
    for draft in drafts:
        _check(draft)
    numbers = next_numbers("shipment", len(drafts), at=at) if drafts else []
    shipments = [_shipment(draft, number, at) for draft, number in zip(drafts, numbers, strict=True)]
    insert_many(shipments)
    _want_receipts(zip(shipments, drafts, strict=True))
    _promise([(s, d) for s, d in zip(shipments, drafts, strict=True) if d.order is None], by, at)
    emit_many([told(ShipmentPlanned, shipment, at=at) for shipment in shipments], by=by)
    return shipments


@transaction.atomic
def cancel_shipments(*, shipments: Iterable[Shipment], why: str, by: Actor, at: datetime) -> list[Shipment]:
    """Shipments whose goods have not left fall away, with what was promised about them alone."""
    if not why.strip():
        raise WhyMissing(field="why")
    ids = [shipment.pk for shipment in shipments]
    locked = list(Shipment.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    for shipment in locked:
        shipment.move_to(ShipmentState.CANCELLED)
        shipment.state_at = at
        shipment.save(update_fields=["state", "state_at"])
        cancel_promises(record=shipment, by=by, at=at)
    emit_many([told(ShipmentCancelled, shipment, at=at, why=why.strip()) for shipment in locked], by=by)
    return locked


@transaction.atomic
def amend_shipments(*, shipments: Iterable[Shipment], changes: dict[str, Any]) -> None:
    """Carry over what the order now says, to shipments that are not over."""
    for shipment in Shipment.objects.select_for_update().filter(pk__in=[s.pk for s in shipments]):
        phone = changes.get("consignee_phone", shipment.consignee_phone)
        for name, value in changes.items():
            setattr(shipment, name, value)
        shipment.receive_phone(phone)
        shipment.save()


def follow_promise(*, promise_id: int, about: Subject, due_at: datetime) -> None:
    """Shipments look at the moment to which their delivery promise was moved; the promise told it already.

    A delivery is promised of a shipment or of the order that it is part of.
    """
    concerned = Q(pk=about.id) if about.type == Shipment._meta.label_lower else Q(order=about.id)
    Shipment.objects.filter(concerned, delivery_promise=promise_id).update(promised_at=due_at)


def _check(draft: ShipmentDraft) -> None:
    if not draft.destination_city.strip():
        raise DestinationMissing(field="destination_city")
    if draft.pieces is not None and draft.pieces < 1:
        raise NoPieces(field="pieces")
    if draft.promised_from and draft.promised_at and draft.promised_from > draft.promised_at:
        raise WindowBackwards(field="promised_at")


def _shipment(draft: ShipmentDraft, number: str, at: datetime) -> Shipment:
    shipment = Shipment(
        number=number,
        order=draft.order,
        customer=draft.customer,
        branch=draft.branch,
        carrier=draft.carrier,
        service=draft.service,
        delivery_promise_id=draft.order.delivery_promise_id if draft.order else None,
        customer_reference=draft.customer_reference,
        external_key=draft.external_key,
        origin_city=draft.origin_city,
        destination_city=draft.destination_city,
        consignee_name=draft.consignee_name,
        consignee_address=draft.consignee_address,
        pieces=draft.pieces,
        weight_kg=draft.weight_kg,
        volume_m3=draft.volume_m3,
        declared_value=draft.declared_value,
        cod_amount=draft.cod_amount,
        freight_cost=draft.freight_cost,
        currency=draft.currency,
        payment=draft.payment,
        is_collected=draft.is_collected,
        planned_at=at,
        promised_from=draft.promised_from,
        promised_at=draft.promised_at,
        is_day=draft.is_day,
    )
    shipment.receive_phone(draft.consignee_phone)
    return shipment


def _want_receipts(planned: Iterable[tuple[Shipment, ShipmentDraft]]) -> None:
    receipts = [
        ReceiptReturn(shipment=shipment, kind=draft.receipt_kind, copies=draft.receipt_copies)
        for shipment, draft in planned
        if draft.receipt_kind and draft.receipt_copies
    ]
    if receipts:
        ReceiptReturn.objects.bulk_create(receipts, batch_size=BATCH)


def _promise(planned: Sequence[tuple[Shipment, ShipmentDraft]], by: Actor, at: datetime) -> None:
    """A shipment without an order owes its own delivery, and its own pickup where a moment was agreed."""
    if not planned:
        return
    deliveries = [_request("delivery", s, at, d.promised_at, d.promised_from, d.is_day) for s, d in planned]
    pickups = [_request("pickup", s, at, d.pickup_at) for s, d in planned if d.pickup_at]
    made = start_promises(requests=[*deliveries, *pickups], by=by, at=at)
    shipments = [shipment for shipment, _draft in planned]
    for shipment, promise in zip(shipments, made, strict=False):
        shipment.delivery_promise, shipment.promised_at = promise, promise.due_at
    Shipment.objects.bulk_update(shipments, ["delivery_promise", "promised_at"], batch_size=BATCH)


def _request(
    kind: str,
    shipment: Shipment,
    at: datetime,
    due_at: datetime | None,
    due_from: datetime | None = None,
    is_day: bool = False,
) -> PromiseRequest:
    return PromiseRequest(
        kind=kind,
        subject=Subject.of(shipment),
        started_at=at,
        customer_id=shipment.customer_id,
        provider_id=shipment.carrier_id,
        branch_id=shipment.branch_id,
        service_id=shipment.service_id,
        lane=(shipment.origin_city, shipment.destination_city),
        due_at=due_at,
        due_from=due_from,
        is_day=is_day,
    )
