"""More that the clock sees: goods that stand still, pickups that were missed; and what is over by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from kept.kernel.access import Permitted
from kept.kernel.actor import Actor
from kept.kernel.events import emit_many
from kept.kernel.numbers import rule
from kept.promises.models import Promise

from ..enums import ExceptionKind, ShipmentState
from ..events import ExceptionOver
from ..models import OVER, Connection, Shipment, ShipmentException, ShipmentQuerySet, TrackingEvent
from ..rules import CONNECTION_HOURS, MOVEMENT, SOON_HOURS, STOPPED_HOURS
from .telling import told
from .watching import BATCH, see_all

DEGREE = 0.01
"""About a kilometre: less is no movement."""


def see_standstill(*, by: Actor, at: datetime) -> int:
    """News comes in, and all of it from the same place."""
    return see_all(standing(at), ExceptionKind.STOPPED, by=by, at=at)


def see_missed_pickups(*, by: Actor, at: datetime) -> int:
    """Nobody picked up by the moment that was agreed."""
    owed = Promise.objects.of_kind("pickup").filter(
        met_at=None, due_at__lt=at, state__in=("running", "broken")
    )
    of_shipment = owed.filter(subject_type="transport.shipment").values("subject_id")
    of_order = owed.filter(subject_type="orders.order").values("subject_id")
    waiting = Shipment.objects.filter(
        Q(pk__in=of_shipment) | Q(order_id__in=of_order), state=ShipmentState.PLANNED
    )
    return see_all(waiting, ExceptionKind.MISSED_PICKUP, by=by, at=at)


def end_what_is_over(*, by: Actor, at: datetime) -> int:
    """Exceptions that need nobody to say so: the goods move again, were picked up, or will be in time."""
    rows = ShipmentException.objects.filter(over_at=None)
    still = standing(at).filter(pk=OuterRef("shipment"))
    soon = at + timedelta(hours=float(rule(SOON_HOURS, at=at)))
    moved = Q(kind=ExceptionKind.STOPPED) & ~Exists(still)
    picked_up = Q(kind=ExceptionKind.MISSED_PICKUP) & ~Q(shipment__state=ShipmentState.PLANNED)
    found = Q(kind=ExceptionKind.LOST) & ~Q(shipment__state=ShipmentState.LOST)
    in_time = Q(
        kind=ExceptionKind.DELAY,
        shipment__eta_at__gt=at,
        shipment__eta_at__lte=F("shipment__promised_at"),
        shipment__promised_at__gt=soon,
        shipment__last_event_at__gt=F("seen_at"),
    )
    lasting = (ExceptionKind.DAMAGE, ExceptionKind.SHORTAGE, ExceptionKind.LOST)
    lead = timedelta(hours=float(rule(CONNECTION_HOURS, at=at)))
    endangered = Connection.objects.endangered(at, lead).filter(shipment=OuterRef("shipment"))
    reached = Q(kind=ExceptionKind.MISSED_CONNECTION) & ~Exists(endangered)
    done = Q(shipment__state__in=OVER) & ~Q(kind__in=lasting)
    return end_all(rows.filter(moved | picked_up | found | in_time | reached | done), by=by, at=at)


def end_all(rows: Permitted[ShipmentException], *, by: Actor, at: datetime) -> int:
    """In batches, each in its own transaction."""
    total = 0
    while batch := list(rows.select_related("shipment").order_by("pk")[:BATCH]):
        _end(batch, by=by, at=at)
        total += len(batch)
    return total


def standing(at: datetime) -> ShipmentQuerySet:
    """On the way with news, but at one place for as long as the rule says."""
    since = at - timedelta(hours=float(rule(STOPPED_HOURS, at=at)))
    news = TrackingEvent.objects.filter(shipment=OuterRef("pk"))
    elsewhere = Q(code__in=MOVEMENT) | ~Q(place__in=("", OuterRef("last_place")))
    for axis in ("latitude", "longitude"):
        elsewhere |= Q(**{f"{axis}__gt": OuterRef(axis) + DEGREE}) | Q(
            **{f"{axis}__lt": OuterRef(axis) - DEGREE}
        )
    moves = news.filter(elsewhere, occurred_at__gt=since)
    before = news.filter(occurred_at__lte=since)
    rows = Shipment.objects.on_the_way().filter(last_event_at__gt=since, pickup_notice=None)
    return rows.filter(~Exists(moves), Exists(before))


@transaction.atomic
def _end(batch: list[ShipmentException], *, by: Actor, at: datetime) -> None:
    ShipmentException.objects.filter(pk__in=[seen.pk for seen in batch]).update(over_at=at)
    facts = [
        told(ExceptionOver, seen.shipment, at=at, exception_id=seen.pk, kind=seen.kind) for seen in batch
    ]
    emit_many(facts, by=by)
