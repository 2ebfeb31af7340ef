"""Answering a case, and noting that the customer asked again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused

from ..enums import CaseKind, Direction
from ..models import Case, CaseIsClosed, Contact
from .colliding import refuse_unread
from .contacting import log_contact


class AnswerEmpty(Refused):
    default = _("Write what the customer was told.")


class WhoWasTold(Refused):
    default = _("Several customers are concerned. Choose the one who was told.")


@transaction.atomic
def answer_case(
    *,
    case: Case,
    channel: str,
    text: str,
    to: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
    **details: Any,
) -> Contact:
    """Record the outgoing contact that answers a case: its channel, to whom, and what was said.

    This, and no button, keeps the answer promise. By mail the text is sent as well. With `seen`, the last
    answer that the writer knew, a later one of somebody else raises AnsweredMeanwhile.
    """
    if seen is not None:
        refuse_unread(case, seen=seen, by=by)
        case.refresh_from_db(fields=["state"])
    if not case.is_unfinished:
        raise CaseIsClosed
    if not text.strip():
        raise AnswerEmpty(field="text")
    if case.kind == CaseKind.EXCEPTION and case.customer_id is None and not details.get("customer"):
        raise WhoWasTold(field="to")
    if to:
        details["caller_name"] = to
    contact = log_contact(
        channel=channel,
        direction=Direction.OUT,
        case=case,
        is_answer=True,
        summary=text,
        by=by,
        at=at,
        **details,
    )
    case.refresh_from_db()
    return contact


def chase_case(
    *, case: Case, channel: str, summary: str = "", by: Actor, at: datetime, **details: Any
) -> Contact:
    """The customer asks again: an incoming contact with a clock of its own, counted on the case."""
    if not case.is_unfinished:
        raise CaseIsClosed
    contact = log_contact(channel=channel, case=case, summary=summary, by=by, at=at, **details)
    case.refresh_from_db()
    return contact
