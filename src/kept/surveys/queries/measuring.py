"""Single marks of an item over a time, for whoever compares before with after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..models import Answer


def performance_marks(
    *, questionnaire_code: str, item_code: str, since: datetime, until: datetime, **scope: Any
) -> list[int]:
    """Marks of performance given to an item in any survey of the questionnaire.

    `scope` may hold customer_id or segment; who said it is not told.
    """
    rows = Answer.objects.filter(
        item__code=item_code,
        item__questionnaire__code=questionnaire_code,
        response__answered_at__gte=since,
        response__answered_at__lt=until,
        performance__isnull=False,
        **{f"response__{name}": value for name, value in scope.items()},
    )
    marks = rows.order_by("response__answered_at", "pk").values_list("performance", flat=True)
    return [mark for mark in marks if mark is not None]
