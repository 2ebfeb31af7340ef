"""What the clock asks of promises."""

from datetime import datetime

from kept.kernel.actor import Actor
from kept.kernel.clock import every

from .actions.clocking import record_breaches, warn

CLOCK = Actor.system("clock")


@every(seconds=10)
def read_the_clock(at: datetime) -> None:
    record_breaches(by=CLOCK, at=at)
    warn(by=CLOCK, at=at)
