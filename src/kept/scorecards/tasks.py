"""What the clock asks: figures that follow what happened."""

from datetime import datetime

from kept.kernel.clock import every

from .actions.scoring import refresh_scores


@every(minutes=5)
def keep_figures(at: datetime) -> None:
    refresh_scores(at=at)
