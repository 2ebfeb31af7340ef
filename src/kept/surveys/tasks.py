"""What the clock asks of surveys."""

from datetime import datetime

from kept.kernel.actor import Actor
from kept.kernel.clock import every

from .actions.asking import ask_by_calendar


@every(hours=12)
def ask_customers(at: datetime) -> None:
    ask_by_calendar(by=Actor.system("clock"), at=at)
