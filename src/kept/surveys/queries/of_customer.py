"""What one customer has said, survey by survey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Min, Q, QuerySet

from kept.kernel.numbers import rule

from ..models import Answer, Response
from ..rules.numbers import LOW_MARK


@dataclass(frozen=True)
class Felt:
    """One filled questionnaire, in short."""

    response: Response
    marked: int
    mean: float | None
    lowest: int | None
    low: int


def felt_by(responses: QuerySet[Response], *, most: int = 5) -> Sequence[Felt]:
    """The last filled questionnaires with their mean and lowest performance; three statements."""
    last = list(responses.select_related("survey").order_by("-answered_at", "-pk")[:most])
    at_most = int(rule(LOW_MARK))
    rows = (
        Answer.objects.filter(response__in=last)
        .order_by()
        .values("response_id")
        .annotate(
            marked=Count("performance"),
            mean=Avg("performance"),
            lowest=Min("performance"),
            low=Count("id", filter=Q(performance__lte=at_most)),
        )
    )
    of_response: dict[int, Mapping[str, Any]] = {row["response_id"]: dict(row) for row in rows}
    return [_felt(response, of_response.get(response.pk, {})) for response in last]


def _felt(response: Response, row: Mapping[str, Any]) -> Felt:
    return Felt(
        response=response,
        marked=row.get("marked") or 0,
        mean=row.get("mean"),
        lowest=row.get("lowest"),
        low=row.get("low") or 0,
    )
