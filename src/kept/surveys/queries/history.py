"""Where the items of a questionnaire stood in earlier surveys or quarters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncQuarter
from django.utils.translation import gettext as _

from kept.kernel.numbers import rule
from kept.methods.importance_performance import Centre

from ..enums import Asks
from ..models import Answer, Response, Survey
from ..rules.numbers import LEAST_ANSWERS

Pair = tuple[int, int]
MOST = 3
"""How many stops a path has at most before the place of today."""


@dataclass(frozen=True)
class Time:
    """An earlier survey, or a quarter."""

    words: str
    begins_at: datetime
    url: str = ""


@dataclass(frozen=True)
class Stop:
    """Where an item stood then, by the marks of `n` who answered."""

    performance: float
    importance: float
    n: int

    @property
    def gap(self) -> float:
        return self.importance - self.performance


@dataclass(frozen=True)
class History:
    """Times, the oldest first, and for each item where it stood; None where too few had answered."""

    times: Sequence[Time]
    of_item: Mapping[str, Sequence[Stop | None]]

    def path(self, code: str) -> tuple[tuple[float, float], ...]:
        """(performance, importance) at each time that has a figure."""
        return tuple((stop.performance, stop.importance) for stop in self.of_item.get(code, ()) if stop)


NOTHING = History((), {})


def by_surveys(survey: Survey, answered: QuerySet[Response], *, at: datetime, centre: Centre) -> History:
    """By the last surveys of the same questionnaire before this one, of those who answered."""
    rows = _alike(survey, answered).filter(survey__opens_at__lt=survey.opens_at)
    earlier = Survey.objects.filter(pk__in=rows.order_by().values("survey")).order_by("-opens_at", "-pk")
    named = {each.pk: Time(each.title, each.opens_at, each.get_absolute_url()) for each in earlier[:MOST]}
    rows = rows.filter(survey__in=named)
    return _history(rows, F("response__survey"), named, at=at, centre=centre)


def by_quarters(
    survey: Survey, answered: QuerySet[Response], *, before: datetime, at: datetime, centre: Centre
) -> History:
    """By the last quarters before a moment, over all surveys of the same questionnaire."""
    rows = _alike(survey, answered).filter(answered_at__lt=before)
    begins = rows.annotate(quarter=TruncQuarter("answered_at")).order_by("-quarter")
    newest = begins.values_list("quarter", flat=True).distinct()[:MOST]
    named = {begin: Time(quarter_words(begin), begin) for begin in newest}
    rows = rows.filter(answered_at__gte=min(named)) if named else rows.none()
    return _history(rows, TruncQuarter("response__answered_at"), named, at=at, centre=centre)


def newest_quarter(answered: QuerySet[Response]) -> datetime | None:
    """When the quarter of the newest answer began."""
    quarters = answered.annotate(quarter=TruncQuarter("answered_at")).order_by("-quarter")
    found: datetime | None = quarters.values_list("quarter", flat=True).first()
    return found


def quarter_words(begin: datetime) -> str:
    told = {"year": begin.year, "quarter": (begin.month + 2) // 3}
    return _("%(year)s, quarter %(quarter)s") % told


def _alike(survey: Survey, answered: QuerySet[Response]) -> QuerySet[Response]:
    """Answers to any version of the questionnaire with the same scale."""
    own = survey.questionnaire
    return answered.filter(
        survey__questionnaire__code=own.code,
        survey__questionnaire__low=own.low,
        survey__questionnaire__high=own.high,
    )


def _history(
    rows: QuerySet[Response], time: Any, named: Mapping[Any, Time], *, at: datetime, centre: Centre
) -> History:
    """The middle of the marks at each time, the oldest first."""
    keys = list(reversed(named))
    marks = _marks(rows, time)
    least = int(rule(LEAST_ANSWERS, at=at))
    codes = {code for _key, code in marks}
    return History(
        [named[key] for key in keys],
        {code: [_stop(marks.get((key, code), []), least, centre) for key in keys] for code in codes},
    )


def _marks(rows: QuerySet[Response], time: Any) -> Mapping[tuple[Any, str], list[Pair]]:
    """(importance, performance) of each who answered, by time and item; one statement."""
    counted = (
        Answer.objects.filter(response__in=rows, item__asks=Asks.IMPORTANCE_PERFORMANCE)
        .exclude(importance=None)
        .exclude(performance=None)
        .annotate(time=time)
        .order_by()
        .values_list("time", "item__code", "importance", "performance")
        .annotate(times=Count("id"))
    )
    found: dict[tuple[Any, str], list[Pair]] = defaultdict(list)
    for key, code, importance, performance, times in counted:
        found[key, code] += [(importance, performance)] * times
    return found


def _stop(pairs: list[Pair], least: int, centre: Centre) -> Stop | None:
    if len(pairs) < least:
        return None
    middle = median if centre is Centre.MEDIAN else fmean
    importance, performance = (middle(one[axis] for one in pairs) for axis in (0, 1))
    return Stop(performance, importance, len(pairs))
