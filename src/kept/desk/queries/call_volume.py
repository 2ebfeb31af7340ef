"""How many calls a centre takes, month by month."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.timezone import localtime

from kept.kernel.access import Permitted

from ..enums import CallState, Direction
from ..models import Call, CallCentre, Extension

MONTHS = 12


@dataclass
class MonthOfCalls:
    """One month; `answered` of `incoming`, the rest was missed or still rings."""

    month: datetime
    incoming: int = 0
    answered: int = 0
    missed: int = 0
    outgoing: int = 0

    @property
    def answered_share(self) -> float | None:
        """None where nobody called."""
        over = self.answered + self.missed
        return self.answered / over if over else None


def centres_with_volume(rows: Permitted[CallCentre], at: datetime) -> QuerySet[Any]:
    """Centres with their extensions and the calls of this month and the last."""
    this = localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    calls = Call.objects.filter(centre=OuterRef("pk"))
    return rows.select_related("branch").annotate(
        extension_count=_how_many(Extension.objects.filter(centre=OuterRef("pk"))),
        calls_this_month=_how_many(calls.filter(began_at__gte=this)),
        calls_last_month=_how_many(calls.filter(began_at__gte=_month_before(this), began_at__lt=this)),
    )


def months_of(centre: CallCentre, at: datetime) -> list[MonthOfCalls]:
    """The last twelve months, newest first, also those in which nobody called; one statement."""
    month = localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    shown = [MonthOfCalls(month)]
    while len(shown) < MONTHS:
        shown.append(MonthOfCalls(_month_before(shown[-1].month)))
    counts: dict[tuple[int, int], dict[tuple[str, str], int]] = defaultdict(dict)
    rows = centre.calls.filter(began_at__gte=shown[-1].month).annotate(month=TruncMonth("began_at"))
    for began, direction, state, count in (
        rows.order_by().values_list("month", "direction", "state").annotate(Count("pk"))
    ):
        counts[(began.year, began.month)][(direction, state)] = count
    for each in shown:
        _fill(each, counts[(each.month.year, each.month.month)])
    return shown


def _fill(month: MonthOfCalls, counts: dict[tuple[str, str], int]) -> None:
    for (direction, state), count in counts.items():
        if direction == Direction.OUT:
            month.outgoing += count
            continue
        month.incoming += count
        if state in (CallState.ENDED, CallState.TALKING):
            month.answered += count
        elif state == CallState.MISSED:
            month.missed += count


def _how_many(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("centre").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def _month_before(month: datetime) -> datetime:
    return month.replace(year=month.year - (month.month == 1), month=(month.month - 2) % 12 + 1)
