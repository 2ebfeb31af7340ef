"""The SMS that goes with an outgoing contact."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kept.comms.actions import queue_notification
from kept.comms.models import Account
from kept.comms.queries.carriers import sms_account
from kept.kernel.errors import Refused
from kept.kernel.numbers import rule
from kept.methods.phones import mobile_of

from ..models import Contact
from ..rules import SMS_LONGEST


class NoMobile(Refused):
    default = _("There is no mobile number to text to. Add one, or answer by another channel.")


class TextTooLong(Refused):
    default = _("An SMS has at most %(most)d characters; this has %(length)d.")


def text_contact(*, contact: Contact, at: datetime) -> bool:
    """Queue the text of an outgoing contact as an SMS, and say whether a channel of ours carries it.

    Without such a channel it was sent in another way, and the contact only records it. Raises NoMobile or
    TextTooLong before anything is written.
    """
    account = sms_account(contact.branch_id)
    if account is None:
        return False
    to = mobile_of(contact.phone or (contact.customer.phone if contact.customer else ""))
    if not to:
        raise NoMobile(field="phone")
    most, text = int(rule(SMS_LONGEST, at=at)), contact.summary.strip()
    if len(text) > most:
        raise TextTooLong(TextTooLong.default % {"most": most, "length": len(text)}, field="text")
    queue_notification(
        key=f"desk.contact:{contact.pk}", account=account, to=to, body=text, about=contact, at=at
    )
    return True


def text_notice(*, contact: Contact, account: Account, to: str, text: str, at: datetime) -> None:
    """Answer by itself, once. It is no answer of a person and stops no clock."""
    key = f"desk.notice:{contact.pk}"
    queue_notification(key=key, account=account, to=to, body=text, about=contact, at=at)
