"""The mail that goes with an outgoing contact."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kept.comms.actions import queue_message
from kept.kernel.errors import Refused

from ..models import Contact


class NoAddress(Refused):
    default = _("There is no mail address. Add one, or answer by another channel.")


def mail_contact(*, contact: Contact, at: datetime) -> None:
    """Queue the text of an outgoing contact, to the address of the caller, else of the customer."""
    to = contact.email or (contact.customer.email if contact.customer else "")
    if not to:
        raise NoAddress(field="channel")
    subject = f"[{contact.case.number}] {contact.case.heading}" if contact.case else contact.number
    queue_message(
        key=f"desk.contact:{contact.pk}", to=to, subject=subject, body=contact.summary, about=contact, at=at
    )
