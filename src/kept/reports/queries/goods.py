"""What was carried: shipments counted by day, month, place and customer, from the rows themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate, TruncMonth

from kept.kernel.facts import company_zone
from kept.transport.enums import ShipmentState
from kept.transport.models import Shipment, ShipmentQuerySet

from ..rules import Period
from .asking import Ask

ZERO = Decimal(0)


@dataclass(frozen=True)
class Volume:
    """Shipments picked up, and what they weighed; `unweighed` of them told no weight."""

    shipments: int = 0
    pieces: int = 0
    weight_kg: Decimal = ZERO
    volume_m3: Decimal = ZERO
    unweighed: int = 0

    def __add__(self, other: Volume) -> Volume:
        return Volume(
            self.shipments + other.shipments,
            self.pieces + other.pieces,
            self.weight_kg + other.weight_kg,
            self.volume_m3 + other.volume_m3,
            self.unweighed + other.unweighed,
        )


COUNTS = {
    "count": Count("pk"),
    "all_pieces": Sum("pieces"),
    "all_kg": Sum("weight_kg"),
    "all_m3": Sum("volume_m3"),
    "unweighed": Count("pk", filter=Q(weight_kg=None)),
}


def carried(ask: Ask, needs: str) -> ShipmentQuerySet:
    """The shipments that this reader may count: all but the cancelled ones."""
    rows = Shipment.objects.permitted(ask.actor, needs).exclude(state=ShipmentState.CANCELLED)
    if ask.customer is not None:
        rows = rows.filter(customer=ask.customer)
    return rows.filter(branch=ask.branch) if ask.branch is not None else rows


def picked_up(rows: ShipmentQuerySet, period: Period) -> ShipmentQuerySet:
    begin, end = period.bounds
    return rows.filter(picked_up_at__gte=begin, picked_up_at__lt=end)


def by_day(rows: ShipmentQuerySet) -> dict[date, Volume]:
    found = rows.annotate(day=TruncDate("picked_up_at", tzinfo=company_zone())).values("day")
    counted: Any = found.annotate(**COUNTS).order_by("day")
    return {row["day"]: _volume(row) for row in counted}


def by_month(rows: ShipmentQuerySet, *also: str) -> dict[tuple[Any, ...], Volume]:
    """By month, and by further fields beside it."""
    zone = company_zone()
    found = rows.annotate(month=TruncMonth("picked_up_at", tzinfo=zone)).values("month", *also)
    return {
        (row["month"].astimezone(zone).date(), *(row[name] for name in also)): _volume(row)
        for row in found.annotate(**COUNTS).order_by("month", *also)
    }


def by(rows: ShipmentQuerySet, *fields: str) -> list[tuple[tuple[Any, ...], Volume]]:
    """By these fields, the most shipments first."""
    found = rows.values(*fields).annotate(**COUNTS).order_by("-count", *fields)
    return [(tuple(row[name] for name in fields), _volume(row)) for row in found]


def summed(volumes: Iterable[Volume]) -> Volume:
    return sum(volumes, Volume())


def delivered_by_day(rows: ShipmentQuerySet, period: Period) -> dict[date, int]:
    begin, end = period.bounds
    over = rows.filter(delivered_at__gte=begin, delivered_at__lt=end)
    found = over.annotate(day=TruncDate("delivered_at", tzinfo=company_zone())).values("day")
    return {row["day"]: row["n"] for row in found.annotate(n=Count("pk")).order_by("day")}


def _volume(row: Mapping[str, Any]) -> Volume:
    return Volume(
        row["count"],
        row["all_pieces"] or 0,
        row["all_kg"] or ZERO,
        row["all_m3"] or ZERO,
        row["unweighed"],
    )
