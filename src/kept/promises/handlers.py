"""An early warning or a breach reaches the people whom the policy names."""

from kept.comms.actions import notify
from kept.kernel.events import after
from kept.kernel.models import EventRecord

from .events import PromiseBroken, PromiseSoon, is_to_warn_of
from .models import Promise
from .queries.warned import people_warned


@after(PromiseSoon, PromiseBroken, when=is_to_warn_of)
def warn_people(record: EventRecord) -> None:
    promise = Promise.objects.select_related("policy_version", "person").filter(pk=record.subject_id).first()
    if promise is None or promise.met_at:
        return
    notify(
        people=people_warned(promise, record.recorded_at),
        event=record,
        tone="soon" if record.name == PromiseSoon.name else "broken",
        url=promise.get_absolute_url(),
        at=record.recorded_at,
    )
