"""What was learned while talking, written into a contact that is there already."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import emit

from ..events import ContactWrittenUp
from ..models import Case, Contact
from ..queries.phases import phase_of
from ..queries.served import is_inside, served_by
from .answered import customer_asked_again
from .contacting import OtherCustomer


@transaction.atomic
def write_up_contact(
    *, contact: Contact, case: Case | None = None, by: Actor, at: datetime, **details: Any
) -> Contact:
    """The telephone or the chat logged it; the clerk says who it was and what about.

    About an open case it counts as asking again, as if it had been logged so.
    """
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    for name, value in details.items():
        setattr(contact, name, value)
    joins = case is not None and contact.case_id is None
    if joins and case is not None:
        contact.case = case
        contact.order, contact.shipment = contact.order or case.order, contact.shipment or case.shipment
    _settle_customer(contact)
    contact.served = "" if is_inside(contact) else contact.served or served_by(contact)
    contact.phase = "" if is_inside(contact) else contact.phase or phase_of(contact)
    contact.save()
    emit(ContactWrittenUp.of(contact, at=at, fields=tuple(sorted(details))), by=by)
    if joins and contact.is_incoming and not contact.is_internal:
        customer_asked_again(contact=contact, by=by, at=at)
    return contact


def _settle_customer(contact: Contact) -> None:
    """Whose case, order or shipment it is about is the customer."""
    for source in (contact.shipment, contact.order, contact.case):
        if source is None or source.customer_id is None:
            continue
        if contact.customer_id is None:
            contact.customer_id = source.customer_id
        elif contact.customer_id != source.customer_id:
            raise OtherCustomer(field="customer")
