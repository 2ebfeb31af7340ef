"""What the clock asks of the strategy."""

from datetime import datetime

from kept.kernel.actor import Actor
from kept.kernel.clock import every

from .actions.finding import find_gaps


@every(hours=24)
def look_for_gaps(at: datetime) -> None:
    find_gaps(by=Actor.system("clock"), at=at)
