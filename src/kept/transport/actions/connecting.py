"""Onward connections: planned with a last moment, reached or missed, and seen when they are in danger."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.numbering import next_number
from kept.kernel.numbers import rule
from kept.parties.models import Partner
from kept.promises.actions import PromiseRequest, keep_promise, start_promise, waive_promise
from kept.promises.enums import PromiseState

from ..enums import ConnectionState, ExceptionKind, TrackingCode
from ..events import ConnectionEnded, ConnectionPlanned
from ..models import Connection, Shipment, TrackingEvent
from ..rules import CONNECTION_HOURS, FUTURE_MINUTES
from .telling import told
from .watching import see_all


class ShipmentOver(Refused):
    default = _("This shipment is over.")


class PlaceMissing(Refused):
    default = _("Say where the goods are handed over.")


class HandoverInThePast(Refused):
    default = _("Choose a moment to come.")


class DepartsBefore(Refused):
    default = _("It departs before the goods are handed over.")


class NotYet(Refused):
    default = _("This moment lies in the future.")


class NotPickedUpThen(Refused):
    default = _("The goods had not been picked up at that moment.")


class TakerMissing(Refused):
    default = _("Write who took the goods.")


class WhyMissing(Refused):
    default = _("Say why.")


@transaction.atomic
def plan_connection(
    *,
    shipment: Shipment,
    mode: str,
    place: str,
    handover_by: datetime,
    departs_at: datetime | None = None,
    service: str = "",
    carrier: Partner | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Connection:
    """Goods are to reach something that goes on. Handing over by the last moment is a promise."""
    if not shipment.is_open:
        raise ShipmentOver
    if not place.strip():
        raise PlaceMissing(field="place")
    if handover_by <= at:
        raise HandoverInThePast(field="handover_by")
    if departs_at is not None and departs_at < handover_by:
        raise DepartsBefore(field="departs_at")
    request = PromiseRequest(
        kind="handover",
        subject=Subject.of(shipment),
        started_at=at,
        customer_id=shipment.customer_id,
        provider_id=shipment.carrier_id,
        branch_id=shipment.branch_id,
        due_at=handover_by,
    )
    connection = Connection.objects.create(
        number=next_number("connection", at=at),
        shipment=shipment,
        mode=mode,
        service=service.strip(),
        carrier=carrier,
        place=place.strip(),
        handover_by=handover_by,
        departs_at=departs_at,
        promise=start_promise(request=request, by=by, at=at),
        planned_at=at,
        planned_by_id=by.person_id,
        note=note.strip(),
    )
    emit(told(ConnectionPlanned, shipment, at=at, connection_id=connection.pk), by=by)
    return connection


@transaction.atomic
def hand_over(
    *, connection: Connection, handed_over_at: datetime, taken_by: str, by: Actor, at: datetime
) -> Connection:
    """The next carrier has the goods. Too late is missed, and its promise is broken."""
    connection = _locked(connection)
    if handed_over_at > at + timedelta(minutes=int(rule(FUTURE_MINUTES, at=at))):
        raise NotYet(field="handed_over_at")
    if (began := connection.shipment.picked_up_at) is not None and handed_over_at < began:
        raise NotPickedUpThen(field="handed_over_at")
    if not taken_by.strip():
        raise TakerMissing(field="taken_by")
    connection.hand_over(handed_over_at=handed_over_at, taken_by=taken_by.strip())
    connection.save(update_fields=["state", "handed_over_at", "taken_by"])
    if connection.promise is not None:
        keep_promise(promise=connection.promise, met_at=handed_over_at, by=by, at=at)
    _write_news(connection, by, at)
    _tell(connection, handed_over_at, by)
    return connection


@transaction.atomic
def drop_connection(*, connection: Connection, why: str, by: Actor, at: datetime) -> Connection:
    """It is not to be reached any more. What was missed already stays broken."""
    if not why.strip():
        raise WhyMissing(field="why")
    connection = _locked(connection)
    connection.move_to(ConnectionState.DROPPED)
    connection.note = f"{connection.note} {why.strip()}".strip()[:200]
    connection.save(update_fields=["state", "note"])
    promise = connection.promise
    if promise is not None and promise.state_at(at) in (PromiseState.RUNNING, PromiseState.PAUSED):
        waive_promise(promise=promise, why=why, by=by, at=at)
    _tell(connection, at, by, why=why.strip())
    return connection


def see_endangered_connections(*, by: Actor, at: datetime) -> int:
    """Expected behind the last moment, or so near to it that the goods should be there."""
    lead = timedelta(hours=float(rule(CONNECTION_HOURS, at=at)))
    rows = Connection.objects.endangered(at, lead)
    found = Shipment.objects.filter(pk__in=rows.values("shipment"))
    return see_all(found, ExceptionKind.MISSED_CONNECTION, by=by, at=at)


def _locked(connection: Connection) -> Connection:
    rows = Connection.objects.select_for_update(of=("self",)).select_related("shipment", "promise")
    return rows.get(pk=connection.pk)


def _write_news(connection: Connection, by: Actor, at: datetime) -> None:
    assert connection.handed_over_at is not None
    TrackingEvent.objects.create(
        shipment=connection.shipment,
        code=TrackingCode.HANDED_ON,
        occurred_at=connection.handed_over_at,
        recorded_at=at,
        place=connection.place[:80],
        note=connection.words,
        external_key=f"connection:{connection.pk}",
        by_id=by.person_id,
    )


def _tell(connection: Connection, at: datetime, by: Actor, why: str = "") -> None:
    ended = {"connection_id": connection.pk, "state": connection.state, "why": why}
    emit(told(ConnectionEnded, connection.shipment, at=at, **ended), by=by)
