"""An early warning or a breach reaches the people whom the policy names."""

from kept.comms.actions import notify
from kept.kernel.events import after
from kept.kernel.models import EventRecord
from kept.people.models import Person

from .events import PromiseBroken, PromiseSoon
from .models import Promise


@after(PromiseSoon, PromiseBroken)
def warn_people(record: EventRecord) -> None:
    promise = Promise.objects.select_related("policy_version", "person").filter(pk=record.subject_id).first()
    if promise is None or promise.met_at:
        return
    roles = promise.policy_version.warn_roles if promise.policy_version else []
    notify(
        people=_whom(promise, roles),
        event=record,
        tone="soon" if record.name == PromiseSoon.name else "broken",
        url=promise.get_absolute_url(),
        at=record.recorded_at,
    )


def _whom(promise: Promise, roles: list[str]) -> list[Person]:
    """The person who owes it, and those who hold the named roles in its branch or the whole company."""
    people = {promise.person} if promise.person else set()
    held = Person.objects.staff().filter(grants__role__code__in=roles)
    for person in held.filter(grants__scope_kind="company") | held.filter(
        grants__scope_kind="branch", grants__scope_id=promise.branch_id
    ):
        people.add(person)
    return sorted(people, key=lambda person: person.pk)
