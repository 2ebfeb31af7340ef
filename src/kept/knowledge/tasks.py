from datetime import datetime

from kept.kernel.actor import Actor
from kept.kernel.clock import every

from .actions.publishing import remind_of_reviews


@every(hours=6)
def remind(at: datetime) -> None:
    """Owners hear of articles that are to be looked at again."""
    remind_of_reviews(by=Actor.system("knowledge"), at=at)
