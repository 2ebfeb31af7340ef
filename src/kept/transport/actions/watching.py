"""What the clock sees: goods that will be late or are, and vehicles that are silent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.kernel.numbers import rule

from ..enums import ExceptionKind, ShipmentState
from ..events import ExceptionOver
from ..models import ON_THE_WAY, OPEN, Shipment, ShipmentException, ShipmentQuerySet
from ..rules import SILENT_HOURS, SOON_HOURS, UNCOLLECTED_DAYS
from .telling import told
from .turn import Sighting, Turn

BATCH = 500
NOT_YET_OUT = (ShipmentState.PLANNED, ShipmentState.PICKED_UP, ShipmentState.IN_TRANSIT)


class AlreadyEnded(Refused):
    default = _("This exception is over already.")


def see_delays(*, by: Actor, at: datetime) -> int:
    """Past the promised or expected moment, or so near to it that the goods should be out for delivery."""
    soon = at + timedelta(hours=float(rule(SOON_HOURS, at=at)))
    late = Q(state__in=OPEN, promised_at__lt=at)
    near = Q(state__in=NOT_YET_OUT, promised_at__gte=at, promised_at__lte=soon)
    overdue = Q(state__in=ON_THE_WAY, eta_at__lt=at)
    rows = Shipment.objects.filter(late | near | overdue, pickup_notice=None)
    return see_all(rows, ExceptionKind.DELAY, by=by, at=at)


def see_silence(*, by: Actor, at: datetime) -> int:
    """On the way, and nobody has told anything for long."""
    since = at - timedelta(hours=float(rule(SILENT_HOURS, at=at)))
    silent = Shipment.objects.on_the_way().filter(last_event_at__lt=since, pickup_notice=None)
    return see_all(silent, ExceptionKind.LOST_CONTACT, by=by, at=at)


def see_uncollected(*, by: Actor, at: datetime) -> int:
    """Arrived long ago, and nobody has come for the goods."""
    since = at - timedelta(days=float(rule(UNCOLLECTED_DAYS, at=at)))
    left = Shipment.objects.on_the_way().filter(pickup_notice__arrived_at__lt=since)
    return see_all(left, ExceptionKind.UNCOLLECTED, by=by, at=at)


@transaction.atomic
def end_exception(*, exception: ShipmentException, by: Actor, at: datetime) -> ShipmentException:
    """Somebody looked after it."""
    rows = ShipmentException.objects.select_for_update(of=("self",)).select_related("shipment")
    exception = rows.get(pk=exception.pk)
    if exception.over_at is not None:
        raise AlreadyEnded
    exception.over_at = at
    exception.save(update_fields=["over_at"])
    fact = told(ExceptionOver, exception.shipment, at=at, exception_id=exception.pk, kind=exception.kind)
    emit(fact, by=by)
    return exception


def see_all(rows: ShipmentQuerySet, kind: str, *, by: Actor, at: datetime) -> int:
    """In batches, each in its own transaction; a shipment whose exception is open is not seen again."""
    known = ShipmentException.objects.filter(shipment=OuterRef("pk"), kind=kind, over_at=None)
    unseen = rows.exclude(Exists(known)).order_by("pk")
    total = 0
    while batch := list(unseen[:BATCH]):
        _see(batch, kind, by=by, at=at)
        total += len(batch)
    return total


@transaction.atomic
def _see(shipments: Iterable[Shipment], kind: str, *, by: Actor, at: datetime) -> None:
    turn = Turn(by, at)
    turn.sightings = [
        Sighting(shipment=shipment, kind=kind, seen_at=at, place=shipment.last_place)
        for shipment in shipments
    ]
    turn.close()
