"""Who gets what comes for somebody who is away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ..models import Absence, Person


def stand_ins(people: Iterable[Person], at: datetime) -> list[Person]:
    """The deputies of those among them who are away at a moment; one statement."""
    away = Absence.objects.at(at).filter(person__in=list(people), deputy__is_active=True)
    return [absence.deputy for absence in away.select_related("deputy") if absence.deputy is not None]
