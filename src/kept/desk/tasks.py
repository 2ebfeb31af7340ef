"""What the clock asks of the desk."""

from datetime import datetime

from kept.kernel.actor import Actor
from kept.kernel.clock import every

from .actions.resting import wake_cases

CLOCK = Actor.system("clock")


@every(seconds=30)
def wake_the_snoozed(at: datetime) -> None:
    """Whose moment has come is in the queue again."""
    wake_cases(by=CLOCK, at=at)
