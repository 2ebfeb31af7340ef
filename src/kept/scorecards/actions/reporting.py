"""Telling the general managers, once a month, what customers complained about."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit
from kept.kernel.facts import month_of
from kept.kernel.models import EventRecord

from ..events import ComplaintsReported


@transaction.atomic
def report_complaints(*, by: Actor, at: datetime) -> date | None:
    """Tell of the month that is over, unless it has been told; returns the month, or None."""
    month = (month_of(at) - timedelta(days=1)).replace(day=1)
    subject = Subject("scorecards.complaints", month.year * 100 + month.month, f"{month:%Y-%m}")
    told = EventRecord.objects.filter(
        name=ComplaintsReported.name, subject_type=subject.type, subject_id=subject.id
    )
    if told.exists():
        return None
    emit(ComplaintsReported(subject=subject, occurred_at=at, month=month), by=by)
    return month
