"""How many vehicles a share of timely starts takes, as a queue in front of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .capacity import DeskLoad, erlang_c

ENOUGH = 0.9995
HOUR = 3600


@dataclass(frozen=True)
class Trips:
    """Trips asked for within a working day, how long one takes to be back, how long one may wait to start."""

    trips: float
    day_hours: float
    trip_hours: float
    slack_hours: float

    def __post_init__(self) -> None:
        if self.trips <= 0 or self.day_hours <= 0 or self.trip_hours <= 0 or self.slack_hours < 0:
            raise ValueError("trips and hours lie above nothing")

    @property
    def load(self) -> DeskLoad:
        return DeskLoad(self.trips, self.day_hours * HOUR, self.trip_hours * HOUR)


@dataclass(frozen=True)
class FleetLevel:
    """So many vehicles, the share of trips that start in time, and the share of the day they are out."""

    vehicles: int
    on_time: float
    out: float


def fleet_levels(asked: Trips, *, most: int = 40) -> Iterator[FleetLevel]:
    """On time = 1 - C exp(-(N - A) T / H): a vehicle is a seat, a trip a call, the slack the waiting time.

    From the fewest that can do the work until nearly all start in time. Trips are taken to come by chance and
    to last by chance about their mean, which is worse than a planned day. Source: A. K. Erlang (1917):

    >>> levels = list(fleet_levels(Trips(trips=100, day_hours=0.5, trip_hours=0.05, slack_hours=20 / 3600)))
    >>> [(each.vehicles, round(each.on_time, 4)) for each in levels][2:4]
    [(13, 0.7956), (14, 0.8884)]
    """
    fewest = int(asked.load.offered) + 1
    for vehicles in range(fewest, fewest + most):
        found = erlang_c(asked.load, vehicles, answer_within=asked.slack_hours * HOUR)
        yield FleetLevel(vehicles, found.level, found.occupancy)
        if found.level >= ENOUGH:
            return
