"""Notices: one line per person and event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kept.kernel.models import EventRecord
from kept.people.models import Person

from ..models import Notice


def notify(
    *, people: Sequence[Person], event: EventRecord, tone: str = "info", url: str, at: datetime
) -> None:
    """One notice per person and event, however often it is delivered."""
    Notice.objects.bulk_create(
        [
            Notice(
                person=person,
                event=event.uid,
                name=event.name,
                tone=tone,
                about=event.subject_number,
                url=url,
                made_at=at,
            )
            for person in people
        ],
        ignore_conflicts=True,
    )


def read_notices(*, person: Person, at: datetime) -> None:
    Notice.objects.filter(person=person, read_at=None).update(read_at=at)


def read_notice(*, notice: Notice, at: datetime) -> None:
    """Its person has opened it."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)
