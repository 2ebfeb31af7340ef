"""News in bulk, one shipment, attempts to deliver."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.web.doors import allowed

from ..actions.delivering import deliver
from ..actions.tracking import TrackingInput, record_events
from ..enums import DeliveryOutcome, GoodsCondition, TrackingReason, TrackingSource
from ..models import Delivery, Shipment
from ..rules import BULK_ROWS
from .doors import zoned

router = Router(tags=["transport"])


class NewsIn(Schema):
    """News about the shipment of a waybill `number`, or of the `shipment_key` of an import."""

    number: str = Field("", max_length=20)
    shipment_key: str = Field("", max_length=160)
    code: str = Field(max_length=30)
    occurred_at: datetime
    place: str = Field("", max_length=80)
    note: str = Field("", max_length=200)
    reason: str = Field("", max_length=20)
    eta_at: datetime | None = None
    latitude: Decimal | None = Field(None, ge=-90, le=90)
    longitude: Decimal | None = Field(None, ge=-180, le=180)
    external_key: str = Field("", max_length=120)


class RejectedOut(Schema):
    row: int
    code: str
    reason: str


class NewsOut(Schema):
    """What became of the rows. `known` had come before and changed nothing."""

    recorded: int
    known: int
    rejected: list[RejectedOut]


class EventOut(Schema):
    code: str
    occurred_at: datetime
    place: str
    note: str
    reason: str
    eta_at: datetime | None


class AttemptOut(Schema):
    attempt_no: int
    happened_at: datetime
    outcome: str
    receiver_name: str
    pieces_delivered: int | None
    pieces_damaged: int | None
    pieces_short: int | None
    condition: str
    papers_ok: bool | None
    has_proof: bool


class ShipmentOut(Schema):
    number: str
    customer_reference: str
    order: str
    state: str
    origin_city: str
    destination_city: str
    pieces: int | None
    weight_kg: Decimal | None
    promised_at: datetime | None
    eta_at: datetime | None
    picked_up_at: datetime | None
    delivered_at: datetime | None
    last_code: str
    last_place: str
    last_event_at: datetime | None
    tracking: list[EventOut]
    deliveries: list[AttemptOut]

    @staticmethod
    def resolve_order(shipment: Shipment) -> str:
        return shipment.order.number if shipment.order else ""

    @staticmethod
    def resolve_tracking(shipment: Shipment) -> Any:
        return list(shipment.tracking.all()[:500])

    @staticmethod
    def resolve_deliveries(shipment: Shipment) -> Any:
        return list(shipment.deliveries.all())


class AttemptIn(Schema):
    """One attempt. Pictures come as base64 of a PNG, JPEG or WebP."""

    happened_at: datetime
    outcome: DeliveryOutcome
    receiver_name: str = Field("", max_length=80)
    pieces_delivered: int | None = Field(None, ge=0)
    pieces_damaged: int | None = Field(None, ge=0)
    pieces_short: int | None = Field(None, ge=0)
    condition: GoodsCondition | None = None
    papers_ok: bool | None = None
    reason: TrackingReason | None = None
    note: str = Field("", max_length=200)
    photo: str = ""
    signature: str = ""


@router.post("events", response=NewsOut)
def record(request: HttpRequest, rows: list[NewsIn]) -> Any:
    """Record news about many shipments; each row is taken, known or rejected on its own.

    Safe to send again: what is known changes nothing.
    """
    actor = allowed(request, "transport.track")
    at = now()
    most = int(rule(BULK_ROWS, at=at))
    if len(rows) > most:
        raise HttpError(413, f"at most {most} rows in one call")
    inputs = [TrackingInput(**row.dict(), source=TrackingSource.API) for row in rows]
    result = record_events(inputs=inputs, by=actor, at=at)
    return {
        "recorded": len(result.recorded),
        "known": result.known,
        "rejected": [{"row": r.row, "code": r.code, "reason": str(r.message)} for r in result.rejected],
    }


@router.get("shipments/{number}", response=ShipmentOut)
def shipment(request: HttpRequest, number: str) -> Shipment:
    """One shipment with its news and attempts."""
    return _found(request, number, "transport.view")


@router.post("shipments/{number}/deliveries", response={201: AttemptOut})
def attempt(request: HttpRequest, number: str, given: AttemptIn) -> Status[Delivery]:
    """Record one attempt to deliver, with its proof."""
    told = given.dict()
    told |= {"condition": told["condition"] or "", "reason": told["reason"] or ""}
    told |= {"photo": _picture(given.photo, "photo"), "signature": _picture(given.signature, "signature")}
    zoned(given.happened_at, "happened_at")
    found = _found(request, number, "transport.deliver")
    made = deliver(shipment=found, **told, source=TrackingSource.API, by=Actor.of(request), at=now())
    return Status(201, made)


def _picture(text: str, name: str) -> ContentFile[bytes] | None:
    if not text:
        return None
    try:
        return ContentFile(base64.b64decode(text, validate=True), name=name)
    except binascii.Error as wrong:
        raise HttpError(422, f"{name} is not base64") from wrong


def _found(request: HttpRequest, number: str, permission: str) -> Shipment:
    rows = Shipment.objects.permitted(allowed(request, permission), permission)
    return get_object_or_404(rows.select_related("order"), number=number)
