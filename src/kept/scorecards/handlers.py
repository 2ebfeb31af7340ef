"""What scorecards do when something was told."""

from django.urls import reverse

from kept.comms.actions import notify
from kept.kernel.events import after
from kept.kernel.models import EventRecord
from kept.people.models import Person

from .events import ComplaintsReported


@after(ComplaintsReported)
def tell_general_managers(record: EventRecord) -> None:
    people = Person.objects.staff().filter(grants__role__code="general_manager").distinct()
    url = f"{reverse('scorecards:complaints')}?month={record.subject_number}"
    notify(people=list(people), event=record, url=url, at=record.recorded_at)
