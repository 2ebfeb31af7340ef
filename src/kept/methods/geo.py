"""Distances on the globe, and a flat picture of places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True)
class Place:
    """A point in degrees, north and east positive."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"{self.latitude}, {self.longitude} is not on the globe")


@dataclass(frozen=True)
class Projection:
    """A box of degrees drawn into a picture, `stretch` pixels to a degree of latitude."""

    west: float
    north: float
    stretch: float
    narrowing: float
    margin_x: float
    margin_y: float

    def point(self, place: Place) -> tuple[float, float]:
        """x to the right and y downwards, in pixels."""
        x = self.margin_x + (place.longitude - self.west) * self.narrowing * self.stretch
        return x, self.margin_y + (self.north - place.latitude) * self.stretch


def distance_km(one: Place, other: Place) -> float:
    """d = 2 R asin sqrt(sin2(dlat / 2) + cos lat1 cos lat2 sin2(dlon / 2)), along the great circle.

    Source: haversine formula, R = 6371.0088 km (IUGG mean radius). Shanghai to Beijing:

    >>> round(distance_km(Place(31.2304, 121.4737), Place(39.9042, 116.4074)))
    1067
    """
    lat1, lat2 = radians(one.latitude), radians(other.latitude)
    half_lat = (lat2 - lat1) / 2
    half_lon = radians(other.longitude - one.longitude) / 2
    chord = sin(half_lat) ** 2 + cos(lat1) * cos(lat2) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(chord, 1.0)))


def fit_projection(places: Iterable[Place], width: float, height: float, margin: float = 16) -> Projection:
    """x = longitude * cos(middle latitude), y = -latitude, scaled to fit the picture and centred in it.

    Source: equirectangular projection; good for the dots of a schematic map, not for measuring.

    >>> box = fit_projection([Place(30, 110), Place(40, 120)], 200, 200, margin=0)
    >>> [round(number, 1) for number in box.point(Place(35, 115))]
    [100.0, 100.0]
    """
    known = list(places)
    if not known or min(width, height) <= 2 * margin:
        raise ValueError("a map needs a place and room for it")
    south, north = min(p.latitude for p in known), max(p.latitude for p in known)
    west, east = min(p.longitude for p in known), max(p.longitude for p in known)
    narrowing = max(cos(radians((south + north) / 2)), 0.01)
    wide, high = (east - west) * narrowing, north - south
    stretch = min((width - 2 * margin) / max(wide, 0.1), (height - 2 * margin) / max(high, 0.1))
    return Projection(
        west, north, stretch, narrowing, (width - wide * stretch) / 2, (height - high * stretch) / 2
    )
