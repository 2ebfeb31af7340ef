from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, event


@event("scorecards.target_set")
@dataclass(frozen=True, kw_only=True)
class TargetSet(Event):
    title = _("Level set")
    indicator: str
    value: str
    valid_from: date


@event("scorecards.complaints_reported")
@dataclass(frozen=True, kw_only=True)
class ComplaintsReported(Event):
    """The complaints of a month are ready to be read; told once a month."""

    title = _("Complaints of the month")
    month: date
