"""Whom evaluations tell."""

from __future__ import annotations

from kept.comms.actions import notify
from kept.kernel.events import after
from kept.kernel.models import EventRecord
from kept.people.models import Person

from .events import EvaluationOpened
from .models import Evaluation


@after(EvaluationOpened)
def ask_for_marks(record: EventRecord) -> None:
    """Those asked by name, on the page where marks are given."""
    people = list(Person.objects.filter(pk__in=record.data["assessor_ids"]))
    url = f"{Evaluation.objects.get(pk=record.subject_id).get_absolute_url()}marks/"
    notify(people=people, event=record, tone="soon", url=url, at=record.recorded_at)
