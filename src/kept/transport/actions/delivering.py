"""Handing over, refusing, sending back, and setting the record right afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kept.documents.actions import keep_document
from kept.documents.models import Document
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.kernel.numbers import rule
from kept.promises.actions import revise_promise
from kept.promises.models import Promise

from ..enums import DeliveryOutcome, ExceptionKind, GoodsCondition, ShipmentState, TrackingSource
from ..events import DeliveryRevised, ShipmentReturned
from ..models import Delivery, Shipment, TrackingEvent
from ..rules import BEFORE_ORDER_DAYS, CODE_OF, FUTURE_MINUTES, is_unordered
from .attempting import Attempt, Record, attempt_deliveries
from .telling import told
from .turn import Sighting, Turn

Upload: TypeAlias = "UploadedFile[Any] | ContentFile[bytes]"


class AlreadyOver(Refused):
    default = _("This shipment is over; revise its delivery record instead.")


class NotYet(Refused):
    default = _("This moment lies in the future.")


class BeforeOrder(Refused):
    default = _("This moment lies before the order was placed.")


class BeforePickup(Refused):
    default = _("The goods had not been picked up at that moment.")


class BeforeAttempt(Refused):
    default = _("Somebody tried to deliver them after that moment.")


class ReceiverMissing(Refused):
    default = _("Write who received the goods.")


class PiecesMissing(Refused):
    default = _("Count the pieces that were handed over.")


class TooManyPieces(Refused):
    default = _("More pieces than this shipment has. Count again.")


class DamagedBeyondDelivered(Refused):
    default = _("More pieces damaged than handed over.")


class WhyMissing(Refused):
    default = _("Say why.")


class NothingToRevise(Refused):
    default = _("Nothing has changed.")


HANDED_OVER = (DeliveryOutcome.DELIVERED, DeliveryOutcome.PARTIAL)
REVISABLE = (
    "happened_at",
    "receiver_name",
    "pieces_delivered",
    "pieces_damaged",
    "pieces_short",
    "condition",
    "papers_ok",
    "note",
)


@transaction.atomic
def deliver(
    *,
    shipment: Shipment,
    happened_at: datetime,
    outcome: str,
    receiver_name: str = "",
    pieces_delivered: int | None = None,
    pieces_damaged: int | None = None,
    pieces_short: int | None = None,
    condition: str = "",
    papers_ok: bool | None = None,
    reason: str = "",
    photo: Upload | None = None,
    signature: Upload | None = None,
    note: str = "",
    source: str = TrackingSource.HAND,
    by: Actor,
    at: datetime,
) -> Delivery:
    """Write down one attempt with its proof, judge the delivery promise from it, and tell."""
    shipment = Shipment.objects.select_for_update(of=("self",)).get(pk=shipment.pk)
    attempt = Attempt(
        shipment=shipment,
        happened_at=happened_at,
        outcome=outcome,
        receiver_name=receiver_name.strip(),
        pieces_delivered=pieces_delivered,
        pieces_damaged=pieces_damaged,
        pieces_short=pieces_short,
        condition=condition,
        papers_ok=papers_ok,
        reason=reason,
        photo=_keep(photo, "photo", shipment, by, at),
        signature=_keep(signature, "signature", shipment, by, at),
        note=note.strip(),
        source=source,
    )
    _check(attempt, at)
    turn = Turn(by, at)
    delivery = attempt_deliveries([attempt], turn)[0]
    _write_news(delivery)
    turn.close()
    return delivery


@transaction.atomic
def revise_delivery(
    *,
    delivery: Delivery,
    changes: Mapping[str, Any],
    why: str,
    photo: Upload | None = None,
    signature: Upload | None = None,
    by: Actor,
    at: datetime,
) -> Delivery:
    """Later evidence: damage found on unpacking, a paper that was wrong, a proof that came in.

    The verdict on the promise follows, with who and why; both stand in the history.
    """
    if not why.strip():
        raise WhyMissing(field="why")
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("shipment").get(pk=delivery.pk)
    shipment = delivery.shipment
    changed = [name for name in REVISABLE if name in changes and getattr(delivery, name) != changes[name]]
    for name in changed:
        setattr(delivery, name, changes[name])
    for name, upload in (("photo", photo), ("signature", signature)):
        if upload is not None:
            setattr(delivery, name, _keep(upload, name, shipment, by, at))
            changed.append(name)
    if not changed:
        raise NothingToRevise
    if (delivery.pieces_damaged or 0) > (
        delivery.pieces_delivered or 0
    ) and delivery.pieces_delivered is not None:
        raise DamagedBeyondDelivered(field="pieces_damaged")
    if "pieces_delivered" in changed and delivery.pieces_delivered is not None:
        _count(shipment, delivery.pieces_delivered, shipment.deliveries.exclude(pk=delivery.pk))
    delivery.save()
    _judge_again(shipment, why.strip(), by, at)
    told_of = told(
        DeliveryRevised, shipment, at=at, delivery_id=delivery.pk, fields=tuple(changed), why=why.strip()
    )
    emit(told_of, by=by)
    _see_damage(delivery, by, at)
    return delivery


@transaction.atomic
def return_shipment(
    *, shipment: Shipment, happened_at: datetime, why: str, by: Actor, at: datetime
) -> Shipment:
    """The goods go back to the shipper. What was promised stays to be judged by the clock and explained."""
    if not why.strip():
        raise WhyMissing(field="why")
    if happened_at > at + timedelta(minutes=int(rule(FUTURE_MINUTES, at=at))):
        raise NotYet(field="happened_at")
    shipment = Shipment.objects.select_for_update(of=("self",)).get(pk=shipment.pk)
    _come_after_pickup(shipment, happened_at)
    if (last := shipment.deliveries.order_by("-happened_at").first()) and happened_at < _minute(
        last.happened_at
    ):
        raise BeforeAttempt(field="happened_at")
    shipment.move_to(ShipmentState.RETURNED)
    shipment.state_at = shipment.last_event_at = happened_at
    shipment.last_code = "returned"
    turn = Turn(by, at)
    turn.change(shipment)
    turn.end_exceptions(shipment.pk, ExceptionKind.values)
    turn.events.append(told(ShipmentReturned, shipment, at=happened_at))
    _news(shipment, "returned", happened_at, by, at, note=why.strip()).save()
    turn.close()
    return shipment


def _check(attempt: Attempt, at: datetime) -> None:
    shipment = attempt.shipment
    if not shipment.may_move_to(ShipmentState.DELIVERED):
        raise AlreadyOver
    if attempt.happened_at > at + timedelta(minutes=int(rule(FUTURE_MINUTES, at=at))):
        raise NotYet(field="happened_at")
    if _is_unordered(shipment, attempt.happened_at, at):
        raise BeforeOrder(field="happened_at")
    _come_after_pickup(shipment, attempt.happened_at)
    for missing in missing_at_the_door(
        outcome=attempt.outcome,
        receiver_name=attempt.receiver_name,
        pieces_delivered=attempt.pieces_delivered,
    ):
        raise missing
    if attempt.pieces_delivered is not None:
        if (attempt.pieces_damaged or 0) > attempt.pieces_delivered:
            raise DamagedBeyondDelivered(field="pieces_damaged")
        _count(shipment, attempt.pieces_delivered, shipment.deliveries.all())


def _come_after_pickup(shipment: Shipment, moment: datetime) -> None:
    """Moments are typed to the minute."""
    if shipment.picked_up_at and moment < _minute(shipment.picked_up_at):
        raise BeforePickup(field="happened_at")


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def missing_at_the_door(
    *, outcome: str, receiver_name: str, pieces_delivered: int | None
) -> Iterator[Refused]:
    """All that an attempt does not say and that its outcome needs."""
    if outcome in HANDED_OVER and not receiver_name.strip():
        yield ReceiverMissing(field="receiver_name")
    if outcome == DeliveryOutcome.PARTIAL and not pieces_delivered:
        yield PiecesMissing(field="pieces_delivered")


def _count(shipment: Shipment, pieces: int, others: QuerySet[Delivery]) -> None:
    """No more is handed over, all attempts together, than was sent."""
    if shipment.pieces is None:
        return
    before = sum(each or 0 for each in others.values_list("pieces_delivered", flat=True))
    if pieces + before > shipment.pieces:
        raise TooManyPieces(field="pieces_delivered")


def _is_unordered(shipment: Shipment, moment: datetime, at: datetime) -> bool:
    """As for news: nobody had ordered it then, late written orders let pass."""
    early = timedelta(days=int(rule(BEFORE_ORDER_DAYS, at=at)))
    if moment >= at - early or shipment.order is None:
        return False
    return is_unordered(moment, shipment.order.placed_at, early=early)


def _keep(upload: Upload | None, kind: str, shipment: Shipment, by: Actor, at: datetime) -> Document | None:
    if upload is None:
        return None
    try:
        return keep_document(
            upload=upload,
            kind=kind,
            about=shipment,
            customer_id=shipment.customer_id,
            partner_id=shipment.carrier_id,
            to_be_seen=True,
            by=by,
            at=at,
        )
    except Refused as no:
        no.field = kind
        raise


def _write_news(delivery: Delivery) -> None:
    """The attempt stands in the tracking too, so that one stream tells the whole way."""
    event = TrackingEvent(
        shipment=delivery.shipment,
        code=CODE_OF[delivery.outcome],
        occurred_at=delivery.happened_at,
        recorded_at=delivery.recorded_at,
        place=delivery.shipment.destination_city,
        note=delivery.note,
        reason=delivery.reason,
        source=delivery.source,
        external_key=f"attempt:{delivery.pk}",
        by_id=delivery.by_id,
    )
    event.save()


def _news(
    shipment: Shipment, code: str, happened_at: datetime, by: Actor, at: datetime, *, note: str
) -> TrackingEvent:
    return TrackingEvent(
        shipment=shipment,
        code=code,
        occurred_at=happened_at,
        recorded_at=at,
        note=note[:200],
        external_key=f"{code}:{happened_at.isoformat()}",
        by_id=by.person_id,
    )


def _judge_again(shipment: Shipment, why: str, by: Actor, at: datetime) -> None:
    record = Record([shipment])
    subject, verdict = record.promised(shipment)
    promise = Promise.objects.filter(
        subject_type=subject.type, subject_id=subject.id, kind="delivery", met_at__isnull=False
    ).first()
    if promise is None or not verdict.is_complete:
        return
    met_at = record.completed_at(shipment)
    if shipment.delivered_at is not None:
        moments = [d.happened_at for d in record.attempts[shipment.pk]]
        shipment.delivered_at = max(moments)
        shipment.save(update_fields=["delivered_at"])
    revise_promise(promise=promise, why=why, met_at=met_at, terms=verdict.terms(), by=by, at=at)


def _see_damage(delivery: Delivery, by: Actor, at: datetime) -> None:
    kinds = []
    if (delivery.pieces_damaged or 0) > 0 or delivery.condition == GoodsCondition.DAMAGED:
        kinds.append(ExceptionKind.DAMAGE)
    if (delivery.pieces_short or 0) > 0 or delivery.condition in (GoodsCondition.SHORT, GoodsCondition.WRONG):
        kinds.append(ExceptionKind.SHORTAGE)
    turn = Turn(by, at)
    turn.sightings = [Sighting(shipment=delivery.shipment, kind=kind, seen_at=at) for kind in kinds]
    turn.close()
