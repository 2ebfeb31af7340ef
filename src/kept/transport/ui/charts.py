"""Maps of transport: schematic, places on a grid of degrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kept.kernel.web.charts import Dot, DotMap, Way
from kept.kernel.web.charts.shapes import Tone

from ..queries.cards import Stop
from ..queries.maps import Cluster, Picture


def way_map(stops: Sequence[Stop], seen_at: str) -> DotMap | None:
    """The way of one shipment, loud as far as it has come; nothing to draw with less than two places."""
    places = {stop.name: stop for stop in stops}
    if len(places) < 2:
        return None
    come = max((n for n, stop in enumerate(stops) if stop.name == seen_at), default=0)
    here = stops[come].name
    dots = tuple(
        Dot(
            label=stop.name,
            longitude=stop.longitude,
            latitude=stop.latitude,
            tone="accent" if stop.name == here else "quiet",
            note=_("last seen here") if stop.name == here and seen_at else "",
        )
        for stop in places.values()
    )
    ways = tuple(
        Way(
            label=f"{a.name} → {b.name}",
            start=(a.longitude, a.latitude),
            end=(b.longitude, b.latitude),
            tone="accent" if n < come else "quiet",
        )
        for n, (a, b) in enumerate(pairwise(stops))
    )
    return DotMap(title=_("The way"), dots=dots, ways=ways)


def open_map(picture: Picture) -> DotMap:
    """All goods on the way by where they are bound for; each dot opens its list."""
    named = {c.city for c in sorted(picture.clusters, key=lambda c: -c.shipments)[:24]}
    dots = tuple(
        Dot(
            label=cluster.city,
            longitude=cluster.longitude,
            latitude=cluster.latitude,
            value=cluster.shipments,
            tone=_tone(cluster.late, cluster.shipments),
            note=_late(cluster.late),
            url=_list(destination=cluster.city),
            named=cluster.city in named,
        )
        for cluster in picture.clusters
    )
    ways = tuple(
        Way(
            label=f"{lane.origin} → {lane.destination}: {lane.shipments}",
            start=lane.start,
            end=lane.end,
            value=lane.shipments,
            tone="broken" if lane.late * 2 > lane.shipments else "quiet",
            url=_list(destination=lane.destination, origin=lane.origin),
        )
        for lane in picture.lanes
    )
    return DotMap(title=_("Goods on the way, by destination"), dots=(*dots, *_origins(picture)), ways=ways)


def touched_map(clusters: Sequence[Cluster]) -> DotMap | None:
    """Where the shipments are that an event touches."""
    if not clusters:
        return None
    dots = tuple(
        Dot(
            label=cluster.city,
            longitude=cluster.longitude,
            latitude=cluster.latitude,
            value=cluster.shipments,
            tone="soon",
            named=True,
        )
        for cluster in clusters
    )
    return DotMap(title=_("What is touched, by where it was last seen"), dots=dots)


def _origins(picture: Picture) -> tuple[Dot, ...]:
    """Cities that goods leave from and none goes to."""
    bound = {cluster.city for cluster in picture.clusters}
    leaving: Counter[str] = Counter()
    for lane in picture.lanes:
        leaving[lane.origin] += lane.shipments
    places = {lane.origin: lane.start for lane in picture.lanes if lane.origin not in bound}
    return tuple(
        Dot(
            label=city,
            longitude=point[0],
            latitude=point[1],
            value=0,
            tone="quiet",
            note=ngettext("%(n)d comes from here", "%(n)d come from here", leaving[city])
            % {"n": leaving[city]},
        )
        for city, point in places.items()
    )


def _tone(late: int, all_of_them: int) -> Tone:
    if not late:
        return "accent"
    return "broken" if late * 2 > all_of_them else "soon"


def _late(count: int) -> str:
    return ngettext("%(n)d late", "%(n)d late", count) % {"n": count} if count else ""


def _list(**narrowed: str) -> str:
    return f"{reverse('transport:shipments')}?{urlencode({'state': 'open', **narrowed})}"
