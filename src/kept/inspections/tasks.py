"""What the clock asks of inspections."""

from datetime import datetime

from kept.kernel.actor import Actor
from kept.kernel.clock import every

from .actions.planning import put_up_due

CLOCK = Actor.system("clock")


@every(hours=1)
def put_up_inspections(at: datetime) -> None:
    """Those whose day comes within the lead."""
    put_up_due(by=CLOCK, at=at)
