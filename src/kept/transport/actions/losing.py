"""Goods that nobody finds any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.numbers import rule
from kept.promises.actions import cancel_promises, fail_promises
from kept.promises.enums import Cause, LiableTier, TermState
from kept.promises.models import Promise

from ..enums import ExceptionKind, ShipmentState, TrackingCode
from ..events import ShipmentLost
from ..models import Shipment, TrackingEvent
from ..rules import FUTURE_MINUTES
from .telling import told
from .turn import Sighting, Turn

LASTING = (ExceptionKind.DAMAGE, ExceptionKind.SHORTAGE, ExceptionKind.LOST)
NO_LONGER_OWED = ("pickup", "redelivery", "pickup_notice", "handover", "receipt_return")


class WhyMissing(Refused):
    default = _("Say why.")


class NotYet(Refused):
    default = _("This moment lies in the future.")


@transaction.atomic
def declare_lost(
    *,
    shipment: Shipment,
    happened_at: datetime,
    why: str,
    cause: str = Cause.HANDLING,
    by: Actor,
    at: datetime,
) -> Shipment:
    """Give the goods up: the delivery is broken with its cause, nothing else is owed, an exception is seen.

    The desk has its case from that. Goods that are found again go on by any news of them.
    """
    if not why.strip():
        raise WhyMissing(field="why")
    if happened_at > at + timedelta(minutes=int(rule(FUTURE_MINUTES, at=at))):
        raise NotYet(field="happened_at")
    shipment = Shipment.objects.select_for_update(of=("self",)).get(pk=shipment.pk)
    shipment.move_to(ShipmentState.LOST)
    shipment.state_at = shipment.last_event_at = happened_at
    shipment.last_code = TrackingCode.LOST
    turn = Turn(by, at)
    turn.change(shipment)
    turn.end_exceptions(shipment.pk, frozenset(ExceptionKind.values) - frozenset(LASTING))
    turn.sightings = [
        Sighting(shipment=shipment, kind=ExceptionKind.LOST, seen_at=happened_at, place=shipment.last_place)
    ]
    turn.events.append(told(ShipmentLost, shipment, at=happened_at, why=why.strip(), cause=cause))
    _write_news(shipment, why.strip(), happened_at, by, at)
    _end_promises(shipment, cause, why.strip(), by, at)
    turn.close()
    return shipment


def _end_promises(shipment: Shipment, cause: str, why: str, by: Actor, at: datetime) -> None:
    """A piece of what was promised is missing for good; who is liable is decided later."""
    fail_promises(
        promises=Promise.objects.of_kind("delivery").filter(pk__in=[shipment.delivery_promise_id or 0]),
        terms={"quantity": TermState.BROKEN},
        cause=cause,
        liable_tier=LiableTier.UNDETERMINED,
        note=why[:200],
        by=by,
        at=at,
    )
    cancel_promises(record=shipment, kinds=NO_LONGER_OWED, by=by, at=at)


def _write_news(shipment: Shipment, why: str, happened_at: datetime, by: Actor, at: datetime) -> None:
    TrackingEvent.objects.create(
        shipment=shipment,
        code=TrackingCode.LOST,
        occurred_at=happened_at,
        recorded_at=at,
        place=shipment.last_place,
        note=why[:200],
        external_key=f"lost:{happened_at.isoformat()}",
        by_id=by.person_id,
    )
