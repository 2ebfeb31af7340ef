"""Where a city lies. Names of GeoNames (geonames.org, CC BY 4.0), folded for searching."""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from importlib.resources import files

from kept.kernel.searching import fold

Point = tuple[float, float]
SHORTEST = 2
LONGEST = 24


@lru_cache(maxsize=8192)
def place_of(text: str) -> Point | None:
    """(longitude, latitude) of the city that a text names or begins with; None when it is not known.

    >>> place_of("上海市浦东新区")
    (121.458, 31.222)
    """
    known, name = _cities(), fold(text).split(",")[0].strip()
    for length in range(min(len(name), LONGEST), SHORTEST - 1, -1):
        if point := known.get(name[:length].rstrip()):
            return point
        if name.isascii():
            return None
    return None


@cache
def _cities() -> dict[str, Point]:
    with (files("kept.transport") / "data" / "cities.csv").open(encoding="utf-8") as file:
        return {
            row["city"]: (float(row["longitude"]), float(row["latitude"])) for row in csv.DictReader(file)
        }
