"""Onward connections for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from kept.kernel.web.doors import allowed
from kept.parties.models import Partner

from ..actions.connecting import hand_over, plan_connection
from ..enums import ConnectionMode, ConnectionState
from ..models import Connection, Shipment
from .doors import part, zoned

router = Router(tags=["transport"])


class ConnectionOut(Schema):
    """`state` is planned, met, missed or dropped; `carrier` is a partner's number."""

    number: str
    shipment: str
    state: str
    mode: str
    service: str
    carrier: str
    place: str
    handover_by: datetime
    departs_at: datetime | None
    handed_over_at: datetime | None
    taken_by: str

    @staticmethod
    def resolve_shipment(connection: Connection) -> str:
        return connection.shipment.number

    @staticmethod
    def resolve_carrier(connection: Connection) -> str:
        return connection.carrier.number if connection.carrier else ""


class ConnectionIn(Schema):
    mode: ConnectionMode
    service: str = Field("", max_length=40)
    carrier: str = Field("", max_length=20)
    place: str = Field(max_length=120)
    handover_by: datetime
    departs_at: datetime | None = None
    note: str = Field("", max_length=200)


class ConnectionHandOverIn(Schema):
    handed_over_at: datetime
    taken_by: str = Field(max_length=80)


@router.get("connections", response=list[ConnectionOut])
def connections(
    request: HttpRequest, state: ConnectionState | None = None, limit: int = 100, offset: int = 0
) -> Any:
    """Those to be reached, soonest first; or those of a state."""
    rows = Connection.objects.permitted(allowed(request, "transport.view"), "transport.view").shown()
    rows = rows.filter(state=state) if state else rows.planned()
    return part(rows.order_by("handover_by", "id"), offset, limit)


@router.post("shipments/{number}/connections", response={201: ConnectionOut})
def new_connection(request: HttpRequest, number: str, given: ConnectionIn) -> Status[Connection]:
    """Plan what the goods of a waybill are to reach."""
    actor = allowed(request, "transport.plan")
    shipment = get_object_or_404(Shipment.objects.permitted(actor, "transport.plan"), number=number)
    said = given.dict()
    said["carrier"] = _partner(given.carrier)
    zoned(given.handover_by, "handover_by")
    if given.departs_at is not None:
        zoned(given.departs_at, "departs_at")
    return Status(201, plan_connection(shipment=shipment, **said, by=actor, at=now()))


@router.post("connections/{number}/handover", response={201: ConnectionOut})
def handover(request: HttpRequest, number: str, given: ConnectionHandOverIn) -> Status[Connection]:
    """The next carrier has the goods."""
    actor = allowed(request, "transport.track")
    zoned(given.handed_over_at, "handed_over_at")
    found = get_object_or_404(Connection.objects.permitted(actor, "transport.track"), number=number)
    hand_over(connection=found, **given.dict(), by=actor, at=now())
    return Status(201, Connection.objects.shown().get(pk=found.pk))


def _partner(number: str) -> Partner | None:
    if not number:
        return None
    partner = Partner.objects.filter(number=number).first()
    if partner is None:
        raise HttpError(422, f"carrier: no partner '{number}'")
    return partner
