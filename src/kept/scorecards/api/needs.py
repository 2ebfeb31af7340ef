"""Rated needs for programs."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.http import HttpRequest
from ninja import Schema

from ..models import MARKS, NeedRating
from ..permissions import VIEW
from .figures import actor_of, router


class NeedOut(Schema):
    id: int
    need: str
    customer: int | None
    segment: str
    marks: dict[str, int]
    score: Decimal
    level: Decimal
    rated_at: datetime


@router.get("needs", response=list[NeedOut])
def needs(request: HttpRequest) -> list[NeedOut]:
    """The newest rating of each need, with the service level that it deserves; at most a thousand."""
    rows = NeedRating.objects.permitted(actor_of(request), VIEW).current().order_by("-rated_at", "-pk")
    return [
        NeedOut(
            id=row.pk,
            need=row.need,
            customer=row.customer_id,
            segment=row.segment,
            marks={criterion.value: getattr(row, field) for criterion, field in MARKS.items()},
            score=row.score,
            level=row.level,
            rated_at=row.rated_at,
        )
        for row in rows[:1000]
    ]
