"""What conduct does when a complaint is closed or lives again, and whom it tells."""

from __future__ import annotations

from kept.comms.actions import notify
from kept.desk.events import CaseClosed, CaseReopened
from kept.desk.models import Case
from kept.kernel.actor import Actor
from kept.kernel.events import after, on
from kept.kernel.models import EventRecord
from kept.people.models import Person

from .actions.fining import offer_fine, withdraw_offers
from .events import FineImposed, FineOffered, FineWaived
from .models import Fine
from .queries.holders import deciders


@on(CaseClosed)
def put_to_a_decision(told: CaseClosed, by: Actor) -> None:
    """Only where somebody's responsibility was confirmed at closing."""
    if told.responsible_id is not None:
        case = Case.objects.select_related("responsible").get(pk=told.subject.id)
        offer_fine(case=case, by=by, at=told.occurred_at)


@on(CaseReopened)
def let_it_rest(told: CaseReopened, by: Actor) -> None:
    withdraw_offers(case=Case.objects.get(pk=told.subject.id), by=by, at=told.occurred_at)


@after(FineOffered)
def tell_who_decides(record: EventRecord) -> None:
    people = deciders(record.data["branch_id"], record.data["person_id"], at=record.occurred_at)
    _tell(record, [person for person in people if person.pk != record.actor_id], tone="soon")


@after(FineImposed, FineWaived)
def tell_the_person(record: EventRecord) -> None:
    _tell(record, [Person.objects.get(pk=record.data["person_id"])], tone="info")


def _tell(record: EventRecord, people: list[Person], *, tone: str) -> None:
    url = Fine.objects.get(pk=record.subject_id).get_absolute_url()
    notify(people=people, event=record, tone=tone, url=url, at=record.recorded_at)
