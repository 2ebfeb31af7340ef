"""What the clock asks of surveys."""

from datetime import datetime

from kept.kernel.actor import Actor
from kept.kernel.clock import every

from .actions.asking import ask_after_start, ask_by_calendar
from .actions.inviting import remind

CLOCK = Actor.system("clock")


@every(hours=12)
def ask_customers(at: datetime) -> None:
    ask_by_calendar(by=CLOCK, at=at)
    ask_after_start(by=CLOCK, at=at)


@every(hours=6)
def call_to_mind(at: datetime) -> None:
    remind(by=CLOCK, at=at)
