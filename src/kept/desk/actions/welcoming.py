"""Visitors: received when they arrive, seen off when they leave."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.parties.models import Customer
from kept.people.models import Branch, Person

from ..enums import Channel
from ..events import VisitorLeft, VisitorReceived
from ..models import Reception
from .contacting import log_contact


class VisitorMissing(Refused):
    default = _("Write down who came.")


class PurposeMissing(Refused):
    default = _("Write down what they came for.")


@transaction.atomic
def receive_visitor(
    *,
    visitor: str,
    purpose: str,
    company: str = "",
    people: int = 1,
    phone: str = "",
    customer: Customer | None = None,
    received_by: Person | None = None,
    branch: Branch | None = None,
    arrived_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Reception:
    """Somebody is here: a contact by visit, in the house until they leave. No answer is owed for it."""
    if not visitor.strip():
        raise VisitorMissing(field="visitor")
    if not purpose.strip():
        raise PurposeMissing(field="purpose")
    contact = log_contact(
        channel=Channel.VISIT,
        clock="",
        customer=customer,
        caller_name=visitor.strip(),
        phone=phone.strip(),
        summary=purpose.strip(),
        person=received_by,
        branch=branch,
        happened_at=arrived_at,
        by=by,
        at=at,
    )
    reception = Reception.objects.create(
        contact=contact,
        company=company.strip(),
        people=people,
        purpose=purpose.strip(),
        received_by=received_by,
        arrived_at=contact.at,
    )
    receiver = received_by.pk if received_by else None
    emit(VisitorReceived(subject=Subject.of(contact), occurred_at=contact.at, received_by_id=receiver), by=by)
    return reception


@transaction.atomic
def see_off(
    *, reception: Reception, agreed: str = "", left_at: datetime | None = None, by: Actor, at: datetime
) -> Reception:
    """The visitor leaves; what was agreed is kept. Raises LeftAlready, LeftBeforeArriving."""
    reception = (
        Reception.objects.select_for_update(of=("self",)).select_related("contact").get(pk=reception.pk)
    )
    moment = left_at or at
    if moment > at:
        raise Refused(_("This moment lies in the future."), field="left_at")
    reception.leave(agreed=agreed, at=moment)
    reception.save(update_fields=["left_at", "agreed"])
    emit(VisitorLeft(subject=Subject.of(reception.contact), occurred_at=moment), by=by)
    return reception
