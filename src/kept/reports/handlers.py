"""What reports do when a mail did not arrive, and whom they tell."""

from __future__ import annotations

from kept.comms.actions import notify
from kept.comms.events import MessageFailed
from kept.kernel.events import after
from kept.kernel.models import EventRecord
from kept.people.models import Person

from .actions.sending import note_failed_mail
from .events import ReportFailed
from .models import Schedule, Sending


@after(MessageFailed)
def say_that_it_did_not_arrive(record: EventRecord) -> None:
    if record.subject_type == Sending._meta.label_lower:
        note_failed_mail(message_id=record.data["message_id"], at=record.occurred_at)


@after(ReportFailed)
def tell_who_arranged_it(record: EventRecord) -> None:
    schedule = Schedule.objects.get(pk=record.subject_id)
    people = Person.objects.filter(pk=schedule.made_by_id, is_active=True)
    url = schedule.get_absolute_url()
    notify(people=list(people), event=record, tone="broken", url=url, at=record.recorded_at)
