"""Telephone signals as tests tell them."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from kept.desk.actions.call_centres import keep_call_centre
from kept.desk.actions.telephoning import Heard, hear_signal
from kept.desk.models import Call, CallCentre
from kept.people.models import Person
from tests.factories import HOUSE, NOON

_n = count(1)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def hear(key: str, kind: str, second: float, *, at: datetime | None = None, **said: Any) -> Call:
    """One signal, heard the moment it is told of unless `at` says otherwise."""
    given = {"phone": "13800001111", **said}
    heard = Heard(call=key, kind=kind, happened_at=after(second), **given)
    return hear_signal(heard=heard, by=HOUSE, at=at or after(second))


def a_missed_call(second: float = 0, *, rings: float = 30, **said: Any) -> Call:
    key = f"missed-{next(_n)}"
    hear(key, "ringing", second, **said)
    return hear(key, "ended", second + rings, **said)


def a_centre(*people: Person, **details: Any) -> CallCentre:
    """A centre with a telephone 8001, 8002 ... for each person."""
    seats = {str(8001 + place): person for place, person in enumerate(people)}
    given = {"name": f"呼叫中心{next(_n)}", "seats": len(people), "extensions": seats, **details}
    return keep_call_centre(**given, by=HOUSE, at=NOON)
