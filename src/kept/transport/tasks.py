"""What the clock asks of transport."""

from datetime import datetime

from kept.kernel.actor import Actor
from kept.kernel.clock import every

from .actions.watching import see_delays, see_silence

CLOCK = Actor.system("clock")


@every(minutes=5)
def watch_shipments(at: datetime) -> None:
    """Notice what is late or silent before the customer does."""
    see_delays(by=CLOCK, at=at)
    see_silence(by=CLOCK, at=at)
