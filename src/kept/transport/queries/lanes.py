"""When will it arrive, by what this lane took before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import F

from kept.kernel.numbers import rule

from ..models import Shipment, TrackingEvent
from ..rules import HISTORY_DAYS, HISTORY_LEAST

MOST = 400


@dataclass(frozen=True)
class Estimate:
    """The median time that was left from this place on this lane, and on how many deliveries it rests."""

    remaining: timedelta
    deliveries: int
    place: str
    with_carrier: bool
    eta_at: datetime


def estimate_arrival(shipment: Shipment, at: datetime) -> Estimate | None:
    """None when too few deliveries are known, or when they say no more: all would have arrived by now.

    Deliveries of the same carrier count alone where there are enough.
    """
    since = shipment.last_event_at
    if not (shipment.is_on_the_way and since and shipment.last_place):
        return None
    least = int(rule(HISTORY_LEAST, at=at))
    for own in (True, False):
        spans = _spans(shipment, at, own_carrier=own)
        if len(spans) >= least:
            left = timedelta(seconds=median(span.total_seconds() for span in spans))
            eta = since + left
            if eta <= at:
                return None
            return Estimate(left, len(spans), shipment.last_place, own, eta)
    return None


def _spans(shipment: Shipment, at: datetime, *, own_carrier: bool) -> list[timedelta]:
    """From the last word at this place to the delivery, one for each past shipment of the lane."""
    after = at - timedelta(days=int(rule(HISTORY_DAYS, at=at)))
    rows = TrackingEvent.objects.filter(
        place=shipment.last_place,
        shipment__origin_city=shipment.origin_city,
        shipment__destination_city=shipment.destination_city,
        shipment__delivered_at__gte=after,
        shipment__delivered_at__lte=at,
        occurred_at__lt=F("shipment__delivered_at"),
    ).exclude(shipment=shipment.pk)
    if own_carrier:
        rows = rows.filter(shipment__carrier=shipment.carrier_id)
    told = rows.order_by("-shipment__delivered_at", "occurred_at")
    pairs = told.values_list("shipment_id", "shipment__delivered_at", "occurred_at")[:MOST]
    return list({pk: delivered - seen for pk, delivered, seen in pairs if delivered}.values())
