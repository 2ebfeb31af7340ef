"""What the clock asks: figures that follow what happened."""

from datetime import datetime

from kept.kernel.actor import Actor
from kept.kernel.clock import every

from .actions.reporting import report_complaints
from .actions.scoring import refresh_scores


@every(minutes=5)
def keep_figures(at: datetime) -> None:
    refresh_scores(at=at)


@every(hours=1)
def report_the_month(at: datetime) -> None:
    report_complaints(by=Actor.system("reports"), at=at)
