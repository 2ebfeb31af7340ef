"""What the clock asks of reports: those that are due are made and sent."""

from datetime import datetime

from kept.kernel.clock import every

from .actions.sending import send_due


@every(minutes=1)
def send_reports(at: datetime) -> None:
    send_due(at=at)
