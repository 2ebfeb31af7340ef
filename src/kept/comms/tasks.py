from datetime import datetime

from kept.kernel.clock import every

from .actions import send_waiting


@every(seconds=10)
def send_mail(at: datetime) -> None:
    send_waiting(at=at)
