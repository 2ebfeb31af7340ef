"""What the clock asks of orders."""

from datetime import datetime

from kept.kernel.clock import every

from .actions.intake import forget_intakes


@every(hours=6)
def forget_old_files(at: datetime) -> None:
    forget_intakes(at=at)
