"""Whoever owns an action is told that it was opened, and what measuring again has shown."""

from django.utils.timezone import now

from kept.comms.actions import notify
from kept.kernel.events import after
from kept.kernel.models import EventRecord

from .events import ActionMeasured, ActionOpened
from .models import Action


@after(ActionOpened, ActionMeasured)
def tell_the_owner(record: EventRecord) -> None:
    action = Action.objects.select_related("owner").filter(pk=record.subject_id).first()
    if action is not None and action.owner_id != record.actor_id:
        notify(people=[action.owner], event=record, url=action.get_absolute_url(), at=now())
