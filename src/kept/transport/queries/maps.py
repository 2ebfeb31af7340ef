"""Where the goods are now, by city."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from kept.kernel.access import Permitted

from ..models import ON_THE_WAY, ShipmentException, ShipmentQuerySet
from .places import place_of


@dataclass(frozen=True)
class Cluster:
    """Shipments that were last seen in one city or are bound for it."""

    city: str
    longitude: float
    latitude: float
    shipments: int
    late: int


@dataclass(frozen=True)
class Lane:
    """Shipments on the way between two cities whose places are known."""

    origin: str
    destination: str
    start: tuple[float, float]
    end: tuple[float, float]
    shipments: int
    late: int


@dataclass(frozen=True)
class Picture:
    clusters: list[Cluster]
    lanes: list[Lane]
    shipments: int
    late: int
    unplaced: int


def picture_of(rows: ShipmentQuerySet, at: datetime) -> Picture:
    """Open shipments on the way, counted by lane in one statement."""
    counted = (
        rows.filter(state__in=ON_THE_WAY)
        .order_by()
        .values_list("origin_city", "destination_city")
        .annotate(n=Count("pk"), late=Count("pk", filter=Q(promised_at__lt=at)))
    )
    lanes: list[Lane] = []
    cities: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    unplaced = 0
    for origin, destination, n, late in counted:
        start, end = place_of(origin), place_of(destination)
        if end is None:
            unplaced += n
            continue
        cities[destination][0] += n
        cities[destination][1] += late
        if start and start != end:
            lanes.append(Lane(origin, destination, start, end, n, late))
    clusters = [_cluster(city, n, late) for city, (n, late) in cities.items()]
    total = sum(cluster.shipments for cluster in clusters) + unplaced
    late_total = sum(cluster.late for cluster in clusters)
    lanes.sort(key=lambda lane: -lane.shipments)
    return Picture(clusters, lanes[:200], total, late_total, unplaced)


def _cluster(city: str, n: int, late: int) -> Cluster:
    point = place_of(city)
    assert point is not None
    return Cluster(city, point[0], point[1], n, late)


def seen_where(rows: Permitted[ShipmentException]) -> list[Cluster]:
    """Shipments of exceptions that are not over, by the city where they were last seen or leave from."""
    counted: defaultdict[str, int] = defaultdict(int)
    open_ones = rows.filter(over_at=None).order_by()
    for seen, origin, n in open_ones.values_list("shipment__last_place", "shipment__origin_city").annotate(
        Count("pk")
    ):
        counted[seen if place_of(seen) else origin] += n
    return [_cluster(city, n, 0) for city, n in counted.items() if place_of(city)]
