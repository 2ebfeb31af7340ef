"""Whether rows can have changed since a page showed them, from one cheap statement.

A list that names the subjects it `follows` changes by their events and by the clock. Its page is told what it
was made from: the last event then, the second, and how it was asked for. While no such event came, what is
shown stands until the minute ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from kept.kernel.models import EventRecord

MINUTE = 60
IN_THE_MAKING = timedelta(seconds=5)
"""How long an act may have been under way when the rows were read, its events numbered but not yet seen."""
AT_ONCE = 1000
"""Events that may be under way together."""


def stamp(asked: str, *, at: datetime) -> str:
    """What a page made now is made from. Take it before the rows are read."""
    last = EventRecord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"{last}-{int(at.timestamp())}-{asked}"


def stands(given: str, asked: str, follows: Sequence[str], *, at: datetime) -> bool:
    """Whether nothing that this stamp's rows follow has happened, within the same minute."""
    last, _, rest = given.partition("-")
    second, _, of = rest.partition("-")
    if of != asked or not (last.isdecimal() and second.isdecimal()):
        return False
    if int(second) // MINUTE != int(at.timestamp()) // MINUTE:
        return False
    since = datetime.fromtimestamp(int(second), UTC) - IN_THE_MAKING
    news = EventRecord.objects.filter(pk__gt=int(last) - AT_ONCE, recorded_at__gte=since)
    return not news.filter(subject_type__in=follows).exists()
