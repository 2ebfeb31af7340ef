"""What the clock asks of quotes."""

from datetime import datetime

from kept.kernel.actor import Actor
from kept.kernel.clock import every

from .actions.deciding import expire_quotes


@every(hours=1)
def note_expired(at: datetime) -> None:
    expire_quotes(by=Actor.system("clock"), at=at)
