"""A customer writes once more about a case of theirs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.desk.actions.contacting import log_contact
from kept.desk.enums import Channel
from kept.desk.models import Case, Contact
from kept.kernel.actor import Actor


@transaction.atomic
def write_about(*, case: Case, text: str, by: Actor, at: datetime) -> Contact:
    """Kept as an incoming contact of the case; while the case is open it counts as asking again."""
    return log_contact(
        channel=Channel.PORTAL,
        case=case,
        customer=case.customer,
        caller_name=by.name,
        summary=text.strip(),
        by=by,
        at=at,
    )
