"""What a receiver may know of one shipment: nothing of other people, no price, no remark of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.crypto import constant_time_compare

from kept.kernel.numbers import rule
from kept.methods.masking import mask_address, mask_name, mask_phone
from kept.parties.enums import CustomerKind
from kept.transport.enums import DeliveryOutcome, ShipmentState
from kept.transport.models import OVER, PickupNotice, Shipment

from ..rules import LINK_DAYS

STEPS = (
    ShipmentState.PLANNED,
    ShipmentState.PICKED_UP,
    ShipmentState.IN_TRANSIT,
    ShipmentState.OUT_FOR_DELIVERY,
    ShipmentState.DELIVERED,
)


@dataclass(frozen=True)
class Step:
    """A station of the way: reached, here, or ahead."""

    words: Any
    is_reached: bool
    is_here: bool


@dataclass(frozen=True)
class News:
    words: str
    place: str
    at: datetime


@dataclass(frozen=True)
class Tracked:
    """A shipment as its receiver sees it."""

    sender: str
    number: str
    state: str
    state_words: str
    origin: str
    destination: str
    pieces: int | None
    receiver: str
    phone: str
    expected_at: datetime | None
    expected_from: datetime | None
    is_day: bool
    delivered_at: datetime | None
    signed_by: str
    steps: tuple[Step, ...]
    news: tuple[News, ...]
    pickup_place: str


def shipment_of_link(token: str, at: datetime) -> Shipment | None:
    """The shipment of an unguessable link, as long as the link is good."""
    shipment = Shipment.objects.select_related("customer", "pickup_notice").filter(public_token=token).first()
    if shipment is None or not constant_time_compare(shipment.public_token, token):
        return None
    ended = shipment.delivered_at or shipment.state_at
    if shipment.state in OVER and ended and ended + timedelta(days=int(rule(LINK_DAYS, at=at))) < at:
        return None
    return shipment


def tracked(shipment: Shipment) -> Tracked:
    """Masked at the source, so that no page can show more; two statements."""
    over = shipment.state in OVER
    pickup_place = _pickup_place(shipment)
    return Tracked(
        sender=_sender(shipment),
        number=shipment.number,
        state=shipment.state,
        state_words=str(shipment.get_state_display()),
        origin=shipment.origin_city,
        destination=shipment.destination_city,
        pieces=shipment.pieces,
        receiver=_masked(shipment.consignee_name),
        phone=mask_phone(shipment.consignee_phone),
        expected_at=None if over or pickup_place else shipment.eta_at or shipment.promised_at,
        expected_from=None if over or shipment.eta_at else shipment.promised_from,
        is_day=shipment.is_day and shipment.eta_at is None,
        delivered_at=shipment.delivered_at,
        signed_by=_signed_by(shipment),
        steps=_steps(shipment),
        news=_news(shipment),
        pickup_place=pickup_place,
    )


def _sender(shipment: Shipment) -> str:
    """Companies by name; a person who sends is nobody else's business."""
    customer = shipment.customer
    return _masked(customer.name) if customer.kind == CustomerKind.PERSON else customer.name


def _pickup_place(shipment: Shipment) -> str:
    """Where the goods wait for their receiver; nothing of calls, of who was told, of money."""
    notice: PickupNotice | None = getattr(shipment, "pickup_notice", None)
    return notice.place if notice is not None and notice.is_waiting else ""


def _signed_by(shipment: Shipment) -> str:
    if shipment.state != ShipmentState.DELIVERED:
        return ""
    handed = Q(outcome__in=(DeliveryOutcome.DELIVERED, DeliveryOutcome.PARTIAL))
    name = shipment.deliveries.filter(handed).order_by("-attempt_no").values_list("receiver_name", flat=True)
    return _masked(name.first() or "")


def _masked(name: str) -> str:
    """A long name does not tell its length either."""
    return re.sub(r"\*{4,}", "***", mask_name(name))


def _steps(shipment: Shipment) -> tuple[Step, ...]:
    """The straight way; empty when the goods left it."""
    state = ShipmentState.OUT_FOR_DELIVERY if shipment.state == "partly_delivered" else shipment.state
    if state not in STEPS:
        return ()
    here = STEPS.index(ShipmentState(state))
    return tuple(Step(step.label, place <= here, place == here) for place, step in enumerate(STEPS))


def _news(shipment: Shipment) -> tuple[News, ...]:
    """Codes we have words for, newest first; never the remarks that people wrote."""
    told = [event for event in shipment.tracking.order_by("-occurred_at", "-id")[:50] if event.is_known]
    return tuple(News(event.code_words, mask_address(event.place), event.occurred_at) for event in told)
