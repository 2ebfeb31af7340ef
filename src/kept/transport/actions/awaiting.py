"""Goods that arrive where their receiver collects them: from then on the receiver is to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kept.kernel.actor import Actor
from kept.kernel.events import Event, Subject
from kept.promises.actions import PromiseRequest, start_promises

from ..events import PickupAwaited
from ..models import PickupNotice, Shipment
from .telling import told

LONGEST_PLACE = 120


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """That the goods of a shipment are where they are collected."""

    shipment: Shipment
    at: datetime
    place: str = ""


def await_pickups(arrivals: Mapping[int, Arrival], *, by: Actor, at: datetime) -> list[Event]:
    """One notice and one promise for each shipment that has none yet; the facts to tell.

    The number of statements does not grow with the arrivals. Opening hours are those last written down
    for the same place.
    """
    known = PickupNotice.objects.filter(shipment_id__in=arrivals).values_list("shipment_id", flat=True)
    seen = set(known)
    fresh = [arrival for pk, arrival in arrivals.items() if pk not in seen and arrival.shipment.is_on_the_way]
    if not fresh:
        return []
    promises = start_promises(requests=[_request(arrival) for arrival in fresh], by=by, at=at)
    hours = _hours([_place(arrival) for arrival in fresh])
    notices = [
        PickupNotice(
            shipment=arrival.shipment,
            place=_place(arrival),
            hours=hours.get(_place(arrival), ""),
            arrived_at=arrival.at,
            next_at=arrival.at,
            promise=promise,
        )
        for arrival, promise in zip(fresh, promises, strict=True)
    ]
    PickupNotice.objects.bulk_create(notices)
    return [told(PickupAwaited, n.shipment, at=n.arrived_at, notice_id=n.pk) for n in notices]


def _place(arrival: Arrival) -> str:
    return (arrival.place or arrival.shipment.destination_city)[:LONGEST_PLACE]


def _hours(places: Sequence[str]) -> dict[str, str]:
    rows = PickupNotice.objects.filter(place__in=set(places)).exclude(hours="").order_by("pk")
    return dict(rows.values_list("place", "hours"))


def _request(arrival: Arrival) -> PromiseRequest:
    shipment = arrival.shipment
    return PromiseRequest(
        kind="pickup_notice",
        subject=Subject.of(shipment),
        started_at=arrival.at,
        customer_id=shipment.customer_id,
        branch_id=shipment.branch_id,
        service_id=shipment.service_id,
        lane=(shipment.origin_city, shipment.destination_city),
    )
