"""When calls come in: the mean of each half hour of each weekday."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, Min, QuerySet, Sum, Value, When
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, ExtractMinute, TruncDate

from kept.desk.enums import Channel, Direction
from kept.desk.models import CallCount, Contact
from kept.kernel.actor import Actor
from kept.kernel.facts import company_zone
from kept.methods.capacity import DeskLoad, Seats, SeatTarget, seats_needed

HALF_HOUR = 1800
LONGEST_SPAN = 30
WEEKS = 8
LOGGED = "logged"
"""The source that is no line: incoming phone contacts as clerks logged them."""


@dataclass(frozen=True)
class Slot:
    """Half an hour of a weekday (1 is Monday): the mean of its calls over the days that were counted."""

    weekday: int
    half: int
    calls: float

    @property
    def clock(self) -> str:
        return f"{self.half // 2:02}:{self.half % 2 * 30:02}"


@dataclass(frozen=True)
class Profile:
    """The half hours in which calls came in, from which days, and the measured seconds of work, if any."""

    slots: tuple[Slot, ...]
    days: dict[int, int]
    handle_seconds: float | None


def lines(actor: Actor) -> list[str]:
    """The lines whose calls were counted."""
    rows = CallCount.objects.permitted(actor, "scorecards.desk")
    return list(rows.order_by("line").values_list("line", flat=True).distinct())


def span_of(actor: Actor, source: str) -> tuple[date, date] | None:
    """The last weeks that have calls; None when there are none."""
    rows, moment = _rows(actor, source)
    ends = rows.aggregate(first=Min(moment), last=Max(moment))
    if ends["last"] is None:
        return None
    first, last = (ends[name].astimezone(company_zone()).date() for name in ("first", "last"))
    return max(first, last - timedelta(weeks=WEEKS) + timedelta(days=1)), last


def call_profile(actor: Actor, *, source: str, first: date, last: date) -> Profile:
    """Calls of a line, or those that were logged, from one day to another, both included.

    A weekday's mean is over its days on which at least one call was counted.
    """
    rows, moment = _rows(actor, source)
    zone = company_zone()
    rows = rows.annotate(day=TruncDate(moment, tzinfo=zone)).filter(day__gte=first, day__lte=last)
    told = rows.annotate(
        weekday=ExtractIsoWeekDay(moment, tzinfo=zone),
        hour=ExtractHour(moment, tzinfo=zone),
        later=Case(When(minute__gte=30, then=Value(1)), default=Value(0), output_field=IntegerField()),
    )
    days: dict[int, set[date]] = defaultdict(set)
    calls: dict[tuple[int, int], int] = defaultdict(int)
    counted = Count("pk") if source == LOGGED else Sum("offered")
    grouped = told.order_by().values("day", "weekday", "hour", "later").annotate(calls=counted)
    for row in grouped:
        if row["calls"]:
            days[row["weekday"]].add(row["day"])
            calls[row["weekday"], row["hour"] * 2 + row["later"]] += row["calls"]
    slots = (Slot(weekday, half, n / len(days[weekday])) for (weekday, half), n in sorted(calls.items()))
    return Profile(tuple(slots), {each: len(found) for each, found in days.items()}, _handling(rows, source))


def seats_of(profile: Profile, target: SeatTarget, handle: float, patience: float | None) -> list[Seats]:
    """The seats that each half hour needs."""
    return [seats_needed(DeskLoad(slot.calls, HALF_HOUR, handle, patience), target) for slot in profile.slots]


def _rows(actor: Actor, source: str) -> tuple[QuerySet[Any], str]:
    if source == LOGGED:
        contacts = Contact.objects.permitted(actor, "scorecards.desk").filter(
            channel=Channel.PHONE, direction=Direction.IN
        )
        return contacts.annotate(minute=ExtractMinute("at")), "at"
    counts = CallCount.objects.permitted(actor, "scorecards.desk").filter(
        line=source, minutes__lte=LONGEST_SPAN
    )
    return counts.annotate(minute=ExtractMinute("starts_at")), "starts_at"


def _handling(rows: QuerySet[Any], source: str) -> float | None:
    if source == LOGGED:
        return None
    told = rows.filter(handle_seconds__isnull=False, answered__gt=0)
    sums = told.aggregate(seconds=Sum("handle_seconds"), answered=Sum("answered"))
    return sums["seconds"] / sums["answered"] if sums["answered"] else None
