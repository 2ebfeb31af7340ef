"""What the clock asks: fetch, read, send, forget."""

from datetime import datetime

from kept.kernel.clock import every

from .actions import send_waiting
from .actions.calling import forget_calls
from .actions.fetching import fetch_mail
from .actions.reading import read_waiting


@every(seconds=10)
def send_mail(at: datetime) -> None:
    send_waiting(at=at)


@every(seconds=30)
def ask_mailboxes(at: datetime) -> None:
    fetch_mail(at=at)


@every(seconds=2)
def read_messages(at: datetime) -> None:
    read_waiting(at=at)


@every(hours=1)
def forget_old_calls(at: datetime) -> None:
    forget_calls(at=at)
