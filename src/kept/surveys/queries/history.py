"""Where the items of a questionnaire stood in earlier surveys."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import Avg, Count

from kept.kernel.numbers import rule

from ..enums import Asks
from ..models import Answer, Survey
from ..rules.numbers import LEAST_ANSWERS

Stop = tuple[float, float]


def paths_of(survey: Survey, *, at: datetime, most: int = 3) -> dict[str, tuple[Stop, ...]]:
    """Per item code (performance, importance) in the last surveys before this one, oldest first."""
    before = list(
        Survey.objects.filter(questionnaire__code=survey.questionnaire.code, opens_at__lt=survey.opens_at)
        .order_by("-opens_at", "-id")
        .values_list("pk", flat=True)[:most]
    )
    if not before:
        return {}
    rows = (
        Answer.objects.filter(response__survey__in=before, item__asks=Asks.IMPORTANCE_PERFORMANCE)
        .values("response__survey_id", "item__code")
        .annotate(n=Count("id"), x=Avg("performance"), y=Avg("importance"))
        .filter(n__gte=int(rule(LEAST_ANSWERS, at=at)))
        .order_by("response__survey__opens_at", "response__survey_id")
    )
    stops: dict[str, list[Stop]] = defaultdict(list)
    for row in rows:
        stops[row["item__code"]].append((row["x"], row["y"]))
    return {code: tuple(path) for code, path in stops.items()}
