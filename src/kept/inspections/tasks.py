"""What the clock asks of inspections."""

from datetime import datetime

from kept.kernel.actor import Actor
from kept.kernel.clock import every

from .actions.caring import tell_silences
from .actions.planning import put_up_due
from .actions.surrounding import tell_reviews

CLOCK = Actor.system("clock")


@every(hours=1)
def put_up_inspections(at: datetime) -> None:
    """Those whose day comes within the lead."""
    put_up_due(by=CLOCK, at=at)


@every(days=1)
def look_for_silence(at: datetime) -> None:
    """Customers with whom nobody spoke for longer than planned."""
    tell_silences(by=CLOCK, at=at)


@every(hours=6)
def look_for_reviews(at: datetime) -> None:
    """Influences and laws whose day has come."""
    tell_reviews(by=CLOCK, at=at)
