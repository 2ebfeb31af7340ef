"""Whose pages look again when a call or a chat moves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kept.kernel.live import ping
from kept.people.models import Person

from ..enums import CallState
from ..models import Call


def ping_about(call: Call, *, people: Iterable[Person], at: datetime) -> None:
    """Those whose telephone it is; all of the desk while it rings for anybody, or when it was missed."""
    people = set(people)
    for person in sorted(people, key=lambda each: each.pk):
        ping("calls", person_id=person.pk, data={"number": call.number}, at=at)
    if call.is_incoming and (not people or call.rings_at is None or call.state == CallState.MISSED):
        told = {"number": call.number}
        ping(
            "calls", permission="desk.work", branch_id=call.branch_id, team_id=call.team_id, data=told, at=at
        )
    if call.state == CallState.MISSED:
        ping("waiting", permission="desk.view", branch_id=call.branch_id, team_id=call.team_id, at=at)
