"""What the clock asks of transport."""

from datetime import datetime

from kept.kernel.actor import Actor
from kept.kernel.clock import every

from .actions.connecting import see_endangered_connections
from .actions.noticing import end_what_is_over, see_missed_pickups, see_standstill
from .actions.road_events import see_road_events
from .actions.watching import see_delays, see_silence, see_uncollected

CLOCK = Actor.system("clock")


@every(minutes=5)
def watch_shipments(at: datetime) -> None:
    """Notice what is late, silent, still or in a storm before the customer does; end what is over."""
    see_delays(by=CLOCK, at=at)
    see_silence(by=CLOCK, at=at)
    see_uncollected(by=CLOCK, at=at)
    see_standstill(by=CLOCK, at=at)
    see_missed_pickups(by=CLOCK, at=at)
    see_endangered_connections(by=CLOCK, at=at)
    see_road_events(by=CLOCK, at=at)
    end_what_is_over(by=CLOCK, at=at)
