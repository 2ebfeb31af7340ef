"""Calls, mails and chats that were logged elsewhere: what a file of them may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kept.desk.enums import Channel, Direction, Served
from kept.promises.enums import Phase

from ..reading.cells import Problem, backwards
from ..reading.kinds import FileKind, Nature, Rules, Told, Values, file_kind

FIELDS: Final[Mapping[str, Nature]] = {
    "customer": "text",
    "customer_name": "text",
    "branch": "text",
    "case": "text",
    "channel": "code",
    "direction": "code",
    "caller": "text",
    "served": "code",
    "phase": "code",
    "phone": "text",
    "summary": "text",
    "internal": "yesno",
    "ring_seconds": "whole",
    "at": "moment",
    "answer_due_at": "moment",
    "answered_at": "moment",
}
CODES: Final[dict[str, frozenset[str]]] = {
    "channel": frozenset(Channel.values),
    "direction": frozenset(Direction.values),
    "served": frozenset(Served.values),
    "phase": frozenset(Phase.values),
}
LONGEST: Final[dict[str, int]] = {"summary": 5000, "branch": 20, "caller": 80, "phone": 40, "customer": 100}
NEEDED: Final = ("channel", "at")


@dataclass(frozen=True, kw_only=True)
class ContactRead(Told):
    """One contact as a row states it; `case` is the key under which its case came in."""

    case: str
    channel: str
    direction: str
    caller: str
    served: str
    phase: str
    phone: str
    summary: str
    is_internal: bool
    ring_seconds: int | None
    at: datetime
    answer_due_at: datetime | None
    answered_at: datetime | None


def tell(key: str, values: Values, rules: Rules) -> ContactRead | Problem:
    """What a row says of a contact, or which of its moments lies before it."""
    at = values["at"].start()
    due, answered = values.get("answer_due_at"), values.get("answered_at")
    for name, moment in (("answer_due_at", due), ("answered_at", answered)):
        if moment and moment.middle() < at:
            return backwards(rules[name].title, moment.middle(), at)
    return ContactRead(
        key=key,
        customer=values.get("customer"),
        customer_name=values.get("customer_name") or values.get("customer"),
        branch=values.get("branch"),
        case=values.get("case") or "",
        channel=values["channel"],
        direction=values.get("direction") or Direction.IN,
        caller=values.get("caller") or "",
        served=values.get("served") or "",
        phase=values.get("phase") or "",
        phone=values.get("phone") or "",
        summary=values.get("summary") or "",
        is_internal=bool(values.get("internal")),
        ring_seconds=values.get("ring_seconds"),
        at=at,
        answer_due_at=due and due.middle(),
        answered_at=answered and answered.middle(),
    )


CONTACTS: Final = file_kind(FileKind("contacts", FIELDS, NEEDED, tell, CODES, LONGEST))
