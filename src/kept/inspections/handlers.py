"""Whom inspections tell: the inspector, the owner, the managers of a branch."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now

from kept.comms.actions import notify
from kept.desk.events import ContactLogged
from kept.desk.queries.staff import holders
from kept.kernel.actor import Actor
from kept.kernel.events import after, on
from kept.kernel.models import EventRecord
from kept.parties.models import Customer
from kept.people.models import Person

from .actions.caring import end_silence
from .enums import FindingSeverity, FindingSource
from .events import CustomerSilent, FindingMade, ImprovementOpened, InspectionPutUp, ReviewDue
from .models import Finding, Improvement, Influence, Inspection, Regulation

IN_CHARGE = ("branch_manager", "service_manager")


@after(InspectionPutUp)
def tell_the_inspector(record: EventRecord) -> None:
    if record.data.get("inspector_id"):
        _tell(record, Inspection, [Person.objects.get(pk=record.data["inspector_id"])])


@after(FindingMade)
def tell_who_is_in_charge(record: EventRecord) -> None:
    """Of what is more than minor, and of all that comes from outside."""
    from_outside = record.data["source"] == FindingSource.SUPERVISOR
    if from_outside or record.data["severity"] != FindingSeverity.MINOR:
        tone = "broken" if record.data["severity"] == FindingSeverity.CRITICAL else "soon"
        _tell(record, Finding, holders(IN_CHARGE, record.data["branch_id"]), tone=tone)


@after(ImprovementOpened)
def tell_the_owner(record: EventRecord) -> None:
    _tell(record, Improvement, [Person.objects.get(pk=record.data["owner_id"])])


@on(ContactLogged)
def somebody_spoke(told: ContactLogged, by: Actor) -> None:
    if told.customer_id is not None and not told.is_internal:
        end_silence(customer_id=told.customer_id, at=told.occurred_at)


@after(CustomerSilent)
def tell_the_account_manager(record: EventRecord) -> None:
    if record.data["manager_id"]:
        _tell(record, Customer, [Person.objects.get(pk=record.data["manager_id"])], tone="soon")


@after(ReviewDue)
def tell_who_looks(record: EventRecord) -> None:
    model = Influence if record.subject_type == Influence._meta.label_lower else Regulation
    _tell(record, model, [Person.objects.get(pk=record.data["owner_id"])], tone="soon")


def _tell(record: EventRecord, model: type[Any], people: list[Person], *, tone: str = "info") -> None:
    about = model._base_manager.filter(pk=record.subject_id).first()
    if about is not None:
        others = [person for person in people if person.pk != record.actor_id]
        notify(people=others, event=record, tone=tone, url=about.get_absolute_url(), at=now())
