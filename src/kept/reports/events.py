"""What happened to reports: reviews handed over, reports sent or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event


@dataclass(frozen=True, kw_only=True)
class ReviewEvent(Event):
    """What all events of a client review carry."""

    customer_id: int
    first: date
    last: date
    edition: int

    @classmethod
    def of(cls, review: Any, *, at: datetime) -> Self:
        return cls(
            subject=Subject.of(review),
            occurred_at=at,
            customer_id=review.customer_id,
            first=review.first,
            last=review.last,
            edition=review.version,
        )


@event("reports.review_begun")
@dataclass(frozen=True, kw_only=True)
class ReviewBegun(ReviewEvent):
    title = _("Client review begun")


@event("reports.review_handed_over")
@dataclass(frozen=True, kw_only=True)
class ReviewHandedOver(ReviewEvent):
    title = _("Client review handed over")


@event("reports.remark_written")
@dataclass(frozen=True, kw_only=True)
class RemarkWritten(Event):
    title = _("Remark written")
    section: str
    edition: int


@dataclass(frozen=True, kw_only=True)
class ScheduleEvent(Event):
    """What all events of a regular report carry."""

    kind: str
    customer_id: int | None
    branch_id: int | None

    @classmethod
    def of(cls, schedule: Any, *, at: datetime, **more: Any) -> Self:
        return cls(
            subject=Subject.of(schedule),
            occurred_at=at,
            kind=schedule.kind,
            customer_id=schedule.customer_id,
            branch_id=schedule.branch_id,
            **more,
        )


@event("reports.schedule_made")
@dataclass(frozen=True, kw_only=True)
class ScheduleMade(ScheduleEvent):
    title = _("Report arranged to be sent regularly")


@event("reports.schedule_changed")
@dataclass(frozen=True, kw_only=True)
class ScheduleChanged(ScheduleEvent):
    title = _("Regular report stopped or resumed")
    is_active: bool


@event("reports.report_sent")
@dataclass(frozen=True, kw_only=True)
class ReportSent(ScheduleEvent):
    """It stands in the outbox with its files."""

    title = _("Report sent")
    period: str
    sending_id: int


@event("reports.report_failed")
@dataclass(frozen=True, kw_only=True)
class ReportFailed(ScheduleEvent):
    title = _("Report could not be sent")
    period: str
    sending_id: int
