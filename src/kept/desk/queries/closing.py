"""By which channel somebody hears that nobody works now."""

from __future__ import annotations

from datetime import datetime

from kept.kernel.numbers import rule

from ..enums import Channel
from ..models import Contact
from ..rules import SMS_TO_MISSED_CALLS


def told_by(contact: Contact, at: datetime) -> str:
    """That by which they wrote; an SMS for a call that nobody picked up, where the company wants it."""
    if contact.channel != Channel.PHONE:
        return contact.channel
    return Channel.SMS if contact.is_missed and rule(SMS_TO_MISSED_CALLS, at=at) else Channel.PHONE
