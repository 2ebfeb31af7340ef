"""Whom inspections tell: the inspector, the owner, the managers of a branch."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now

from kept.comms.actions import notify
from kept.desk.queries.staff import holders
from kept.kernel.events import after
from kept.kernel.models import EventRecord
from kept.people.models import Person

from .enums import FindingSeverity, FindingSource
from .events import FindingMade, ImprovementOpened, InspectionPutUp
from .models import Finding, Improvement, Inspection

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


def _tell(record: EventRecord, model: type[Any], people: list[Person], *, tone: str = "info") -> None:
    about = model._base_manager.filter(pk=record.subject_id).first()
    if about is not None:
        others = [person for person in people if person.pk != record.actor_id]
        notify(people=others, event=record, tone=tone, url=about.get_absolute_url(), at=now())
